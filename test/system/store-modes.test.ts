import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../helpers/sources.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const key = 'jk_live_0123456789abcdef';

interface Written {
  readonly path: string;
  readonly call: string;
}

/** The files that the key was written to, with the call that opened each, from what strace saw. */
function writesOf(trace: string): Written[] {
  const open = new Map<string, Written>();
  const written: Written[] = [];
  for (const line of trace.split('\n')) {
    const opened = /openat\([^,]+, "([^"]+)", ([^)]*)\)\s+= (\d+)/.exec(line);
    if (opened !== null) open.set(opened[3] ?? '', { path: opened[1] ?? '', call: opened[2] ?? '' });
    const [, to = ''] = /(?:pwrite64|pwritev|writev?)\((\d+),/.exec(line) ?? [];
    const file = open.get(to);
    if (file !== undefined && line.includes(key)) written.push(file);
  }
  return written;
}

/** Needs strace, and a build. */
describe.skipIf(!enabled)('S05: the bytes of a secret', () => {
  test('are only ever in files that were made 0600 and new, whatever the mask', () => {
    const folder = temporaryFolder();
    const trace = join(folder, 'trace');
    const set = `printf ${key} | strace -f -s 4000 -e trace=openat,write,writev,pwrite64,pwritev -o ${trace} "${process.execPath}" "${root}bin/authrig.js" config set jekimo.apiKey`;
    execFileSync('bash', ['-c', `umask 000; ${set}`], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], HOME: folder, AUTHRIG_CONFIG_DIR: join(folder, 'store') },
    });
    const written = writesOf(readFileSync(trace, 'utf8'));
    expect(written.length).toBeGreaterThan(0);
    for (const { path, call } of written) expect(`${path}: ${call}`).toMatch(/O_EXCL.*0600|O_TRUNC.*0600/);
    expect(readFileSync(join(folder, 'store/config.json'), 'utf8')).toContain(key);
  }, 60_000);
});
