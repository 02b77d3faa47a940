import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withNewProfile, withoutValue, withValues } from '../../src/settings/profiles.ts';
import { createStore } from '../../src/settings/store.ts';
import { onWindows, storeMachine, type StoreMachine } from '../helpers/store-machine.ts';
import { underUmask, withoutUmask } from '../helpers/umask.ts';

const good = { schemaVersion: 1, profile: 'default', profiles: { default: { 'jekimo.apiKey': 'kept-key' } } };
const local = (text: string) =>
  expect.objectContaining({ kind: 'local', message: expect.stringContaining(text) });

/** A machine whose settings file holds this already. */
function machineWith(content: string | Buffer): StoreMachine & { file: string } {
  const tools = storeMachine();
  mkdirSync(tools.folder, { mode: 0o700 });
  const file = join(tools.folder, 'config.json');
  writeFileSync(file, content, { mode: 0o600 });
  return { ...tools, file };
}

const setKey = (tools: StoreMachine, value = 'new-key') =>
  createStore(tools).change((contents) => withValues(contents, 'default', { 'jekimo.apiKey': value }));

describe('reading', () => {
  test('without a file there is an empty default profile, and nothing is made', () => {
    const tools = storeMachine();
    expect(createStore(tools).read()).toEqual({ profile: 'default', profiles: { default: {} } });
    expect(existsSync(tools.folder)).toBe(false);
  });

  test('F56: without a home there is nothing to read, and only a change fails', async () => {
    const store = createStore(storeMachine({ env: {} }));
    expect(store.read().profiles).toEqual({ default: {} });
    expect(() => store.path).toThrow(local('HOME is not set'));
    await expect(store.change((contents) => contents)).rejects.toThrow(local('HOME is not set'));
  });

  test.each([
    ['with a byte order mark', `\uFEFF${JSON.stringify(good)}`],
    ['with CRLF', JSON.stringify(good, undefined, 2).replaceAll('\n', '\r\n')],
    ['without a default profile', JSON.stringify({ schemaVersion: 1, profile: 'default', profiles: {} })],
  ])('CR-06: a file %s is good', (_case, content) => {
    expect(createStore(machineWith(content)).read().profile).toBe('default');
  });

  test('F52: a config folder that is a file is a local error', () => {
    const tools = storeMachine();
    writeFileSync(tools.folder, '');
    expect(() => createStore(tools).read()).toThrow(local(tools.folder));
  });
});

const damaged: [string, string | Buffer][] = [
  ['empty', ''],
  ['truncated', JSON.stringify(good).slice(0, 40)],
  ['not JSON', 'jekimo.apiKey=kept-key'],
  ['JSON with something behind it', `${JSON.stringify(good)}}`],
  ['no object', '[]'],
  ['null', 'null'],
  ['without a version', JSON.stringify({ ...good, schemaVersion: undefined })],
  ['with a version that is no number', JSON.stringify({ ...good, schemaVersion: '1' })],
  ['without profiles', JSON.stringify({ schemaVersion: 1, profile: 'default' })],
  ['with a current profile that is missing', JSON.stringify({ ...good, profile: 'prod' })],
  ['with a profile that is a list', JSON.stringify({ ...good, profiles: { default: [] } })],
  [
    'with a value that is a number',
    JSON.stringify({ ...good, profiles: { default: { 'jekimo.apiKey': 5 } } }),
  ],
  [
    'with __proto__ as a profile',
    '{"schemaVersion":1,"profile":"default","profiles":{"__proto__":{"a.b":"c"}}}',
  ],
  [
    'with __proto__ as a setting',
    '{"schemaVersion":1,"profile":"default","profiles":{"default":{"__proto__":"c"}}}',
  ],
  ['not UTF-8', Buffer.from([0xc3, 0x28])],
  ['larger than 1 MB', Buffer.alloc(1024 * 1024 + 1, 32)],
];

