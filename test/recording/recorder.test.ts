import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { behaviours } from '../helpers/bad-server.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { harProblems, recorded, replayed } from '../helpers/recordings.ts';
import { writeRecording } from '../../src/recording/place.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { realClock } from '../helpers/real-clock.ts';
import { authrig } from '../helpers/rig.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

vi.setConfig({ testTimeout: 30_000 });

const pair = ['juvlon', 'verify', '--token', 'CANARY', '--otp', '9078'];
const key = 'juvlon-key-4711';
const env = (origin: string) => ({ AUTHRIG_JUVLON_API_KEY: key, AUTHRIG_JUVLON_BASE_URL: origin });
const good = { code: 200, status: 'Success', verify: 'true', transactionId: 7, token: 'CANARY', OTP: '9078' };
const path = '/v4/verifyOneTimeCode';

describe('--record', () => {
  test('writes HAR 1.2 that the published schema takes, for its owner alone', async () => {
    await using server = await scriptedServer({ [path]: [{ body: good }] });
    const { exitCode, har, file, run } = await recorded(pair, { env: env(server.origin) });
    expect(exitCode).toBe(0);
    expect(harProblems(har)).toEqual([]);
    expect(harProblems({ log: { entries: 1 } })).not.toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [entry] = har.log.entries;
    expect(entry).toMatchObject({
      request: { method: 'POST', url: `${server.origin}${path}`, httpVersion: 'HTTP/1.1' },
      response: { status: 200 },
      serverIPAddress: '127.0.0.1',
      _authrig: { direction: 'out', provider: 'juvlon', operation: 'verifyOneTimeCode', effect: 'consumes' },
    });
    expect(JSON.parse(entry?.request.postData?.text ?? '')).toEqual({
      apiKey: 'key#1',
      token: 'token#1',
      otp: 'otp#1',
    });
    expect(JSON.parse(entry?.response.content.text ?? '')).toMatchObject({
      token: 'token#1',
      OTP: 'otp#1',
      verify: 'true',
    });
    expect(run).toMatchObject({
      schemaVersion: 1,
      includesSecrets: false,
      command: 'juvlon verify',
      argv: ['juvlon', 'verify', '--token=token#1', '--otp=otp#1'],
      profile: { name: 'default', origin: 'default' },
      settings: {
        'juvlon.apiKey': { value: 'key#1', origin: 'environment' },
        'juvlon.baseUrl': { value: server.origin, origin: 'environment' },
      },
      versions: { authrig: '0.0.0-test', platform: 'linux' },
      verdict: { exitCode: 0 },
      document: { ok: true, data: { verify: true, token: 'token#1' } },
    });
  });

  test('times what happened, part by part', async () => {
    const clock = fakeClock();
    const slow = async () => {
      await clock.advance(120);
      return { body: good };
    };
    await using server = await scriptedServer({ [path]: [{ reply: slow }] });
    const { har } = await recorded(pair, { env: env(server.origin), clock });
    const [entry] = har.log.entries;
    const { blocked, dns, connect, ssl, send, wait, receive } = entry?.timings ?? ({} as never);
    expect(wait).toBe(120);
    expect([dns, ssl]).toEqual([-1, -1]);
    expect(connect).toBeGreaterThanOrEqual(0);
    expect(entry?.time).toBeCloseTo(blocked + connect + send + wait + receive, 2);
  });

  test('keeps what failed, with its error and its verdict', async () => {
    const { exitCode, har, run } = await recorded(pair, { env: env('http://127.0.0.1:1') });
    expect(exitCode).toBe(6);
    expect(harProblems(har)).toEqual([]);
    expect(har.log.entries[0]).toMatchObject({
      response: { status: 0 },
      _error: expect.stringContaining('refused the connection') as string,
      _authrig: { failure: { kind: 'network', sent: false } },
    });
    expect(run.verdict).toMatchObject({
      exitCode: 6,
      error: { kind: 'network', provider: { name: 'juvlon' } },
    });
  });

  test('keeps a command that ends before its first call, and its bad setting', async () => {
    const { exitCode, har, run } = await recorded(pair);
    expect(exitCode).toBe(4);
    expect(har.log.entries).toEqual([]);
    expect(run.verdict.error?.message).toContain('juvlon.apiKey is not set');
  });

  test.each(['reset', 'garbage', 'cutOff', 'html', 'hugeHeader'] as const)(
    'keeps an answer that is none: %s',
    async (fault) => {
      await using server = await scriptedServer({ [path]: [behaviours[fault]] });
      const { har, run, file, exitCode } = await recorded(pair, { env: env(server.origin) });
      expect(harProblems(har)).toEqual([]);
      expect(run.verdict.exitCode).toBe(exitCode);
      expect((await replayed(file)).exitCode).toBe(exitCode);
    },
  );

  test('S24: what looks like a secret in the words of a server is masked in the file and in the trace', async () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    const status = `no ada@example.com at +44 77 0090 0333 or +447700900444 with ${token}`;
    await using server = await scriptedServer({ [path]: [{ body: { code: 500, status } }] });
    const { text, stderr } = await recorded([...pair, '-v'], { env: env(server.origin) });
    expect(text).toMatch(/no email#1 at phone#\d or phone#\d with token#\d/);
    expect(stderr).toContain('no a•••@example.com at +44•••••333 or +44•••••444 with eyJh…dXJl');
    for (const leak of ['ada@', '0090', '7700900444', 'c2lnbmF0dXJl'])
      expect(text + stderr).not.toContain(leak);
  });

  test('--include-secrets must be typed out, and stands in the file', async () => {
    await using server = await scriptedServer({ [path]: [{ body: good }] });
    const { text, run, stderr } = await recorded([...pair, '--include-secrets'], { env: env(server.origin) });
    expect(stderr).toContain('holds keys, tokens and codes as they are');
    expect(text).toContain(key);
    expect(run).toMatchObject({ includesSecrets: true, pseudonyms: {} });
    const alone = await authrig([...pair, '--include-secrets']);
    expect(alone).toMatchObject({ exitCode: 2 });
    expect(alone.stderr).toContain('--record FILE');
  });

  test('the option of the same name that `config export` has says what it prints, and no more', async () => {
    const store = temporaryFolder();
    const settings = { AUTHRIG_CONFIG_DIR: store };
    await authrig(['config', 'set', 'juvlon.apiKey'], { env: settings, stdin: key });
    const alone = await authrig(['config', 'export', '--include-secrets'], { env: settings });
    expect(alone).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(key) as string });
    const { stdout, text, run } = await recorded(['config', 'export', '--include-secrets'], {
      env: settings,
    });
    expect(stdout).toContain(key);
    expect(text).not.toContain(key);
    expect(run.includesSecrets).toBe(false);
  });

  test('a file that is there is kept under another name, and stderr says which', async () => {
    const file = join(temporaryFolder(), 'case.har');
    writeFileSync(file, 'the refused customer');
    const outcome = await authrig([...pair, '--record', file]);
    expect(outcome.stderr).toContain(`${file} was there already: the older file is ${file}.1 now.`);
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('the refused customer');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('log._authrig.verdict.exitCode', 4);
  });

  test('of files of one name the last ten are there, the newest first', async () => {
    const file = join(temporaryFolder(), 'case.har');
    for (let run = 1; run <= 12; run += 1) await writeRecording(file, String(run));
    const names = [file, ...Array.from({ length: 9 }, (_, age) => `${file}.${age + 1}`)];
    expect(names.map((name) => readFileSync(name, 'utf8'))).toEqual(
      Array.from({ length: 10 }, (_, age) => String(12 - age)),
    );
    expect(existsSync(`${file}.10`)).toBe(false);
  });

  test('of many that are written at once none is lost', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'case.har');
    for (let round = 0; round < 10; round += 1) {
      const names = Array.from({ length: 5 }, (_, at) => `${round} ${at}`);
      await Promise.all(names.map((name) => writeRecording(file, name)));
      const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
      expect(kept).toEqual(expect.arrayContaining(names));
    }
    expect(readdirSync(folder).toSorted()).toEqual([
      'case.har',
      ...Array.from({ length: 9 }, (_, at) => `case.har.${at + 1}`),
    ]);
  });

  test('a recording that can not be written leaves the older one where it was', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'case.har');
    await writeRecording(file, 'the refused customer');
    vi.spyOn(Buffer, 'byteLength').mockReturnValueOnce(1_000_000);
    await expect(writeRecording(file, 'cut')).rejects.toMatchObject({ kind: 'local' });
    expect(readdirSync(folder)).toEqual(['case.har']);
    expect(readFileSync(file, 'utf8')).toBe('the refused customer');
  });

  test('F49: a full disk costs none of the older ones, the last included', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'case.har');
    for (let run = 1; run <= 10; run += 1) await writeRecording(file, String(run));
    const all = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
    const before = all();
    vi.spyOn(Buffer, 'byteLength').mockReturnValueOnce(1_000_000);
    await expect(writeRecording(file, 'cut')).rejects.toMatchObject({ kind: 'local' });
    expect(before).toHaveLength(10);
    expect(all()).toEqual(before);
  });

  test('S06: a link in the place of the file is refused, and what it leads to stays', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'target'), 'precious');
    symlinkSync(join(folder, 'target'), join(folder, 'link.har'));
    await using server = await scriptedServer({ [path]: [{ body: good }] });
    const refused = await authrig([...pair, '--record', join(folder, 'link.har')], {
      env: env(server.origin),
      clock: realClock,
    });
    expect(refused.exitCode).toBe(10);
    expect(refused.stderr).toContain('symbolic link');
    expect(server.requests).toEqual([]);
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('precious');
    expect(lstatSync(join(folder, 'link.har')).isSymbolicLink()).toBe(true);
  });

  test.each([
    ['a folder that is missing', 'missing/case.har', 'its folder does not exist'],
    ['a folder in its place', 'folder', 'it is a folder'],
  ])('%s is told before anything is sent', async (_name, name, why) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    await using server = await scriptedServer({ [path]: [{ body: good }] });
    const { exitCode, stderr, json } = await authrig([...pair, '--json', '--record', join(folder, name)], {
      env: env(server.origin),
      clock: realClock,
    });
    expect(exitCode).toBe(10);
    expect(stderr).toContain(why);
    expect(json().error?.kind).toBe('local');
    expect(server.requests).toEqual([]);
  });

  test('a recording is for its owner alone, whoever could read the older one, and nothing else is left beside the two', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'case.har');
    writeFileSync(file, 'older', { mode: 0o644 });
    chmodSync(file, 0o644);
    await authrig([...pair, '--record', file], { clock: realClock });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('log');
    expect(readdirSync(folder)).toEqual(['case.har', 'case.har.1']);
  });

  test('a folder that goes away in the meantime costs the recording and not the result', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'in'));
    const file = join(folder, 'in', 'case.har');
    await using server = await scriptedServer({
      [path]: [
        {
          reply: () => {
            rmSync(join(folder, 'in'), { recursive: true });
            return { body: good };
          },
        },
      ],
    });
    const { exitCode, json, stderr } = await authrig([...pair, '--json', '--record', file], {
      env: env(server.origin),
      clock: realClock,
    });
    expect(existsSync(file)).toBe(false);
    expect(exitCode).toBe(10);
    expect(json()).toMatchObject({ ok: false, data: { verify: true }, error: { kind: 'local' } });
    expect(stderr).toContain('could not be written');
  });
});
