import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRows } from '../../../src/commands/smoke/key-rows.ts';
import { realClock } from '../../helpers/real-clock.ts';
import { scriptedServer } from '../../helpers/scripted-server.ts';
import { smoke } from '../../helpers/smoke.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const head = 'provider,label,source';

function write(content: string | Uint8Array, name = 'keys.csv'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

describe('what a key file may look like', () => {
  const rows = [
    { line: 2, provider: 'juvlon', label: 'shop 1', source: 'env:ONE' },
    { line: 3, provider: 'ekyc', label: 'shop, 2', source: 'file:/run/two', others: { clientId: 'c' } },
  ];
  const csv = `${head},clientId\njuvlon,shop 1,env:ONE,\nekyc,"shop, 2",file:/run/two,c\n`;

  test.each([
    ['CSV', csv],
    ['a byte order mark', `\uFEFF${csv}`],
    ['CRLF', csv.replaceAll('\n', '\r\n')],
    ['no newline at its end', csv.trimEnd()],
    ['spaces around cells', csv.replaceAll(/,(?! )/g, '  ,  ')],
    ['semicolons, as Excel writes it', csv.replaceAll(/,(?! )/g, ';')],
    ['tabs', csv.replaceAll(/,(?! )/g, '\t')],
    ['the column name key', csv.replace('source', 'key')],
  ])('%s', (_what, text) => {
    expect(readRows(text, 'keys.csv')).toEqual(rows);
  });

  test.each(['\n', '\r\n'])('NDJSON, with a mark, blank lines and %j', (end) => {
    const lines = [
      '\uFEFF{"provider":"juvlon","label":"shop 1","source":"env:ONE"}',
      '',
      '{"provider":"ekyc","label":"shop, 2","source":"file:/run/two","clientId":"c"}',
    ];
    expect(readRows(lines.join(end), 'keys.ndjson')).toEqual([
      { ...rows[0], line: 1 },
      { ...rows[1], line: 3 },
    ]);
  });

  test('100,000 lines, each with its number', () => {
    const lines = Array.from({ length: 100_000 }, (_, at) => `juvlon,key ${at},env:KEY_${at}`);
    const read = readRows(`${head}\r\n${lines.join('\r\n')}`, 'keys.csv');
    expect(read).toHaveLength(100_000);
    expect(read.at(-1)).toEqual({
      line: 100_001,
      provider: 'juvlon',
      label: 'key 99999',
      source: 'env:KEY_99999',
    });
  });
});

describe('what is wrong with a key file is told with its line, before anything is asked', () => {
  test.each([
    ['an empty file', '', 1, 'names no columns'],
    ['no line of names', 'juvlon,one,env:ONE\n', 1, 'has no column "provider"'],
    ['no column for the source', 'provider,label\njuvlon,one\n', 1, 'has no column "source"'],
    ['a column twice', `${head},label\n`, 1, 'names the column "label" twice'],
    [
      'an unknown provider',
      `${head}\njuvlon,one,env:ONE\njuvlom,two,env:TWO\n`,
      3,
      'a provider that there is not: juvlom',
    ],
    ['no provider', `${head}\n,one,env:ONE\n`, 2, 'names no provider'],
    ['no label', `${head}\njuvlon,,env:ONE\n`, 2, 'has no label'],
    [
      'a label twice',
      `${head}\njuvlon,one,env:ONE\nekyc,one,env:ONE\njuvlon,one,env:TWO\n`,
      4,
      'repeats the label "one" of line 2',
    ],
    ['no source', `${head}\njuvlon,one,\n`, 2, 'has no source'],
    ['a line that is cut', `${head}\njuvlon,one\n`, 2, 'has no source'],
    ['the key itself', `${head}\njuvlon,one,jv-live-81c4e07b92d65a3f\n`, 2, 'does not say where its key is'],
    ['stdin', `${head}\njuvlon,one,stdin\n`, 2, "can't be read from stdin"],
    ['a prompt', `${head}\njuvlon,one,prompt\n`, 2, "can't be read from prompt"],
    ['a cell too many', `${head}\njuvlon,one,cmd:a,b\n`, 2, 'has 4 cells for 3 columns'],
    ['an open quote', `${head}\njuvlon,"one,env:ONE\n`, 2, 'is not CSV'],
    ['a setting that is none', `${head},colour\njuvlon,one,env:ONE,red\n`, 2, 'no setting of juvlon'],
    [
      'a secret as a setting',
      `${head},apiKey\njuvlon,one,env:ONE,jv-live-81c4e07b92d65a3f\n`,
      2,
      'no setting of juvlon',
    ],
    [
      'a base URL of no use',
      `${head},baseUrl\njuvlon,one,env:ONE,http://api.example\n`,
      2,
      'unusable baseUrl',
    ],
    [
      'a line that is no JSON',
      '{"provider":"juvlon","label":"one","source":"env:A"}\n{"provider":\n',
      2,
      'is not JSON',
    ],
    [
      'a line that is a list',
      '{"provider":"juvlon","label":"one","source":"env:A"}\n[]\n',
      2,
      'is no JSON object',
    ],
    ['a number', '{"provider":"juvlon","label":7,"source":"env:A"}\n', 1, 'is no text'],
  ])('%s', async (_what, content, line, problem) => {
    const path = write(content);
    const { exitCode, json, stderr, stdout } = await smoke(['--keys', path]);
    expect(exitCode).toBe(2);
    expect(json().error?.message).toContain(`${path}:${line} `);
    expect(json().error?.message).toContain(problem);
    expect(json().error?.hint).toBeTruthy();
    expect(stdout + stderr).not.toContain('jv-live');
  });

  test('the provider that was meant is named', async () => {
    const { json } = await smoke(['--keys', write(`${head}\njuvlom,two,env:TWO\n`)]);
    expect(json().error?.hint).toContain('Did you mean juvlon?');
  });

  test('F66: a file that is missing, a folder, or no text is a usage error', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    const found = [
      await smoke(['--keys', join(folder, 'missing.csv')]),
      await smoke(['--keys', join(folder, 'sub')]),
      await smoke(['--keys', write(Buffer.from([0x70, 0xff, 0xfe, 0x00]))]),
      await smoke(['--keys', '/dev/zero']),
    ];
    expect(found.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2]);
    expect(found.map(({ json }) => json().error?.message)).toEqual([
      expect.stringContaining('does not exist'),
      expect.stringContaining('--keys names a directory'),
      expect.stringContaining('is not UTF-8 text'),
      expect.stringContaining('more than 64 MB'),
    ]);
  });
});

