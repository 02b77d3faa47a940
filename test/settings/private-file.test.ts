import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  publishPrivateFile,
  readPrivateFile,
  writePassingFile,
  writePrivateFile,
} from '../../src/settings/private-file.ts';
import { ensurePrivateFolder } from '../../src/settings/private-folder.ts';
import { storageError } from '../../src/settings/storage-error.ts';
import { onWindows, storeMachine } from '../helpers/store-machine.ts';
import { underUmask, withoutUmask } from '../helpers/umask.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const local = expect.objectContaining({ kind: 'local' });

describe('writing a private file', () => {
  test.skipIf(withoutUmask).each([0o000, 0o022, 0o077, 0o777])(
    'T10, S04: mode 0600 under umask %o',
    async (umask) => {
      const path = join(temporaryFolder(), 'session.json');
      await underUmask(umask, () => writePrivateFile(path, 'a token', storeMachine()));
      expect(mode(path)).toBe('600');
    },
  );

  test.skipIf(onWindows)('T10: an older file of mode 0644 becomes 0600', async () => {
    const path = join(temporaryFolder(), 'session.json');
    writeFileSync(path, 'old', { mode: 0o644 });
    await writePrivateFile(path, 'new', storeMachine());
    expect([mode(path), readFileSync(path, 'utf8')]).toEqual(['600', 'new']);
  });

  test('leaves nothing else in the folder', async () => {
    const folder = temporaryFolder();
    await writePrivateFile(join(folder, 'session.json'), 'a token', storeMachine());
    expect(readdirSync(folder)).toEqual(['session.json']);
  });

  test('T1: a draft that was cut short is never put in place', async () => {
    const folder = temporaryFolder();
    const [draft, path] = [join(folder, 'draft'), join(folder, 'session.json')];
    writeFileSync(path, 'the good one');
    writeFileSync(draft, 'the new one');
    truncateSync(draft, 4);
    await expect(publishPrivateFile(draft, path, 'the new one', storeMachine())).rejects.toMatchObject({
      kind: 'local',
      message: `${path} could not be written whole, most likely because the disk is full.`,
      details: {
        hint: 'Nothing that was stored has changed. Free some space and type the same command again.',
      },
    });
    expect(readFileSync(path, 'utf8')).toBe('the good one');
  });

  test.skipIf(onWindows)('S06: what is no plain file is not replaced, and the draft goes', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'target');
    writeFileSync(target, 'untouched');
    symlinkSync(target, join(folder, 'link'));
    mkdirSync(join(folder, 'sub'));
    for (const name of ['link', 'sub']) {
      await expect(writePrivateFile(join(folder, name), 'secret', storeMachine())).rejects.toThrow(local);
    }
    expect(readFileSync(target, 'utf8')).toBe('untouched');
    expect(readdirSync(folder).toSorted()).toEqual(['link', 'sub', 'target']);
  });

  test('one that may be lost in a power cut is whole and private all the same', async () => {
    const path = join(temporaryFolder(), 'challenge.json');
    writeFileSync(path, 'old', { mode: 0o644 });
    await writePassingFile(path, 'new', storeMachine());
    expect([readFileSync(path, 'utf8'), mode(path)]).toEqual(['new', '600']);
    await expect(writePassingFile(join(path, 'below'), 'x', storeMachine())).rejects.toThrow(local);
  });

  test('just as much as fits is written, and a byte more is refused', async () => {
    const path = join(temporaryFolder(), 'session.json');
    await writePrivateFile(path, 'é'.repeat(512), storeMachine(), 1024);
    await expect(writePrivateFile(path, `${'é'.repeat(512)}x`, storeMachine(), 1024)).rejects.toMatchObject({
      kind: 'local',
      details: { hint: 'Nothing was stored. Keep less in it.' },
    });
    expect(readFileSync(path, 'utf8')).toBe('é'.repeat(512));
  });

  test.skipIf(onWindows)('S06: what stands in its place is named, with what to do', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    symlinkSync('nowhere', join(folder, 'link'));
    const whats = { sub: 'a folder', fifo: 'a pipe, a socket or a device', link: 'a symbolic link' };
    for (const [name, what] of Object.entries(whats)) {
      const path = join(folder, name);
      const written = writePrivateFile(path, 'secret', storeMachine());
      await expect(written).rejects.toMatchObject({
        kind: 'local',
        message: `${path} is ${what}; secrets are kept in plain files of your own alone.`,
        details: {
          hint: `Type \`ls -l ${path}\` to look at it and move it away, or set AUTHRIG_CONFIG_DIR to a folder where you may write.`,
        },
      });
    }
  });

  test.skipIf(onWindows)('CR-03: the file of another user is neither read nor replaced', async () => {
    const path = join(temporaryFolder(), 'session.json');
    writeFileSync(path, 'theirs', { mode: 0o600 });
    const disk = storeMachine({ uid: (process.getuid?.() ?? 0) + 1 });
    expect(() => readPrivateFile(path, disk)).toThrow(/another user/);
    await expect(writePrivateFile(path, 'ours', disk)).rejects.toThrow(/another user/);
    expect(readFileSync(path, 'utf8')).toBe('theirs');
  });

  test('F52: a path through a file is a local error that names it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'session.json');
    await expect(writePrivateFile(path, 'x', storeMachine())).rejects.toThrow(
      expect.objectContaining({ kind: 'local', message: expect.stringContaining(path) }),
    );
  });
});