describe('a damaged file', () => {
  test.each(damaged)('F53: %s: reading says so and leaves it as it is', (_case, content) => {
    const tools = machineWith(content);
    expect(() => createStore(tools).read()).toThrow(local(tools.file));
    expect(readdirSync(tools.folder)).toEqual(['config.json']);
    expect(({} as Record<string, unknown>)['a.b']).toBeUndefined();
  });

  test.each(damaged)(
    'CR-06: %s: a change keeps it under another name and says which',
    async (_case, content) => {
      const tools = machineWith(content);
      const error = await setKey(tools).catch((caught: unknown) => caught);
      const [kept = 'none', ...others] = readdirSync(tools.folder);
      expect(error).toMatchObject({
        kind: 'local',
        message: expect.stringContaining(join(tools.folder, kept)),
      });
      expect([kept, others]).toEqual([expect.stringMatching(/^config\.json\.corrupt-2026-01-01T/), []]);
      expect(readFileSync(join(tools.folder, kept)).equals(Buffer.from(content))).toBe(true);
      await setKey(tools);
      expect(createStore(tools).read().profiles['default']).toEqual({ 'jekimo.apiKey': 'new-key' });
    },
  );

  test('what to type next is said, for reading and for a change', async () => {
    const tools = machineWith('{');
    expect(() => createStore(tools).read()).toThrow(
      expect.objectContaining({
        message: `The settings file ${tools.file} is damaged: it is not JSON, or was cut off.`,
        details: {
          hint: `Mend it, or type \`mv ${tools.file} ${tools.file}.damaged\` to start anew. It was left as it is.`,
        },
      }),
    );
    const error = await setKey(tools).catch((caught: unknown) => caught);
    const kept = join(tools.folder, readdirSync(tools.folder)[0] ?? '');
    expect(error).toMatchObject({
      message: `The settings file ${tools.file} was damaged: it is not JSON, or was cut off. It is kept as ${kept}.`,
      details: {
        hint: `Mend that file and type \`mv ${kept} ${tools.file}\`, or type the same command again to start anew.`,
      },
    });
  });

  test('what is larger than 1 MB is said to be', () => {
    const tools = machineWith(Buffer.alloc(1024 * 1024 + 1, 32));
    expect(() => createStore(tools).read()).toThrow('is damaged: it is larger than 1 MB.');
  });

  test('is put aside when that is asked for, and a good one is not', async () => {
    const tools = machineWith('{');
    const { message } = (await createStore(tools)
      .putAsideDamaged()
      .catch((caught: unknown) => caught)) as Error;
    const [kept = 'none', ...others] = readdirSync(tools.folder);
    expect([kept, others]).toEqual([expect.stringMatching(/^config\.json\.corrupt-/), []]);
    expect(message).toContain(kept);
    const fine = machineWith(JSON.stringify(good));
    await createStore(fine).putAsideDamaged();
    expect(readdirSync(fine.folder)).toEqual(['config.json']);
  });

  test('never replaces one that was kept earlier', async () => {
    const tools = storeMachine({ clock: { now: () => 0, monotonic: () => 0, sleep: async () => {} } });
    mkdirSync(tools.folder, { mode: 0o700 });
    for (const content of ['one', 'two', 'three']) {
      writeFileSync(join(tools.folder, 'config.json'), content, { mode: 0o600 });
      await expect(setKey(tools)).rejects.toThrow(local('is kept as'));
    }
    const kept = readdirSync(tools.folder).map((name) => readFileSync(join(tools.folder, name), 'utf8'));
    expect(kept.toSorted()).toEqual(['one', 'three', 'two']);
  });

  test('its contents are in no message', async () => {
    const tools = machineWith('{"profiles":{"default":{"jekimo.apiKey":kept-key');
    const errors = [await setKey(tools).catch((error: unknown) => error)];
    writeFileSync(join(tools.folder, 'config.json'), 'kept-key', { mode: 0o600 });
    try {
      createStore(tools).read();
    } catch (error) {
      errors.push(error);
    }
    expect(errors).toHaveLength(2);
    for (const error of errors)
      expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('kept-key');
  });

  test('CR-06: the file of a newer release is neither read, changed nor renamed', async () => {
    const tools = machineWith(JSON.stringify({ schemaVersion: 2, somethingElse: true }));
    expect(() => createStore(tools).read()).toThrow(local('newer authrig'));
    await expect(setKey(tools)).rejects.toThrow(local('newer authrig'));
    expect(readdirSync(tools.folder)).toEqual(['config.json']);
  });
});

