import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nock from 'nock';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig } from '../../helpers/rig.ts';
import { type Arrived, scriptedServer } from '../../helpers/scripted-server.ts';
import { smoke, type TestedKey } from '../../helpers/smoke.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const path = '/v4/verifyOneTimeCode';
const keyIn = ({ body }: Pick<Arrived, 'body'>) => (JSON.parse(body) as { apiKey: string }).apiKey;
const codes = { good: 200, bad: 403, odd: 999 };

/** Juvlon, which knows a key by how it ends. */
const juvlon = () =>
  scriptedServer({
    [path]: [
      {
        reply: (request) => {
          const end = Object.entries(codes).find(([word]) => keyIn(request).endsWith(word));
          return { body: { code: end?.[1] ?? 403, verify: 'false' } };
        },
      },
    ],
  });

/** A store with a key of Juvlon's in each of these profiles. */
function store(
  baseUrl: string,
  keys: Readonly<Record<string, string>>,
  more: Record<string, string> = {},
): string {
  const folder = temporaryFolder();
  const profiles = Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [
      name,
      { 'juvlon.apiKey': key, 'juvlon.baseUrl': baseUrl, ...more },
    ]),
  );
  const contents = { schemaVersion: 1, profile: 'default', profiles: { default: {}, ...profiles } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(contents), { mode: 0o600 });
  return folder;
}

/** Five keys of which the second one's answer comes after Ctrl-C, tested one at a time. */
async function interrupted(argv: readonly string[]) {
  const stop = new AbortController();
  let count = 0;
  await using server = await scriptedServer({
    [path]: [
      {
        reply: async () => {
          count += 1;
          if (count === 2) stop.abort(new CliError('cancelled', 'Stopped by SIGINT.', { exitCode: 130 }));
          return { body: { code: 200, verify: 'false' } };
        },
      },
    ],
  });
  const list = join(temporaryFolder(), 'keys.csv');
  const rows = Array.from({ length: 5 }, (_, at) => `juvlon,key ${at},env:ONE`);
  writeFileSync(list, `provider,label,source\n${rows.join('\n')}\n`);
  const outcome = await authrig(['smoke', '--keys', list, '--concurrency', '1', ...argv], {
    env: { ONE: 'key-one-good', AUTHRIG_JUVLON_BASE_URL: server.origin },
    signal: stop.signal,
  });
  return { ...outcome, count };
}