describe('reading a private file', () => {
  test('where there is none it is undefined', () => {
    expect(readPrivateFile(join(temporaryFolder(), 'none'), storeMachine())).toBeUndefined();
  });

  test.skipIf(onWindows).each([0o644, 0o666, 0o640])('F54: mode %o is repaired with a warning', (wide) => {
    const path = join(temporaryFolder(), 'config.json');
    writeFileSync(path, '{}');
    chmodSync(path, wide);
    const disk = storeMachine();
    expect(readPrivateFile(path, disk)).toEqual(Buffer.from('{}'));
    expect(mode(path)).toBe('600');
    expect(disk.warnings).toEqual([expect.stringContaining(path)]);
    readPrivateFile(path, disk);
    expect(disk.warnings).toHaveLength(1);
  });

  test.skipIf(onWindows)('F54: a FIFO, a device, a folder and a symbolic link are refused at once', () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    writeFileSync(join(folder, 'target'), '{}');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    for (const path of [join(folder, 'fifo'), '/dev/null', folder, join(folder, 'link')]) {
      expect(() => readPrivateFile(path, storeMachine()), path).toThrow(local);
    }
  });

  test('F53: a file of more than 1 MB is not loaded', () => {
    const path = join(temporaryFolder(), 'config.json');
    writeFileSync(path, Buffer.alloc(1024 * 1024 + 1, 32), { mode: 0o600 });
    expect(readPrivateFile(path, storeMachine())).toBe('too large');
    truncateSync(path, 1024 * 1024);
    expect(readPrivateFile(path, storeMachine())).toHaveLength(1024 * 1024);
  });
});

describe.skipIf(onWindows)('a private folder', () => {
  test.skipIf(withoutUmask)('T10: is made 0700 with its parents under umask 000', async () => {
    const folder = join(temporaryFolder(), 'deep', 'authrig');
    await underUmask(0, () => ensurePrivateFolder(folder, storeMachine()));
    expect([mode(folder), mode(join(folder, '..'))]).toEqual(['700', '700']);
  });

  test('F54: one of ours that others may enter is closed with a warning', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'config.json'), '{}');
    chmodSync(folder, 0o777);
    const disk = storeMachine();
    await ensurePrivateFolder(folder, disk);
    expect(mode(folder)).toBe('700');
    expect(disk.warnings).toEqual([expect.stringContaining(folder)]);
  });

  test('one that holds other things keeps its mode, and is refused where others may write', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'thesis.tex'), '');
    chmodSync(folder, 0o755);
    await ensurePrivateFolder(folder, storeMachine());
    expect(mode(folder)).toBe('755');
    chmodSync(folder, 0o777);
    await expect(ensurePrivateFolder(folder, storeMachine())).rejects.toThrow(/Other users may write/);
    expect(mode(folder)).toBe('777');
  });

  test.skipIf(process.platform !== 'linux')(
    'F56: a place where no folder can be made is a local error, at once',
    async () => {
      await expect(ensurePrivateFolder('/proc/authrig/deep', storeMachine())).rejects.toThrow(local);
    },
  );

  test('F52: a file in its place is a local error', async () => {
    const folder = join(temporaryFolder(), 'authrig');
    writeFileSync(folder, '');
    await expect(ensurePrivateFolder(folder, storeMachine())).rejects.toThrow(
      /a file where a folder is needed/,
    );
    await expect(ensurePrivateFolder(join(folder, 'sub'), storeMachine())).rejects.toThrow(local);
  });

  test('a shared folder with the sticky bit is never closed', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o1777);
    await expect(ensurePrivateFolder(folder, storeMachine())).rejects.toThrow(local);
    expect(mode(folder)).toBe('777');
  });
});

test.each([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'ENAMETOOLONG',
  'EIO',
  'ENOENT',
])('F51, F52: %s is a local error with the path, the reason and a mend', (code) => {
  const error = storageError(Object.assign(new Error('raw'), { code }), '/c/config.json', 'written');
  expect(error).toMatchObject({
    kind: 'local',
    message: expect.stringMatching(/^\/c\/config\.json could not be written: .+ unchanged\.$/),
    details: { hint: expect.stringMatching(/.{10}/) },
  });
});

test('what is no system error stays a bug', () => {
  const bug = new TypeError('undefined is not a function');
  expect(storageError(bug, '/c', 'read')).toBe(bug);
});
