import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v } from '../../../src/http/contract.ts';
import { contract } from '../../../src/providers/elixir/contract.ts';
import { sandbox } from '../../../src/providers/elixir/sandbox.ts';
import { readQrImage } from '../../../src/terminal/qr-image.ts';
import { fates } from '../../../src/sandbox/recipients.ts';
import { commandLineAt } from '../../helpers/sandbox-cli.ts';
import { paths } from '../../helpers/elixir.ts';
import { authrig } from '../../helpers/rig.ts';
import { ask, type Answered, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const apiKey = 'sandbox-elixir-key';
const keyed = { 'x-api-key': apiKey };
const email = 'grace@example.com';
let running: RunningSandbox;

beforeEach(async () => {
  running = await runSandbox({ elixir: sandbox });
});
afterEach(() => running.close());

type Call = keyof typeof paths;
type Data = Readonly<Record<string, unknown>>;

const send = async (call: Call, body: unknown, headers: Record<string, string> = keyed): Promise<Answered> =>
  post(`${running.origin}/elixir${paths[call]}`, body, headers);
const dataOf = ({ json }: Answered): Data => (json as { data: Data }).data;
const lastCode = (to = email): string => running.outbox.list({ provider: 'elixir', to }).at(-1)?.code ?? '';

const refusal = (error: object) => ({ code: -1, success: false, error: { status: 400, ...error } });
const wrongKey = refusal({ code: 1001, message: 'Invalid API Key' });
const wrongCredentials = refusal({ code: 1000, message: 'Invalid Credentials!' });
const usedRefreshToken = refusal({ code: 'INVALID_REFRESH_TOKEN' });

async function signIn(address = email): Promise<Data> {
  const { transactionId } = dataOf(await send('login', { email: address }));
  return dataOf(await send('verify', { transactionId, code: lastCode(address) }));
}

const claimsOf = (token: unknown): Data =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Data;

describe('ELX-30 the code', () => {
  test('ELX-03: is mailed: five digits in the outbox of the address', async () => {
    const answer = await send('login', { email });
    expect(v.is(contract.otpLogin.answer, answer.json)).toBe(true);
    expect(dataOf(answer)['transactionId']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(lastCode()).toMatch(/^\d{5}$/);
  });

  test("ELX-05: signs in, with the page's members and lives", async () => {
    const now = running.clock.now();
    const data = await signIn();
    expect(v.is(contract.otpVerify.answer, { code: 1, success: true, data })).toBe(true);
    expect(data).toMatchObject({
      tokenLifeMS: 30_000_000_000,
      tokenExpiry: now + 30_000_000_000,
      user: { status: 'ACTIVE', banReason: null },
      newAccount: true,
    });
    expect(claimsOf(data['token'])['exp']).toBe(Math.floor((now + 30_000_000_000) / 1000));
    expect(await signIn()).toMatchObject({ newAccount: false });
  });

  test('F37: works once', async () => {
    const { transactionId } = dataOf(await send('login', { email }));
    const body = { transactionId, code: lastCode() };
    expect((await send('verify', body)).status).toBe(200);
    const again = await send('verify', body);
    expect([again.status, again.json]).toEqual([400, wrongCredentials]);
  });

  test('F37: three wrong ones end it, two do not', async () => {
    for (const [wrong, status] of [
      [2, 200],
      [3, 400],
    ] as const) {
      const { transactionId } = dataOf(await send('login', { email }));
      const code = lastCode();
      const other = code === '00000' ? '00001' : '00000';
      for (let time = 0; time < wrong; time += 1) {
        expect((await send('verify', { transactionId, code: other })).status).toBe(400);
      }
      expect((await send('verify', { transactionId, code })).status).toBe(status);
    }
  });

  test('F37: expires after ten minutes', async () => {
    for (const [later, status] of [
      [599_999, 200],
      [600_000, 400],
    ] as const) {
      const { transactionId } = dataOf(await send('login', { email }));
      running.clock.advance(later);
      expect((await send('verify', { transactionId, code: lastCode() })).status).toBe(status);
    }
  });

  test('belongs to its own transaction', async () => {
    const { transactionId } = dataOf(await send('login', { email }));
    await send('login', { email: 'other@example.com' });
    const code = lastCode('other@example.com');
    expect(code).not.toBe(lastCode());
    expect((await send('verify', { transactionId, code })).status).toBe(400);
    for (const wrong of [undefined, 'none', 5, '__proto__']) {
      expect((await send('verify', { transactionId: wrong, code })).json).toEqual(wrongCredentials);
    }
  });

  test.each([undefined, '', 'grace', 'grace @example.com', 7, 'g@e\r\nx'])(
    'ELX-03: the address %j is no address',
    async (address) => {
      const before = running.outbox.list().length;
      expect((await send('login', { email: address })).json).toEqual(wrongCredentials);
      expect(running.outbox.list()).toHaveLength(before);
    },
  );
});

describe('ELX-30 sessions', () => {
  test('ELX-09, R-ELX-2: a refresh token works once, and the new one after it', async () => {
    const first = await signIn();
    const second = await send('refresh', { refreshToken: first['refreshToken'] });
    expect(v.is(contract.refresh.answer, second.json)).toBe(true);
    expect(dataOf(second)).toMatchObject({
      tokenLifeMS: 30_000_000_000,
      user: { status: 'ACTIVE', banReason: '' },
    });
    expect(dataOf(second)['refreshToken']).not.toBe(first['refreshToken']);
    const old = await send('refresh', { refreshToken: first['refreshToken'] });
    expect([old.status, old.json]).toEqual([400, usedRefreshToken]);
    expect((await send('refresh', { refreshToken: dataOf(second)['refreshToken'] })).status).toBe(200);
    expect((await send('refresh', { refreshToken: '' })).json).toEqual(usedRefreshToken);
    expect((await send('refresh', {})).json).toEqual(usedRefreshToken);
  });

  test.each(['{}', ''])('ELX-12, ELX-18: signout ends this device alone; body %j', async (body) => {
    const [phone, tablet] = [await signIn(), await signIn()];
    const out = (token: unknown) =>
      ask(`${running.origin}/elixir${paths.signout}`, {
        method: 'POST',
        headers: { ...keyed, authorization: `Bearer ${String(token)}` },
        body,
      });
    expect((await out(phone['token'])).json).toEqual(JSON.parse(contract.signout.examples[0]));
    expect((await out(phone['token'])).json).toEqual(wrongCredentials);
    expect((await send('refresh', { refreshToken: phone['refreshToken'] })).json).toEqual(usedRefreshToken);
    expect((await send('refresh', { refreshToken: tablet['refreshToken'] })).status).toBe(200);
  });

  test('an access token runs out', async () => {
    const { token } = await signIn();
    running.clock.advance(30_000_000_000);
    const authorization = `Bearer ${String(token)}`;
    expect((await send('signout', {}, { ...keyed, authorization })).json).toEqual(wrongCredentials);
  });

  test.each([undefined, 'Bearer', 'Bearer x', 'Basic x'])(
    'R-ELX-3: authorization %j',
    async (authorization) => {
      const headers = authorization === undefined ? keyed : { ...keyed, authorization };
      expect((await send('signout', {}, headers)).json).toEqual(wrongCredentials);
    },
  );

  test('ELX-07: a banned address signs in as a banned account', async () => {
    for (const address of ['banned@example.com', 'Banned@Example.com']) {
      expect(await signIn(address)).toMatchObject({
        user: { status: 'BANNED', banReason: 'Violation of the terms of service' },
      });
    }
  });
});

describe('ELX-30 the QR code', () => {
  const shown = (): string => lastCode('My Account > Security');

  test('ELX-14, ELX-15: lies in the outbox, signs in once, and tells neither user nor newAccount', async () => {
    expect(shown()).toMatch(/^REIKEY:[0-9a-f-]{36}$/);
    const value = shown();
    const answer = await send('qr', { qrValue: value });
    expect(v.is(contract.qrVerify.answer, answer.json)).toBe(true);
    expect(Object.keys(dataOf(answer))).toEqual(['token', 'tokenExpiry', 'tokenLifeMS', 'refreshToken']);
    expect(dataOf(answer)['tokenLifeMS']).toBe(31_557_600_000);
    expect((await send('qr', { qrValue: value })).json).toEqual(wrongCredentials);
    expect((await send('qr', { qrValue: 5 })).json).toEqual(wrongCredentials);
  });

  test('expires after ten minutes', async () => {
    running.clock.advance(600_000);
    expect((await send('qr', { qrValue: shown() })).json).toEqual(wrongCredentials);
  });

  test('a fresh one lies in the outbox when the last was used or has expired, and not before', async () => {
    const values = [shown()];
    await send('qr', { qrValue: 'REIKEY:guessed' });
    expect(shown()).toBe(values[0]);
    for (const later of [0, 0, 600_000]) {
      running.clock.advance(later);
      const { status } = await send('qr', { qrValue: shown() });
      expect(status).toBe(later === 0 ? 200 : 400);
      values.push(shown());
    }
    expect(new Set(values).size).toBe(4);
    expect((await send('qr', { qrValue: shown() })).status).toBe(200);
  });

  test('ELX-14: is issued by a page, for who has signed in', async () => {
    const page = `${running.origin}/elixir/my-account/security`;
    const own = await ask(page);
    expect([own.status, own.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const value = /<code>(REIKEY:[0-9a-f-]{36})<\/code>/.exec(own.text)?.[1];
    const image = /base64,([^"]+)"/.exec(own.text)?.[1] ?? '';
    expect(await readQrImage(Buffer.from(image, 'base64'))).toBe(value);
    expect((await send('qr', { qrValue: value })).status).toBe(200);

    expect((await ask(`${page}?email=${email}`)).status).toBe(404);
    await signIn();
    expect((await ask(`${page}?email=${email}`)).text).toContain('REIKEY:');
    const hostile = await ask(`${page}?email=${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(hostile.text).not.toContain('<script>');
  });
});

test.each(['login', 'verify', 'refresh', 'signout', 'qr'] as const)(
  'R-ELX-1: %s asks for the key first, under HTTP 400',
  async (call) => {
    for (const headers of [{}, { 'x-api-key': 'wrong' }]) {
      const answer = await send(call, {}, headers);
      expect([answer.status, answer.json]).toEqual([400, wrongKey]);
      expect(answer.headers['content-type']).toBe('application/json');
    }
  },
);

test.each(['{', '[]', 'email=grace@example.com'])('F70: the body %j is no request', async (body) => {
  const answer = await ask(`${running.origin}/elixir${paths.login}`, {
    method: 'POST',
    headers: keyed,
    body,
  });
  expect(answer.json).toEqual(wrongCredentials);
});

test('a reset brings everything back to the start', async () => {
  const { refreshToken } = await signIn();
  await post(`${running.origin}/__sandbox/reset`, {});
  expect((await send('refresh', { refreshToken })).json).toEqual(usedRefreshToken);
  expect(running.outbox.list()).toMatchObject([{ provider: 'elixir', to: 'My Account > Security' }]);
  expect(await signIn()).toMatchObject({ newAccount: true });
});

test('ELX-09, ELX-10, ELX-12: send, verify, refresh, token, signout, each in a process of its own', async () => {
  const env = {
    AUTHRIG_CONFIG_DIR: temporaryFolder(),
    AUTHRIG_ELIXIR_BASE_URL: `${running.origin}/elixir`,
    AUTHRIG_ELIXIR_API_KEY: apiKey,
    AUTHRIG_ELIXIR_EMAIL: email,
  };
  const run = async (...argv: string[]) => authrig(['elixir', ...argv], { env });
  expect((await run('send')).exitCode).toBe(0);
  const from = ['--otp-from', `url:${running.origin}/__sandbox/outbox`];
  const first = (await run('verify', ...from, '--json')).json().data;
  expect(first).toMatchObject({ newAccount: true });
  const second = (await run('refresh', '--json')).json().data;
  expect(second?.['refreshToken']).not.toBe(first?.['refreshToken']);
  expect((await run('token')).stdout).toBe(`${String(second?.['token'])}\n`);
  const slashed = { ...env, AUTHRIG_ELIXIR_BASE_URL: `${running.origin}/elixir/` };
  expect((await authrig(['elixir', 'token'], { env: slashed })).exitCode).toBe(0);
  expect((await run('signout', '--field', 'message')).stdout).toBe(
    'Session closed successfully for this device\n',
  );
  expect((await run('token')).exitCode).toBe(4);
  // The whole flow, with the code from the sandbox's own list of messages.
  expect((await run('otp', ...from)).exitCode).toBe(0);
});

describe('what the page leaves open, each reading of it', () => {
  const cli = async (argv: readonly string[], key = apiKey): Promise<number> =>
    (await commandLineAt(running).run(['elixir', ...argv], { env: { AUTHRIG_ELIXIR_API_KEY: key } }))
      .exitCode;
  const shown = (): string => lastCode('My Account > Security');
  const guessed = 'REIKEY:00000000-0000-4000-8000-000000000000';

  test.each([
    ['400', 400],
    ['200', 200],
  ])('R-ELX-1: elixir.refusalStatus=%s', async (value, status) => {
    running.switches.set('elixir.refusalStatus', value);
    expect(await send('qr', { qrValue: guessed })).toMatchObject({ status, json: wrongCredentials });
    expect(await send('login', { email }, {})).toMatchObject({ status, json: wrongKey });
    expect(await send('refresh', { refreshToken: 'x' })).toMatchObject({ status, json: usedRefreshToken });
    expect(await cli(['otp', '--email', email, '--otp', '1'])).toBe(3);
    expect(await cli(['otp', '--email', email, '--otp', '1'], 'wrong')).toBe(4);
    expect(await cli(['otp', '--email', email, ...commandLineAt(running).fromOutbox])).toBe(0);
  });

  test.each([
    ['key-first', wrongKey, 4],
    ['body-first', wrongCredentials, 3],
  ])('PRB-04: elixir.order=%s: both wrong', async (value, answer, exitCode) => {
    running.switches.set('elixir.order', value);
    expect((await send('qr', { qrValue: guessed }, {})).json).toEqual(answer);
    expect(await cli(['qr', guessed], 'wrong')).toBe(exitCode);
    expect(await cli(['qr', shown()], 'wrong')).toBe(4);
    expect(await cli(['qr', shown()])).toBe(0);
  });

  test('PRB-04: body-first: nothing is mailed, used up or closed without the key', async () => {
    running.switches.set('elixir.order', 'body-first');
    expect((await send('login', { email }, {})).json).toEqual(wrongKey);
    expect((await send('login', {}, {})).json).toEqual(wrongCredentials);
    expect(running.outbox.list({ to: email })).toEqual([]);
    const { transactionId } = dataOf(await send('login', { email }));
    const body = { transactionId, code: lastCode() };
    expect((await send('verify', body, {})).json).toEqual(wrongKey);
    for (let count = 0; count < 5; count += 1)
      expect((await send('verify', { ...body, code: 'x' }, {})).json).toEqual(wrongCredentials);
    const session = dataOf(await send('verify', body));
    const authorization = `Bearer ${String(session['token'])}`;
    const { refreshToken } = session;
    expect((await send('refresh', { refreshToken }, {})).json).toEqual(wrongKey);
    expect((await send('refresh', {}, {})).json).toEqual(usedRefreshToken);
    expect((await send('signout', {}, { authorization })).json).toEqual(wrongKey);
    expect((await send('signout', {}, {})).json).toEqual(wrongCredentials);
    expect((await send('refresh', { refreshToken })).status).toBe(200);
    expect((await send('signout', {}, { ...keyed, authorization })).status).toBe(200);
  });

  test('VER-23: sandbox.resendLimit: after so many mails an hour it is 429', async () => {
    running.switches.set('sandbox.resendLimit', '1');
    expect((await send('login', { email })).status).toBe(200);
    const { status, headers, json } = await send('login', { email: email.toUpperCase() });
    expect([status, headers['retry-after'], json]).toEqual([
      429,
      '60',
      { code: -1, success: false, error: { status: 429, message: 'Too many requests' } },
    ]);
    expect(await cli(['send', '--email', email])).toBe(7);
    running.clock.advance(3_600_000);
    expect(await cli(['send', '--email', email])).toBe(0);
  });

  test('ALL-05: sandbox.answers=docs-literal: the page’s session is no JSON, and 7', async () => {
    running.switches.set('sandbox.answers', 'docs-literal');
    expect(await cli(['otp', '--email', email, ...commandLineAt(running).fromOutbox])).toBe(7);
    expect(await cli(['qr', shown()])).toBe(0);
  });
});

describe('recipients whose sign-ins fail in a way that has a name', () => {
  /** What otp-login and otp-verify answer, and how the command ends. */
  const outcomes: Readonly<
    Record<string, readonly [sent: number, verified: number | undefined, exitCode: number]>
  > = {
    unknown: [400, undefined, 3],
    'rate-limited': [429, undefined, 7],
    expired: [200, 400, 3],
    locked: [200, 400, 3],
    banned: [200, 200, 4],
  };

  test.each(fates)('%s@example.com', async (fate) => {
    const [sent, verified, exitCode] = outcomes[fate] ?? [200, 200, 0];
    const address = `${fate}@example.com`;
    const answer = await send('login', { email: address });
    expect([answer.status, answer.headers['retry-after']]).toEqual([sent, sent === 429 ? '60' : undefined]);
    expect(running.outbox.list({ to: address })).toHaveLength(sent === 200 ? 1 : 0);
    if (verified !== undefined) {
      const body = { transactionId: dataOf(answer)['transactionId'], code: lastCode(address) };
      expect((await send('verify', body)).status).toBe(verified);
    }
    const { run, fromOutbox } = commandLineAt(running);
    expect((await run(['elixir', 'otp', '--email', address, ...fromOutbox])).exitCode).toBe(exitCode);
  });
});