test('the writer of a FIFO is waited for, and the wait ends with the run', async () => {
  const fifo = join(temporaryFolder(), 'keys');
  execFileSync('mkfifo', [fifo]);
  const stopped = await smoke(['--keys', fifo, '--timeout', '300ms'], { clock: realClock });
  expect(stopped.exitCode).toBe(5);
  const waiting = smoke(['--keys', fifo, '--sandbox'], { clock: realClock });
  await writeFile(fifo, 'provider,label,source\njuvlon,one,env:NOT_SET\n');
  expect((await waiting).keys).toMatchObject([{ profile: 'one' }]);
});

describe('the keys of a file', () => {
  const wrong = { body: { code: 403, status: 'Error' } };
  const taken = { body: { code: 200, status: 'Success', verify: 'false' } };

  test('each is read from its source when its turn comes, and stands in the report with its line', async () => {
    await using server = await scriptedServer({
      '/v4/verifyOneTimeCode': [
        {
          reply: ({ body }) =>
            (JSON.parse(body) as { apiKey: string }).apiKey.endsWith('good') ? taken : wrong,
        },
      ],
    });
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'two.key'), 'key-two-is-good\n', { mode: 0o600 });
    const path = write(
      `${head},baseUrl\njuvlon,one,env:ONE,${server.origin}\njuvlon,two,file:${join(folder, 'two.key')},${server.origin}\n` +
        `juvlon,three,cmd:echo key-three-is-good,${server.origin}\njuvlon,four,env:MISSING,${server.origin}\n`,
    );
    const report = join(folder, 'smoke.json');
    const { keys, exitCode, stdout, stderr } = await smoke(['--keys', path, '--report', `json=${report}`], {
      env: { ONE: 'key-one-is-bad', PATH: process.env['PATH'] ?? '' },
    });
    expect(exitCode).toBe(4);
    expect(keys.map(({ profile, verdict }) => [profile, verdict])).toEqual([
      ['one', 'invalid'],
      ['two', 'valid'],
      ['three', 'valid'],
      ['four', 'inconclusive'],
    ]);
    expect(keys[3]?.reason).toBe(`${path}:5 names the variable MISSING, which is not set.`);
    expect(server.requests).toHaveLength(3);
    expect(stdout + stderr).not.toMatch(/key-(?:one|two|three)/);
  });

  test('F66: files that everybody may read are warned of, a few times and not for each key', async () => {
    await using server = await scriptedServer({ '/v4/verifyOneTimeCode': [taken] });
    const folder = temporaryFolder();
    const rows = Array.from({ length: 9 }, (_, at) => {
      writeFileSync(join(folder, `${at}.key`), `key-${at}-is-good\n`, { mode: 0o644 });
      return `juvlon,key ${at},file:${join(folder, `${at}.key`)}`;
    });
    const { exitCode, stderr } = await smoke(['--keys', write(`${head}\n${rows.join('\n')}\n`)], {
      env: { AUTHRIG_JUVLON_BASE_URL: server.origin },
    });
    expect(exitCode).toBe(0);
    expect(stderr.match(/can be read by every user/g)).toHaveLength(3);
    expect(stderr.match(/Further warnings are left out/g)).toHaveLength(1);
  });

  test('a missing value is taken from the settings, and a provider that is not named is left out', async () => {
    await using server = await scriptedServer({ '/v4/verifyOneTimeCode': [taken] });
    const path = write(`${head}\njuvlon,one,env:ONE\nelixir,two,env:ONE\n`);
    const { keys, exitCode } = await smoke(['juvlon', '--keys', path], {
      env: { ONE: 'key-one-is-good', AUTHRIG_JUVLON_BASE_URL: server.origin },
    });
    expect({ exitCode, names: keys.map(({ profile }) => profile) }).toEqual({ exitCode: 0, names: ['one'] });
  });

  test('under --sandbox no line has a base URL of its own', async () => {
    const path = write(`${head},baseUrl\njuvlon,one,env:ONE,https://api.example\n`);
    const { exitCode, json } = await smoke(['--sandbox', '--keys', path]);
    expect(exitCode).toBe(2);
    expect(json().error?.message).toContain(`${path}:2`);
  });

  test('F69: a label and a column of any name are data', async () => {
    const path = write('{"provider":"juvlon","label":"__proto__","source":"env:ONE"}\n');
    const { keys } = await smoke(['--sandbox', '--keys', path], { env: { ONE: 'sandbox-juvlon-key' } });
    expect(keys).toMatchObject([{ profile: '__proto__', verdict: 'valid' }]);
    const polluting = write('{"provider":"juvlon","label":"a","source":"env:ONE","__proto__":"x"}\n');
    expect((await smoke(['--keys', polluting])).exitCode).toBe(2);
    expect(({} as Record<string, unknown>)['provider']).toBeUndefined();
  });
});