describe('what is tested', () => {
  test('the keys of all profiles, the current one first, each against its own base URL', async () => {
    await using server = await juvlon();
    const folder = store(server.origin, {
      staging: 'key-staging-good',
      live: 'key-live-good',
      default: 'key-default-good',
    });
    const { keys, exitCode } = await smoke([], { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect(exitCode).toBe(0);
    expect(keys.map(({ provider, profile, verdict }) => [provider, profile, verdict])).toEqual([
      ['juvlon', 'default', 'valid'],
      ['juvlon', 'live', 'valid'],
      ['juvlon', 'staging', 'valid'],
    ]);
    expect(server.requests.map(keyIn).toSorted()).toEqual([
      'key-default-good',
      'key-live-good',
      'key-staging-good',
    ]);
  });

  test('--profile tests one profile alone', async () => {
    await using server = await juvlon();
    const folder = store(server.origin, { staging: 'key-staging-good', live: 'key-live-bad' });
    const { keys, exitCode } = await smoke(['--profile', 'staging'], { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect({ exitCode, profiles: keys.map(({ profile }) => profile) }).toEqual({
      exitCode: 0,
      profiles: ['staging'],
    });
  });

  test('a key of the environment stands above every profile, and is tested once', async () => {
    await using server = await juvlon();
    const folder = store(server.origin, { default: 'key-default-bad', live: 'key-live-bad' });
    const { keys, exitCode } = await smoke([], {
      env: { AUTHRIG_CONFIG_DIR: folder, AUTHRIG_JUVLON_API_KEY: 'key-env-good' },
    });
    expect({ exitCode, profiles: keys.map(({ profile }) => profile) }).toEqual({
      exitCode: 0,
      profiles: ['default'],
    });
    expect(server.requests.map(keyIn)).toEqual(['key-env-good']);
  });

  test('only the providers that are named', async () => {
    const { keys } = await smoke(['elixir', 'juvlon', '--sandbox']);
    expect(keys.map(({ provider }) => provider)).toEqual(['elixir', 'juvlon']);
  });

  test('under --sandbox its keys are tested, whatever the store holds, and need no --active', async () => {
    const folder = store('https://api.example', { default: 'key-default-bad' });
    const { keys, exitCode } = await smoke(['--sandbox'], { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect(exitCode).toBe(0);
    expect(keys.map(({ provider, profile, verdict }) => [provider, profile, verdict])).toEqual([
      ['jekimo', 'default', 'valid'],
      ['elixir', 'default', 'valid'],
      ['ekyc', 'default', 'valid'],
      ['juvlon', 'default', 'valid'],
    ]);
  });

  test('a setting of no use spoils the test of its own key alone', async () => {
    await using server = await juvlon();
    const folder = store(server.origin, { default: 'key-default-good', live: 'key-live-good' });
    const file = join(folder, 'config.json');
    const contents = JSON.parse(readFileSync(file, 'utf8')) as {
      profiles: Record<string, Record<string, string>>;
    };
    contents.profiles['live']!['juvlon.baseUrl'] = 'http://api.example';
    writeFileSync(file, JSON.stringify(contents), { mode: 0o600 });
    const { keys, exitCode } = await smoke([], { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect(exitCode).toBe(8);
    expect(keys.map(({ profile, verdict }) => [profile, verdict])).toEqual([
      ['default', 'valid'],
      ['live', 'inconclusive'],
    ]);
    expect(keys[1]?.reason).toContain('juvlon.baseUrl');
  });
});

describe('how it ends', () => {
  test.each([
    [{ one: 'key-one-good', two: 'key-two-good' }, 0],
    [{ one: 'key-one-good', two: 'key-two-odd' }, 8],
    [{ one: 'key-one-odd', two: 'key-two-bad' }, 4],
    [{ one: 'key-one-bad', two: 'key-two-good' }, 4],
  ])('with the worst: %j is %i', async (keys, code) => {
    await using server = await juvlon();
    const env = { AUTHRIG_CONFIG_DIR: store(server.origin, keys) };
    const found = await smoke([], { env });
    expect(found.exitCode).toBe(code);
    expect(found.keys).toHaveLength(2);
    expect(found.json().ok).toBe(code === 0);
    expect(found.json().error?.kind).toBe({ 0: undefined, 4: 'credentials', 8: 'inconclusive' }[code]);
  });

  test.each([[[]], [['juvlon']], [['--shard', '2/2']]])('nothing to test is 8, never 0: %j', async (argv) => {
    const { exitCode, json, keys } = await smoke(argv);
    expect({ exitCode, keys }).toEqual({ exitCode: 8, keys: [] });
    expect(json()).toMatchObject({ ok: false, data: { keys: [] }, error: { kind: 'inconclusive' } });
    expect(json().error?.hint).toContain('authrig config set');
  });

  test.each([
    ['verifik', 'Sign in with: authrig verifik phone; or try: authrig smoke --sandbox'],
    ['juvlon', 'Keep one with: authrig config set juvlon.apiKey; or try: authrig smoke --sandbox'],
  ])('with no key of %s it says how one of its own comes to be kept', async (name, hint) => {
    expect((await smoke([name])).json().error?.hint).toBe(hint);
  });

  test('in text the table is on stdout, and what is wrong on stderr', async () => {
    await using server = await juvlon();
    const folder = store(server.origin, { default: 'key-default-good', live: 'key-live-bad' });
    const { exitCode, stdout, stderr } = await authrig(['smoke'], { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect(exitCode).toBe(4);
    expect(stdout.replaceAll(/\d+ ms */g, 'N ms  ')).toBe(
      'juvlon  default  valid    N ms  Juvlon took the key and did not verify the pair that nobody has.\n' +
        'juvlon  live     invalid  N ms  Juvlon refused the key (code 403).\n',
    );
    expect(stderr).toContain('1 of 2 keys');
    expect(stderr).toContain('juvlon live');
  });

  test('--field keys gives the list raw', async () => {
    const { exitCode, stdout } = await authrig(['smoke', 'juvlon', '--sandbox', '--field', 'keys']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ provider: 'juvlon', verdict: 'valid' }]);
    expect((await authrig(['smoke', '--sandbox', '--field', 'verdicts'])).exitCode).toBe(2);
  });

  test.each([
    ['nosuch'],
    ['--concurrency', '0'],
    ['--concurrency', '257'],
    ['--shard', '0/2'],
    ['--report', 'pdf=x'],
  ])('%s %s is a usage error', async (...argv) => {
    expect((await smoke(argv)).exitCode).toBe(2);
  });
});

describe('what is said meanwhile', () => {
  test('PRB-08: keys are in nothing that is said, under --verbose neither', async () => {
    await using server = await juvlon();
    const keys = { default: 'key-default-0123456789-good', live: 'key-live-0123456789-bad' };
    const env = { AUTHRIG_CONFIG_DIR: store(server.origin, keys) };
    const { stdout, stderr } = await authrig(['smoke', '--verbose', '--calibrate'], { env });
    expect(stderr).toContain(`> POST ${server.origin}${path}`);
    for (const key of Object.values(keys)) expect(stdout + stderr).not.toContain(key);
  });

  test('PRB-08: --active says what it leaves behind before the first request', async () => {
    const said: string[] = [];
    const server = await scriptedServer({
      '/app.php/v1.1/auth/gettoken': [
        { reply: () => (said.push('asked'), { status: 401, body: { error: 'Invalid API key' } }) },
      ],
    });
    const { exitCode } = await authrig(['smoke', 'jekimo', '--active', '--quiet'], {
      env: { AUTHRIG_JEKIMO_API_KEY: 'key-of-jekimo', AUTHRIG_JEKIMO_BASE_URL: `${server.origin}/app.php` },
      onMessage: (text) => {
        if (text.includes('--active: Jekimo makes one token')) said.push('told');
      },
    });
    await server[Symbol.asyncDispose]();
    expect(exitCode).toBe(4);
    expect(said.slice(0, 2)).toEqual(['told', 'asked']);
  });

  test('on a terminal one line counts, and is gone at the end', async () => {
    const { stderr } = await authrig(['smoke', '--sandbox'], {
      terminal: { columns: 80, rows: 24 },
      env: { NO_COLOR: '1' },
    });
    expect(stderr).toContain('Testing 4 keys.');
    expect(stderr.endsWith('\u001B[?25h')).toBe(true);
  });

  test('elsewhere it is one message', async () => {
    const { stderr } = await authrig(['smoke', '--sandbox']);
    expect(stderr).toBe('Testing 4 keys.\n');
  });
});

describe('the run', () => {
  test.each([
    [100, [], 0],
    [101, [], 300_000],
    [60, ['--calibrate'], 300_000],
  ])('R-JUV-3: %i keys of Juvlon, asked %j, take %i ms at the real host', async (count, argv, wait) => {
    nock.disableNetConnect();
    onTestFinished(() => {
      nock.cleanAll();
      nock.enableNetConnect();
    });
    const requests = argv.length === 0 ? count : 2 * count;
    nock('https://api2.juvlon.com')
      .post(path)
      .times(requests)
      .reply(200, (_uri, body) => {
        const { apiKey } = body as { apiKey: string };
        return apiKey === 'key-one-good' ? { code: 200, verify: 'false' } : { code: 403, status: 'Error' };
      });
    const clock = fakeClock({ auto: true });
    const list = join(temporaryFolder(), 'keys.csv');
    const rows = Array.from({ length: count }, (_, at) => `juvlon,key ${at},env:ONE`);
    writeFileSync(list, `provider,label,source\n${rows.join('\n')}\n`);
    const { exitCode, keys } = await smoke(['--keys', list, ...argv], {
      env: { ONE: 'key-one-good' },
      clock,
    });
    expect({ exitCode, count: keys.length }).toEqual({ exitCode: 0, count });
    expect(clock.monotonic()).toBe(wait);
    expect(nock.isDone()).toBe(true);
  });

  test('ends with the signal: what was tested is told, and the reports are whole and not green', async () => {
    const report = join(temporaryFolder(), 'report.json');
    const { exitCode, json, count } = await interrupted(['--json', '--report', `json=${report}`]);
    const keys = json().data?.['keys'] as TestedKey[];
    expect(exitCode).toBe(130);
    expect(json().error?.kind).toBe('cancelled');
    expect(keys.map(({ profile }) => profile)).toEqual(['key 0']);
    const { groups, ...whole } = JSON.parse(readFileSync(report, 'utf8')) as {
      exitCode: number;
      ended: unknown;
      groups: { cases: { outcome: string; exitCode: number; place: { line: number } }[] }[];
    };
    expect(groups[0]?.cases.map(({ outcome, exitCode: code }) => `${outcome} ${code}`)).toEqual([
      'passed 0',
      ...Array<string>(4).fill('inconclusive 8'),
    ]);
    expect(whole).toMatchObject({ exitCode: 130, ended: { exitCode: 130, reason: 'Stopped by SIGINT.' } });
    expect((await authrig(['report', 'merge', report])).exitCode).toBe(8);
    expect(groups[0]?.cases.map(({ place }) => place.line)).toEqual([2, 3, 4, 5, 6]);
    expect(count).toBe(2);
  });

  test('that ends with the signal prints the table of what was tested', async () => {
    const { exitCode, stdout, stderr } = await interrupted([]);
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^juvlon {2}key 0 {2}valid .*\n$/);
    expect(stderr).toContain('Stopped by SIGINT.');
  });

  test('that ends early is not green in TAP and JUnit either', async () => {
    const folder = temporaryFolder();
    const [tap, junit] = [join(folder, 'r.tap'), join(folder, 'r.xml')];
    await interrupted(['--report', `tap=${tap}`, '--report', `junit=${junit}`]);
    expect(readFileSync(tap, 'utf8').match(/^(?:not )?ok /gm)).toEqual([
      'ok ',
      ...Array<string>(4).fill('not ok '),
    ]);
    expect(readFileSync(junit, 'utf8')).toContain('tests="5" failures="0" errors="4" skipped="0"');
  });

  test('a part of the keys says in its report which part it is', async () => {
    await using server = await juvlon();
    const folder = store(server.origin, { a: 'key-a-good', b: 'key-b-good', c: 'key-c-good' });
    const report = join(folder, 'report.json');
    const argv = ['--shard', '2/2', '--report', `json=${report}`];
    const { keys } = await smoke(argv, { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect(keys.map(({ profile }) => profile)).toEqual(['b']);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      command: 'smoke',
      shard: { index: 2, of: 2 },
      groups: [{ name: 'juvlon', cases: [{ name: 'juvlon b', outcome: 'passed', exitCode: 0 }] }],
    });
  });

  test('a report that has no folder stops it before anything is asked', async () => {
    await using server = await juvlon();
    const folder = store(server.origin, { default: 'key-default-good' });
    const argv = ['--report', `junit=${join(folder, 'missing', 'report.xml')}`];
    expect((await smoke(argv, { env: { AUTHRIG_CONFIG_DIR: folder } })).exitCode).toBe(10);
    expect(server.requests).toEqual([]);
  });

  test('connections are reused, and no listener is left over', async () => {
    // Nock opens a connection for each call that it lets through.
    nock.restore();
    onTestFinished(() => nock.activate());
    await using server = await juvlon();
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const rows = Array.from({ length: 120 }, (_, at) => `juvlon,key ${at},env:ONE`);
    const list = join(temporaryFolder(), 'keys.csv');
    writeFileSync(list, `provider,label,source\n${rows.join('\n')}\n`);
    const { exitCode, keys } = await smoke(['--keys', list, '--concurrency', '30'], {
      env: { ONE: 'key-one-good', AUTHRIG_JUVLON_BASE_URL: server.origin },
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect({ exitCode, count: keys.length, warnings }).toEqual({ exitCode: 0, count: 120, warnings: [] });
    expect(server.requests).toHaveLength(120);
    expect(server.connections()).toBeLessThanOrEqual(30);
  });
});
