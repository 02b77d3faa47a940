import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { renderJson } from '../../../src/report/json.ts';
import type { Report } from '../../../src/report/result.ts';
import { caseOf, hostileReport, reportOf } from '../../helpers/reports.ts';
import { authrig } from '../../helpers/rig.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

const at = (name: string) => join(folder, name);

function put(name: string, content: Report | string | Uint8Array): string {
  const text = typeof content === 'string' || content instanceof Uint8Array ? content : renderJson(content);
  writeFileSync(at(name), text);
  return at(name);
}

const part = (index: number, outcome: 'passed' | 'failed' | 'inconclusive' = 'passed'): Report =>
  reportOf([caseOf(`key ${index}`, outcome)], { shard: { index, of: 2 } });

describe('authrig report merge', () => {
  test('makes one report of two parts, prints the totals and ends with 0', async () => {
    const files = [put('1.json', part(1)), put('2.json', part(2))];
    const { exitCode, stdout, stderr } = await authrig([
      'report',
      'merge',
      ...files,
      '--report',
      `junit=${at('all.xml')}`,
      '--report',
      `json=${at('all.json')}`,
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^total {9}2\npassed {8}2\nfailed {8}0\ninconclusive {2}0\nskipped {7}0\n$/);
    expect(readFileSync(at('all.xml'), 'utf8')).toContain('tests="2" failures="0"');
    expect(JSON.parse(readFileSync(at('all.json'), 'utf8'))).toMatchObject({
      exitCode: 0,
      totals: { total: 2 },
    });
  });

  test.each([
    [['failed', 'inconclusive'], 4, 'credentials'],
    [['passed', 'inconclusive'], 8, 'inconclusive'],
  ] as const)('of %j ends with the worst, its data beside the error', async ([one, two], exitCode, kind) => {
    const files = [put('1.json', part(1, one)), put('2.json', part(2, two))];
    const outcome = await authrig([
      'report',
      'merge',
      ...files,
      '--json',
      '--report',
      `tap=${at('all.tap')}`,
    ]);
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.json()).toMatchObject({
      ok: false,
      data: { command: 'smoke', reports: 2, total: 2 },
      error: { kind, exitCode },
    });
    expect(readFileSync(at('all.tap'), 'utf8')).toContain('not ok');
  });

  test('of parts that are not all there ends with 8', async () => {
    const { exitCode, stderr } = await authrig(['report', 'merge', put('1.json', part(1))]);
    expect(exitCode).toBe(8);
    expect(stderr).toContain('part 2 of 2: There is no report of this part.');
  });

  test('reads what it wrote, hostile texts and a byte order mark included', async () => {
    const first = put('1.json', `\u{feff}${renderJson(hostileReport)}`);
    await authrig(['report', 'merge', first, '--report', `json=${at('2.json')}`]);
    expect(JSON.parse(readFileSync(at('2.json'), 'utf8'))).toEqual(JSON.parse(renderJson(hostileReport)));
  });

  const good = renderJson(part(1));
  const changed = (change: object) => JSON.stringify({ ...(JSON.parse(good) as object), ...change });
  test.each<readonly [string, string | Uint8Array, RegExp]>([
    ['nothing', '', /no JSON/],
    ['half a report', good.slice(0, good.length / 2), /no JSON, or not all of it/],
    ['other bytes', new Uint8Array([0xff, 0xfe, 0x7b]), /not UTF-8/],
    ['a list', '[]', /no schemaVersion/],
    ['null', 'null', /no schemaVersion/],
    ['another schema', changed({ schemaVersion: 2 }), /schemaVersion is not 1/],
    ['a schema of another type', changed({ schemaVersion: '1' }), /schemaVersion is not 1/],
    ['another command', changed({ command: 'login' }), /command is not/],
    ['no groups', changed({ groups: undefined }), /groups is not/],
    [
      'an unknown outcome',
      good.replace('"outcome": "passed"', '"outcome": "ok"'),
      /groups\.0\.cases\.0\.outcome is not/,
    ],
    ['an outcome of no text', good.replace('"outcome": "passed"', '"outcome": true'), /outcome is not/],
    ['a negative time', changed({ milliseconds: -1 }), /milliseconds is not/],
    ['a time that never was', changed({ startedAt: '2026-99-99T99:99:99Z' }), /startedAt is not/],
    ['part 3 of 2', changed({ shard: { index: 3, of: 2 } }), /shard is not/],
    ['a billion parts', changed({ shard: { index: 1, of: 1e9 } }), /shard\.of is not/],
    ['a scenario', 'name: x\nsteps: []\n', /no JSON/],
  ])('refuses %s as a usage error, and writes nothing', async (_, content, message) => {
    const file = put('bad.json', content);
    const { exitCode, stderr } = await authrig([
      'report',
      'merge',
      put('2.json', part(2)),
      file,
      '--report',
      `tap=${at('all.tap')}`,
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${file} is no report to merge: `);
    expect(stderr).toMatch(message);
    expect(existsSync(at('all.tap'))).toBe(false);
  });

  test('refuses a file that is not there, a folder, and a pipe without waiting for it', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    for (const [file, why] of [
      [at('missing.json'), 'there is no such file'],
      [folder, 'it is no file'],
      [at('pipe'), 'it is no file'],
    ] as const) {
      const { exitCode, stderr } = await authrig(['report', 'merge', file]);
      expect({ exitCode, said: stderr.split('\n')[0] }).toEqual({
        exitCode: 2,
        said: `${file} is no report to merge: ${why}.`,
      });
    }
  });

  test('refuses the same part twice, and no file at all', async () => {
    const file = put('1.json', part(1));
    expect(await authrig(['report', 'merge', file, file])).toMatchObject({ exitCode: 2 });
    expect(await authrig(['report', 'merge'])).toMatchObject({ exitCode: 2 });
  });

  test('sees to the reports before it reads, and keeps an old one where it fails', async () => {
    const outcome = await authrig([
      'report',
      'merge',
      at('missing.json'),
      '--report',
      `tap=${at('no/all.tap')}`,
    ]);
    expect(outcome.exitCode).toBe(10);
    expect(outcome.stderr).toContain('its folder does not exist');
  });

  test('a --field that there is none of is refused', async () => {
    expect(await authrig(['report', 'merge', put('1.json', part(1)), '--field', 'sum'])).toMatchObject({
      exitCode: 2,
    });
    const { stdout } = await authrig([
      'report',
      'merge',
      put('a.json', part(1)),
      put('b.json', part(2)),
      '--field',
      'total',
    ]);
    expect(stdout).toBe('2\n');
  });
});
