import { describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nothings, probeWire } from '../../helpers/probe-wire.ts';
import { ask as request, post } from '../../helpers/sandbox.ts';
import { authrig } from '../../helpers/rig.ts';
import { sandboxOf, smoke } from '../../helpers/smoke.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const wire = probeWire('https://api.verifik.co', 'GET', '/v2/clients/me');
const now = Date.UTC(2026, 0, 1);

/** A JSON Web Token that expires so many milliseconds from now. */
function tokenFor(lifeMs: number, name = 'a'): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part({ name, exp: Math.floor((now + lifeMs) / 1000) })}.c2lnbmF0dXJl`;
}

/** Keeps tokens as a login would, by account. */
function keep(tokens: Readonly<Record<string, string>>, baseUrl = 'https://api.verifik.co'): string {
  const folder = temporaryFolder();
  const place = join(folder, 'sessions', 'default', 'sessions');
  mkdirSync(place, { recursive: true, mode: 0o700 });
  for (const [account, accessToken] of Object.entries(tokens)) {
    const digest = createHash('sha256')
      .update(JSON.stringify(['verifik', baseUrl, account]))
      .digest('hex');
    const times = { receivedAt: now, expiresAt: now + 30 * 86_400_000 };
    const value = {
      provider: 'verifik',
      baseUrl,
      account,
      ...times,
      tokens: { accessToken, tokenType: 'bearer' },
    };
    writeFileSync(
      join(place, `verifik-${digest.slice(0, 24)}.json`),
      JSON.stringify({ schemaVersion: 1, storedAt: now, value }),
      { mode: 0o600 },
    );
  }
  return folder;
}

const token = tokenFor(86_400_000);
const ask = (...argv: string[]) =>
  smoke(['verifik', ...argv], { env: { AUTHRIG_CONFIG_DIR: keep({ '+11234566663': token }) } });

/** The members that the documentation lists, secrets among them. */
const account = {
  data: {
    _id: '613375a1eab2fe08527f81e2',
    email: 'client@example.com',
    phone: '1234566663',
    active: true,
    otp: '$2a$10$fdoxDgtv6J7E4nnZoCORSOiUbpCGOOE5JWghrvAUNZIoX5h81zJLq',
    JWTPhrase: 'phrase-of-the-client',
  },
};

describe('PRB-02: on the wire', () => {
  test('R-VER-7: one GET with the kept token, and nothing of the answer shown', async () => {
    wire.answers(account);
    const { keys, exitCode, stdout, stderr } = await ask('--verbose');
    expect(exitCode).toBe(0);
    expect(keys).toMatchObject([{ provider: 'verifik', profile: 'default', verdict: 'valid' }]);
    expect(wire.left()).toMatchObject([
      { method: 'GET', path: '/v2/clients/me', headers: { authorization: `Bearer ${token}` }, body: '' },
    ]);
    for (const secret of [
      token,
      account.data.otp,
      account.data.email,
      account.data.phone,
      account.data.JWTPhrase,
    ])
      expect(stdout + stderr).not.toContain(secret);
  });

  test.each([
    ['401 {error}', { error: 'Unauthorized' }, 401, 'invalid', 4],
    ['401 {code}', { code: 'Unauthorized', message: 'Token inválido o vencido.' }, 401, 'invalid', 4],
    ['Unauthorized under 200', { error: 'Unauthorized' }, 200, 'invalid', 4],
    ['403', { error: 'Forbidden' }, 403, 'inconclusive', 8],
    ['402', { code: 'PaymentRequired', message: 'no credits' }, 402, 'inconclusive', 8],
    ['404', { code: 'NotFound', message: 'Record_not_found' }, 404, 'inconclusive', 8],
    ['404 with an account', account, 404, 'inconclusive', 8],
    ['an account that is not active', { data: { ...account.data, active: false } }, 200, 'inconclusive', 8],
    ['ALL-06: "false" is false', { data: { ...account.data, active: 'false' } }, 200, 'inconclusive', 8],
    ['ALL-06: 1 is no boolean', { data: { ...account.data, active: 1 } }, 200, 'inconclusive', 8],
    ['an account without an id', { data: { active: true } }, 200, 'inconclusive', 8],
  ])('%s', async (_what, answer, status, verdict, exitCode) => {
    wire.answers(answer, status);
    const found = await ask();
    expect(found.keys).toMatchObject([{ verdict }]);
    expect(found.exitCode).toBe(exitCode);
  });

  test.each(nothings)('%s is inconclusive, never invalid', async (_what, answer, status) => {
    wire.answers(answer, status);
    const { keys, exitCode } = await ask();
    expect({ exitCode, verdict: keys[0]?.verdict }).toEqual({ exitCode: 8, verdict: 'inconclusive' });
  });

  test('PRB-06: 403 where a false token gets 401 means that the token passed', async () => {
    wire.answers({ error: 'Forbidden' }, 403);
    wire.answers({ error: 'Unauthorized' }, 401);
    const { keys } = await ask('--calibrate');
    expect(keys).toMatchObject([{ verdict: 'valid' }]);
    const [, other] = wire.left().map(({ headers }) => String(headers['authorization']));
    expect(other).toMatch(/^Bearer [xX0]+\.[xX0]+\.[xX0]+$/);
    expect(other?.length).toBe(`Bearer ${token}`.length);
  });
});

test('PRB-02: a token that says itself that it expired is not asked about', async () => {
  const folder = keep({ '+11234566663': tokenFor(-1000) });
  const { keys, exitCode } = await smoke(['verifik'], { env: { AUTHRIG_CONFIG_DIR: folder } });
  expect(exitCode).toBe(4);
  expect(keys).toMatchObject([{ verdict: 'invalid', reason: expect.stringContaining('expired') as string }]);
});

test('every kept token of the host is tested, told apart by a masked account; another host’s is left alone', async () => {
  const folder = keep({
    '+11234566663': tokenFor(86_400_000, 'a'),
    'ada@example.com': tokenFor(86_400_000, 'b'),
  });
  wire.answers(account);
  wire.answers({ error: 'Unauthorized' }, 401);
  const { keys, exitCode } = await smoke(['verifik', '--concurrency', '1'], {
    env: { AUTHRIG_CONFIG_DIR: folder },
  });
  expect(exitCode).toBe(4);
  expect(keys.map(({ profile }) => profile).toSorted()).toEqual([
    'default +11•••••663',
    'default a•••@example.com',
  ]);
  const elsewhere = await smoke(['verifik'], {
    env: { AUTHRIG_CONFIG_DIR: folder, AUTHRIG_VERIFIK_BASE_URL: 'http://127.0.0.1:9' },
  });
  expect(elsewhere).toMatchObject({ exitCode: 8, keys: [] });
});

test('R-VER-7: the sandbox knows the tokens that it gave out, and no others', async () => {
  const { settings, outbox, recipients, machineClock, close } = await sandboxOf();
  const baseUrl = settings['verifik.baseUrl'] ?? '';
  const phone = { countryCode: '+1', phone: '1234566663' };
  await post(`${baseUrl}/v2/projects/phone-login`, { ...phone, type: 'login' });
  const otp = outbox.list({ provider: 'verifik' }).at(-1)?.code;
  const confirmed = await post(`${baseUrl}/v2/projects/phone-login/confirm`, { ...phone, otp });
  const { accessToken } = (confirmed.json as { data: { accessToken: string } }).data;
  const me = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const { status, json } = await request(`${baseUrl}/v2/clients/me`, { headers });
    return [status, json];
  };
  for (const scheme of ['Bearer ', 'JWT ', 'jwt ', '']) {
    expect(await me(scheme + accessToken)).toMatchObject([
      200,
      { data: { active: true, phone: '+11234566663' } },
    ]);
  }
  for (const other of [undefined, 'Bearer', 'Bearer nothing'])
    expect(await me(other)).toEqual([401, { error: 'Unauthorized' }]);
  recipients.arrange('+11234566663', { fate: 'banned' });
  expect(await me(`Bearer ${accessToken}`)).toMatchObject([200, { data: { active: false } }]);
  await machineClock.advance(30 * 86_400_000);
  expect(await me(`Bearer ${accessToken}`)).toEqual([401, { error: 'Unauthorized' }]);
  await close();
});

test('Verifik has no key before a login, and a sandbox of one command none at all', async () => {
  const { exitCode, stderr } = await authrig(['smoke', 'verifik', '--sandbox']);
  expect(exitCode).toBe(8);
  expect(stderr).toContain('no key of verifik');
});
