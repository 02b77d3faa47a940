import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { behaviours, body as bytes, redirect, status } from '../../helpers/bad-server.ts';
import * as elixir from '../../helpers/elixir.ts';
import * as jekimo from '../../helpers/jekimo.ts';
import * as juvlon from '../../helpers/juvlon.ts';
import { type Judged, plantedMachine } from '../../helpers/planted.ts';
import { proxyServer, type ProxyOptions } from '../../helpers/proxy-server.ts';
import { type Reply, type ScriptedServer, scriptedServer } from '../../helpers/scripted-server.ts';
import { testCa, tlsServer } from '../../helpers/tls-server.ts';
import * as verifik from '../../helpers/verifik.ts';
import { jump, warp } from '../../helpers/warp.ts';

/** The kinds of call that a sign-in is made of, each with the answer that it is happy with. */
const calls = {
  'an OTP is sent': {
    argv: () => ['verifik', 'send'],
    path: verifik.login,
    good: verifik.sent({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
  },
  'a code is exchanged': {
    argv: () => ['verifik', 'phone', '--otp', '123456'],
    path: verifik.confirm,
    good: verifik.confirmed(),
  },
  'a token is refreshed': {
    argv: (refreshFile: string) => ['elixir', 'refresh', '--refresh-token-from', `file:${refreshFile}`],
    path: elixir.paths.refresh,
    good: elixir.success(elixir.session(1)),
  },
  'a QR code is made': {
    argv: () => ['jekimo', 'request', '--qr', 'none'],
    path: '/v1.1/auth/gettoken',
    good: jekimo.tokenAnswer(),
  },
  'a sign-in is looked at': {
    argv: () => ['jekimo', 'check', jekimo.token],
    path: '/v1.1/auth/check',
    good: jekimo.ok,
  },
  'a pair is verified': {
    argv: () => ['juvlon', 'verify', '--token', juvlon.pair.token, '--otp', juvlon.pair.otp],
    path: juvlon.path,
    good: juvlon.verified(),
  },
} as const;
type CallName = keyof typeof calls;
const names = Object.keys(calls) as CallName[];

/** Every provider at this origin. */
function at(origin: string): Record<string, string> {
  return Object.fromEntries(
    ['JEKIMO', 'VERIFIK', 'ELIXIR', 'EKYC', 'JUVLON'].map((name) => [`AUTHRIG_${name}_BASE_URL`, origin]),
  );
}

/** What calls on the way to the faulty one need. */
const onTheWay = { [verifik.login]: [calls['an OTP is sent'].good] };

/** Makes one kind of call on a machine of its own, as text or as JSON. */
async function make(
  name: CallName,
  origin: string,
  mode: readonly string[] = ['--json'],
  env: Record<string, string> = {},
): Promise<Judged> {
  const machine = plantedMachine({ ...at(origin), ...env });
  return machine.run([...calls[name].argv(machine.refreshFile), ...mode]);
}

/** Makes every kind of call against the fault, and the first one as text too; each goes out once. */
async function makeAll(reply: Reply): Promise<Judged[]> {
  const one = async (name: CallName, mode?: readonly string[]): Promise<Judged> => {
    await using server = await scriptedServer({ ...onTheWay, [calls[name].path]: [reply] });
    const judged = await make(name, server.origin, mode);
    expect(server.at(calls[name].path)).toHaveLength(1);
    return judged;
  };
  return Promise.all([...names.map((name) => one(name)), one('an OTP is sent', ['--verbose'])]);
}

const page = '<!DOCTYPE html><html><title>Log in to the Wi-Fi</title></html>';
const html = { 'Content-Type': 'text/html' };
const utf16 = Buffer.from('\uFEFF{"status":"OK"}', 'utf16le');
const noText = Buffer.from([0xff, 0xfe, 0x80, 0xc0, 0x7b]);

/** Six is the network, seven the provider. */
const faults: readonly (readonly [name: string, reply: Reply, exitCode: number, told: RegExp])[] = [
  ['F03: a reset', behaviours.reset, 6, /broke off the connection|closed the connection/],
  ['F04: an empty reply', behaviours.empty, 6, /closed the connection without an answer/],
  ['F07: a body that is cut off', behaviours.cutOff, 6, /was cut off/],
  ['F08: garbage for HTTP', behaviours.garbage, 7, /broken HTTP/],
  ['F08: a bad chunk', behaviours.badChunk, 7, /broken HTTP/],
  ['F10: huge headers', behaviours.hugeHeader, 7, /headers are larger/],
  ['F11: a page', { body: page, headers: html }, 7, /web page.*\(text\/html\).*Wi-Fi/],
  ['F12: an empty body', { body: '' }, 7, /empty body/],
  ['F12: 204', status('204 No Content'), 7, /HTTP 204 with an empty body/],
  ['F13: null', { body: 'null' }, 7, /is null|does not allow/],
  ['F13: an array', { body: '[]' }, 7, /does not allow|is missing/],
  ['F13: a text', { body: '"OK"' }, 7, /does not allow/],
  ['F13: an empty object', { body: '{}' }, 7, /is missing/],
  ['F13: JSON with bytes behind it', { body: '{"status": "OK"}]' }, 7, /JSON that is broken/],
  ['F17: UTF-16', bytes(utf16), 7, /not JSON/],
  ['F17: bytes that are no text', bytes(noText), 7, /not JSON/],
  ['F19: 400 with a page', { status: 400, body: page, headers: html }, 7, /HTTP 400 with a web page/],
  ['F19: 400 with a text', { status: 400, body: 'Bad request' }, 7, /HTTP 400/],
  ['F22: 429', { status: 429, headers: { 'Retry-After': '7' }, body: '' }, 7, /7 s/],
  ['F23: 500', { status: 500, body: { oops: true } }, 7, /HTTP 500/],
  ['F23: 503', { status: 503, body: 'Unavailable' }, 7, /HTTP 503/],
  ['F24: 999', status('999 Odd'), 7, /999 does not exist/],
  ['F24: 101', behaviours.switched, 7, /101/],
  ['F24: 304', status('304 Not Modified'), 7, /HTTP 304/],
  ['F25: a redirect elsewhere', redirect('https://evil.example/take'), 7, /not followed/],
  ['F25: a redirect to a file', redirect('file:///etc/passwd'), 7, /not followed/],
];

describe('every kind of call', { timeout: 60_000 }, () => {
  test.each(faults)('%s', async (_name, reply, exitCode, told) => {
    for (const judged of await makeAll(reply)) {
      expect(judged.told).toMatch(told);
      expect(judged.exitCode).toBe(exitCode);
    }
  });

  test('F01: a refused connection names host and port', async () => {
    const gone = await scriptedServer({});
    await gone[Symbol.asyncDispose]();
    const refused = await Promise.all(names.map((name) => make(name, gone.origin)));
    for (const { exitCode, told } of refused) {
      expect(exitCode).toBe(6);
      expect(told).toContain(`${new URL(gone.origin).host} refused the connection`);
    }
  });

  test('F02: a name that nobody knows is told as DNS, with the name', async () => {
    const unknown = await Promise.all(names.map((name) => make(name, 'https://nobody.invalid')));
    for (const { exitCode, told } of unknown) {
      expect(exitCode).toBe(6);
      expect(told).toContain('nobody.invalid');
      expect(told).toContain('DNS');
    }
  });

  test.each([
    ['F05: no answer', behaviours.silent, 'did not answer within 10 s'],
    ['F06: an answer that drips', behaviours.dribble, 'did not finish its answer within 10 s'],
  ] as const)('%s ends after its ten seconds', async (_name, reply, told) => {
    const one = async (name: CallName): Promise<void> => {
      await using server = await scriptedServer({ ...onTheWay, [calls[name].path]: [reply] });
      const machine = plantedMachine(at(server.origin));
      const argv = [...calls[name].argv(machine.refreshFile), '--json'];
      const judged = await machine.run(argv, { nodeOptions: warp(10) });
      expect(judged.told).toContain(told);
      expect(judged.exitCode).toBe(6);
    };
    await Promise.all(names.map(one));
  });

  test.each([
    ['F09: a body without end', behaviours.endless],
    ['F09: 256 MB', behaviours.quarterGigabyte],
    ['F09: a gzip bomb', behaviours.gzipBomb],
  ] as const)('%s is read no further than 10 MB', async (_name, reply) => {
    for (const name of ['a code is exchanged', 'a sign-in is looked at'] as const) {
      await using server = await scriptedServer({ ...onTheWay, [calls[name].path]: [reply] });
      const judged = await make(name, server.origin);
      expect(judged.told).toContain('larger than 10 MB');
      expect(judged.exitCode).toBe(7);
    }
  });

  test('F13: a byte order mark is no fault', async () => {
    const one = async (name: CallName): Promise<void> => {
      const { path, good } = calls[name];
      const { body } = good as { body: unknown };
      const marked = { body: `\uFEFF${JSON.stringify(body)}` };
      await using server = await scriptedServer({ ...onTheWay, [path]: [marked] });
      expect(await make(name, server.origin)).toMatchObject({ exitCode: 0, json: { ok: true } });
    };
    await Promise.all(names.map(one));
  });
});

/** The answer of a call with members of its body, or of its `data`, replaced. */
function changed(name: CallName, more: Readonly<Record<string, unknown>>): Reply {
  const { body } = calls[name].good as { body: Record<string, unknown> };
  const { data } = body;
  return { body: typeof data === 'object' ? { ...body, data: { ...data, ...more } } : { ...body, ...more } };
}

async function answered(name: CallName, reply: Reply, mode?: readonly string[]): Promise<Judged> {
  await using server = await scriptedServer({ ...onTheWay, [calls[name].path]: [reply] });
  return await make(name, server.origin, mode);
}

describe('what an answer holds', { timeout: 60_000 }, () => {
  test.each<[CallName, string, readonly unknown[]]>([
    ['a code is exchanged', 'accessToken', [7, {}, [], true]],
    ['a token is refreshed', 'tokenExpiry', ['soon', {}, -1, 1e300]],
    ['a sign-in is looked at', 'status', [7, {}, null, true]],
    ['a pair is verified', 'verify', [7, {}, null]],
  ])('F14: %s, and "%s" has the wrong type', async (name, member, wrong) => {
    const ends = await Promise.all(wrong.map((value) => answered(name, changed(name, { [member]: value }))));
    for (const { exitCode, told } of ends) {
      expect(exitCode).toBe(7);
      expect(told).toContain(member);
    }
  });

  test.each<[CallName, string]>([
    ['a code is exchanged', 'accessToken'],
    ['a token is refreshed', 'token'],
    ['a QR code is made', 'token'],
  ])('F15: %s, and "%s" is no token: nothing is kept', async (name, member) => {
    const wrong = [undefined, '', {}, 'x'.repeat(1_000_000), 'two\nlines', 'nul\0nul'];
    const ends = await Promise.all(wrong.map((value) => answered(name, changed(name, { [member]: value }))));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual(wrong.map(() => 7));
  });

  test('F16: a number beyond 2^53 is kept exact', async () => {
    const body = JSON.stringify((juvlon.verified() as { body: unknown }).body).replace(
      '"327"',
      '9007199254740993',
    );
    const { exitCode, json } = await answered('a pair is verified', { body });
    expect(exitCode).toBe(0);
    expect(json.data).toMatchObject({ transactionId: '9007199254740993' });
  });

  test('F18: __proto__ gives nothing, and of members that stand twice the last one counts', async () => {
    const good = JSON.stringify((jekimo.ok as { body: unknown }).body).slice(1, -1);
    const look = (body: string) => answered('a sign-in is looked at', { body });
    expect(await look(`{"__proto__": {${good}}}`)).toMatchObject({ exitCode: 7 });
    expect(await look(`{"status": "KO", ${good}}`)).toMatchObject({ exitCode: 0 });
    expect(await look(`{${good}, "status": "KO"}`)).toMatchObject({ exitCode: 3 });
  });

  test('F20: a refresh token that is refused ends with 4 and says how to sign in', async () => {
    const { exitCode, told } = await answered('a token is refreshed', elixir.usedRefreshToken);
    expect(exitCode).toBe(4);
    expect(told).toContain('authrig elixir otp');
  });

  test.each(['7', '-1', 'abc', '86400', new Date(Date.now() + 60_000).toUTCString()])(
    'F22: Retry-After: %s',
    async (after) => {
      const { exitCode, json } = await answered('a sign-in is looked at', {
        status: 429,
        headers: { 'Retry-After': after },
      });
      expect(exitCode).toBe(7);
      expect(json.error?.retryable).toBe(true);
    },
  );
});

/** Waits for a sign-in that is looked at with these answers, in a time that runs thirty times faster. */
async function wait(
  checks: readonly Reply[],
  more: readonly string[] = [],
  nodeOptions = warp(30),
): Promise<Judged & { readonly checks: number }> {
  await using server = await scriptedServer({ '/v1.1/auth/check': checks });
  const machine = plantedMachine(at(server.origin));
  const judged = await machine.run(['jekimo', 'wait', jekimo.token, ...more], { nodeOptions });
  return { ...judged, checks: server.requests.length };
}

describe('a wait', { timeout: 60_000 }, () => {
  const { created, ok } = jekimo;

  test.each<[string, Reply]>([
    ['F03: a reset', behaviours.reset],
    ['F04: an empty reply', behaviours.empty],
    ['F07: a cut answer', behaviours.cutOff],
    ['F12: an empty body', { body: '' }],
    ['F23: 503', { status: 503, body: 'Unavailable' }],
    ['F29: the network goes away', behaviours.reset],
  ])('%s, then again what is right: it ends well, and each is told once', async (_name, trouble) => {
    const { exitCode, checks, stderr } = await wait([created, trouble, trouble, created, ok]);
    expect(exitCode, stderr).toBe(0);
    expect(checks).toBe(5);
    expect(stderr.match(/answers again/g)).toHaveLength(1);
  });

  test.each<[string, Reply, number]>([
    ['F01, F03: resets', behaviours.reset, 6],
    ['F23: 500', { status: 500, body: 'no' }, 7],
  ])('%s to the end: the last one is what is told', async (_name, trouble, exitCode) => {
    const ended = await wait([created, trouble]);
    expect(ended.exitCode, ended.stderr).toBe(exitCode);
    expect(ended.checks).toBeLessThan(10);
  });

  test.each<[number, number]>([
    [403, 4],
    [401, 4],
  ])('F20, F21: %i ends it at once', async (code, exitCode) => {
    expect(await wait([created, { status: code, body: '' }])).toMatchObject({ exitCode, checks: 2 });
  });

  test('F22: a Retry-After of a day ends at the deadline', async () => {
    const day = { status: 429, headers: { 'Retry-After': '86400' }, body: '' };
    expect(await wait([created, day])).toMatchObject({ exitCode: 7, checks: 2 });
  });

  test('F31: "slow down" three times adds five seconds each, and the sign-in ends well', async () => {
    const slow = { status: 429, body: '' };
    const began = performance.now();
    const { exitCode, checks } = await wait([slow, slow, slow, ok]);
    expect({ exitCode, checks }).toEqual({ exitCode: 0, checks: 4 });
    expect(performance.now() - began).toBeGreaterThan((10_000 + 15_000 + 20_000) / 30);
  });

  test('F36: a wall clock that jumps an hour makes no burst', async () => {
    const { exitCode, checks } = await wait([created, created, ok], ['--interval', '1'], jump(3_600_000));
    expect({ exitCode, checks }).toEqual({ exitCode: 0, checks: 3 });
  });
});

describe('the way to the server', { timeout: 60_000 }, () => {
  const request = async (env: Record<string, string>): Promise<Judged> =>
    plantedMachine(env).run(['jekimo', 'request', '--qr', 'none', '--json']);

  test.each([
    ['self-signed.pem', {}, {}, 'has a self-signed certificate'],
    ['expired.pem', {}, { NODE_EXTRA_CA_CERTS: testCa }, 'has a certificate that has expired'],
    ['other-host.pem', {}, { NODE_EXTRA_CA_CERTS: testCa }, 'has a certificate for another host'],
    ['server.pem', {}, {}, 'that this machine does not know'],
    [
      'server.pem',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const,
      {},
      'no longer safe',
    ],
  ])('F26: %s %j', async (certificate, options, env, told) => {
    await using server = await tlsServer(certificate, options);
    const { exitCode, told: said } = await request({ ...at(`https://127.0.0.1:${server.port}`), ...env });
    expect(exitCode).toBe(6);
    expect(said).toContain(told);
    expect(said).not.toMatch(/insecure|UNAUTHORIZED/i);
  });

  const password = 'pw-planted-77c1d0aa';
  const behind = async (options: ProxyOptions, more: Record<string, string> = {}) => {
    await using proxy = await proxyServer(options);
    const judged = await request({
      ...at('https://api.invalid'),
      HTTPS_PROXY: proxy.url.replace('://', `://name:${password}@`),
      ...more,
    });
    expect(judged.stdout + judged.stderr).not.toContain(password);
    expect(judged.exitCode).toBe(6);
    return { said: judged.told, connects: proxy.connects, address: proxy.address };
  };

  test.each<[string, ProxyOptions, string]>([
    ['407', { credentials: 'name:other' }, '407'],
    ['502', {}, 'HTTP 502'],
    ['a page', { answer: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>' }, 'TLS handshake'],
  ])('F27: a proxy that answers %s is named, without its password', async (_name, options, told) => {
    const { said, address } = await behind(options);
    expect(said).toContain(told);
    expect(said).toContain(`via proxy ${address}`);
  });

  test('F27: NO_PROXY passes it by', async () => {
    const { said, connects } = await behind({}, { NO_PROXY: '.invalid' });
    expect(connects).toEqual([]);
    expect(said).toContain('DNS');
  });

  test('F27: a dead proxy', async () => {
    const gone: ScriptedServer = await scriptedServer({});
    await gone[Symbol.asyncDispose]();
    const { exitCode, told } = await request({ ...at('https://api.invalid'), HTTPS_PROXY: gone.origin });
    expect(exitCode).toBe(6);
    expect(told).toContain(`via proxy ${new URL(gone.origin).host}`);
  });

  test.each([
    [600_000, 'behind'],
    [-600_000, 'ahead of'],
  ])('F28: a server whose clock is %i ms away', async (milliseconds, told) => {
    const date = new Date(Date.now() + milliseconds).toUTCString();
    await using server = await scriptedServer({ '/': [{ headers: { Date: date }, body: 'x' }] });
    const machine = plantedMachine();
    const file = join(machine.home, 'totp-secret');
    writeFileSync(file, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', { mode: 0o600 });
    const from = ['--secret-from', `file:${file}`, '--clock-from', `${server.origin}/`];
    const { exitCode, stderr } = await machine.run(['totp', 'code', ...from]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(told);
  });
});