describe('a change', () => {
  test('keeps what else is there, and leaves nothing behind', async () => {
    const tools = machineWith(JSON.stringify(good));
    const store = createStore(tools);
    await store.change((contents) => withNewProfile(contents, 'staging'));
    await store.change((contents) => withValues(contents, 'staging', { 'juvlon.apiKey': 'k' }));
    await store.change((contents) => withoutValue(contents, 'default', 'jekimo.apiKey'));
    expect(JSON.parse(readFileSync(tools.file, 'utf8'))).toEqual({
      schemaVersion: 1,
      profile: 'default',
      profiles: { default: {}, staging: { 'juvlon.apiKey': 'k' } },
    });
    expect(readdirSync(tools.folder)).toEqual(['config.json']);
  });

  test('a dotted name stays one key', async () => {
    const tools = storeMachine();
    await setKey(tools);
    expect(JSON.parse(readFileSync(join(tools.folder, 'config.json'), 'utf8')).profiles.default).toEqual({
      'jekimo.apiKey': 'new-key',
    });
  });

  test('that changes nothing writes nothing', async () => {
    const tools = storeMachine();
    await createStore(tools).change((contents) => withoutValue(contents, 'default', 'jekimo.apiKey'));
    expect(readdirSync(tools.folder)).toEqual([]);
  });

  test('that fails leaves the file as it was', async () => {
    const tools = machineWith(JSON.stringify(good));
    const change = createStore(tools).change((contents) => withNewProfile(contents, '../escape'));
    await expect(change).rejects.toThrow(expect.objectContaining({ kind: 'usage' }));
    expect(readFileSync(tools.file, 'utf8')).toBe(JSON.stringify(good));
    expect(readdirSync(tools.folder)).toEqual(['config.json']);
  });

  test('writes nothing once another process took the lock over', async () => {
    const tools = machineWith(JSON.stringify(good));
    const change = createStore(tools).change((contents) => {
      writeFileSync(`${tools.file}.lock-owner`, '777 another');
      return withNewProfile(contents, 'staging');
    });
    await expect(change).rejects.toThrow(local('took over the lock'));
    expect(readFileSync(tools.file, 'utf8')).toBe(JSON.stringify(good));
  });

  test('F51: contents that could not be read again are not written', async () => {
    const tools = machineWith(JSON.stringify(good));
    await expect(setKey(tools, 'k'.repeat(1024 * 1024))).rejects.toThrow(local('larger than 1 MB'));
    expect(readFileSync(tools.file, 'utf8')).toBe(JSON.stringify(good));
    expect(readdirSync(tools.folder)).toEqual(['config.json']);
  });

  test('removes the drafts of a killed process', async () => {
    const tools = machineWith(JSON.stringify(good));
    mkdirSync(join(tools.folder, '.config.json.Xa3kdf'));
    writeFileSync(join(tools.folder, '.config.json.Xa3kdf', 'config.json'), 'half a se');
    await setKey(tools);
    expect(readdirSync(tools.folder)).toEqual(['config.json']);
  });

  test.skipIf(withoutUmask)(
    'T10, S04: file 0600 and folder 0700 under umask 000, also over an old 0644',
    async () => {
      const tools = machineWith(JSON.stringify(good));
      chmodSync(tools.file, 0o644);
      chmodSync(tools.folder, 0o755);
      await underUmask(0, () => setKey(tools));
      expect((statSync(tools.file).mode & 0o777).toString(8)).toBe('600');
      expect((statSync(tools.folder).mode & 0o777).toString(8)).toBe('700');
      expect(tools.warnings).toEqual([
        expect.stringContaining(tools.folder),
        expect.stringContaining(tools.file),
      ]);
    },
  );

  test.skipIf(onWindows)('F54: a symbolic link is refused, and its target is not touched', async () => {
    const tools = storeMachine();
    mkdirSync(tools.folder, { mode: 0o700 });
    const target = join(tools.folder, '..', 'target.json');
    writeFileSync(target, JSON.stringify(good), { mode: 0o600 });
    symlinkSync(target, join(tools.folder, 'config.json'));
    expect(() => createStore(tools).read()).toThrow(local('a symbolic link'));
    await expect(setKey(tools)).rejects.toThrow(local('a symbolic link'));
    expect(readFileSync(target, 'utf8')).toBe(JSON.stringify(good));
  });
});
