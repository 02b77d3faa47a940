import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract as ekyc } from '../../src/providers/ekyc/contract.ts';
import { contract as elixir } from '../../src/providers/elixir/contract.ts';
import { contract as jekimo } from '../../src/providers/jekimo/contract.ts';
import { contract as juvlon } from '../../src/providers/juvlon/contract.ts';
import { contract as verifik } from '../../src/providers/verifik/contract.ts';
import { providers } from '../../src/providers/index.ts';
import { createLiteral } from '../../src/sandbox/literal.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import type { SandboxRequest } from '../../src/sandbox/vendor.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { type Answered, countingBytes, post } from '../helpers/sandbox.ts';

let running: Sandbox;
beforeEach(async () => {
  running = await startSandbox({
    clock: fakeClock(),
    randomBytes: countingBytes(),
    providers,
    switches: { 'sandbox.answers': 'docs-literal' },
  });
});
afterEach(() => running.close());

/** What a page prints for a member, whether it is JSON or not. */
const printed = ({ text }: Answered, name: string): string =>
  new RegExp(`"${name}": *"([^"]*)"`).exec(text)?.[1] ?? '';
const code = (provider: string, to: string): string =>
  running.outbox.list({ provider, to }).at(-1)?.code ?? '';

describe('ALL-12, ALL-05: Jekimo', () => {
  const call = (operation: string, headers: Record<string, string> = {}) =>
    post(`${running.origin}/jekimo/app.php/v1.1/auth/${operation}`, '', {
      'x-api-key': 'sandbox-jekimo-key',
      ...headers,
    });
  const [created, ok, ko, valid] = jekimo.check.examples;

  test('a whole login by the token of the page, each answer in its own text', async () => {
    const begun = await call('gettoken');
    expect(begun.text).toBe(jekimo.gettoken.examples[0]);
    expect(begun.headers['content-type']).toBe('application/json');
    expect(() => JSON.parse(begun.text)).toThrow(SyntaxError);
    const token = printed(begun, 'token');
    expect((await call('check', { token })).text).toBe(created);
    const [signIn] = running.signIns.list();
    expect(signIn?.id).not.toBe(token);
    running.signIns.decide(signIn?.id ?? '', { decision: 'approve' });
    expect((await call('check', { token })).text).toBe(valid);
  });

  test.each([
    [{ decision: 'approve', risk: true }, ok],
    [{ decision: 'deny' }, ko],
    [{ decision: 'timeout' }, jekimo.check.refusals[0]],
  ] as const)('%j', async (decision, text) => {
    const token = printed(await call('gettoken'), 'token');
    running.signIns.decide(running.signIns.list()[0]?.id ?? '', decision);
    expect((await call('check', { token })).text).toBe(text);
  });

  test('the newest login is the one that the token of the page stands for', async () => {
    await call('gettoken');
    const token = printed(await call('gettoken'), 'token');
    const [first, second] = running.signIns.list();
    running.signIns.decide(first?.id ?? '', { decision: 'deny' });
    expect((await call('check', { token })).text).toBe(created);
    running.signIns.decide(second?.id ?? '', { decision: 'approve' });
    expect((await call('check', { token })).text).toBe(valid);
  });

  test('JEK-24: what the page does not print is answered as it is: a pin, and a wrong key at check', async () => {
    const token = printed(await call('gettoken', { 'two-fa': 'true' }), 'token');
    running.signIns.decide(running.signIns.list()[0]?.id ?? '', { decision: 'approve', risk: true });
    expect((await call('check', { token })).json).toMatchObject({
      status: 'OK',
      risk: true,
      pin: expect.any(Number),
    });
    expect((await call('gettoken', { 'x-api-key': 'no' })).text).toBe(jekimo.gettoken.refusals[0]);
    expect((await call('check', { token, 'x-api-key': 'no' })).json).toEqual({ error: 'Invalid API key' });
  });
});

describe('ALL-12, ALL-05: Elixir', () => {
  const email = 'grace@example.com';
  const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    post(`${running.origin}/elixir/sdk/auth/v2/${path}`, body, {
      'x-api-key': 'sandbox-elixir-key',
      ...headers,
    });
  const signIn = async (): Promise<Answered> => {
    const sent = await call('signin/otp-login', { email });
    expect(sent.text).toBe(elixir.otpLogin.examples[0]);
    return call('signin/otp-verify', {
      transactionId: printed(sent, 'transactionId'),
      code: code('elixir', email),
    });
  };

  test('send, verify, refresh twice and sign out, by the ids and tokens of the page', async () => {
    const session = await signIn();
    expect(session.text).toBe(elixir.otpVerify.examples[0]);
    expect(() => JSON.parse(session.text)).toThrow(SyntaxError);
    const refreshed = await call('session/refresh', { refreshToken: printed(session, 'refreshToken') });
    expect(refreshed.text).toBe(elixir.refresh.examples[0]);
    const again = await call('session/refresh', { refreshToken: printed(refreshed, 'refreshToken') });
    expect(again.text).toBe(elixir.refresh.examples[0]);
    const authorization = `Bearer ${printed(again, 'token')}`;
    expect((await call('session/signout', {}, { authorization })).text).toBe(elixir.signout.examples[0]);
    expect((await call('session/signout', {}, { authorization })).text).toBe(elixir.signout.refusals[0]);
  });

  test('a refresh token that was used is refused, in the text of the page', async () => {
    const refreshToken = printed(await signIn(), 'refreshToken');
    await call('session/refresh', { refreshToken });
    const again = await call('session/refresh', { refreshToken });
    expect([again.status, again.text]).toEqual([400, elixir.refresh.refusals[0]]);
  });

  test('qr-verify', async () => {
    const qrValue = code('elixir', 'My Account > Security');
    expect((await call('signin/qr-verify', { qrValue })).text).toBe(elixir.qrVerify.examples[0]);
    expect((await call('signin/qr-verify', { qrValue })).text).toBe(elixir.qrVerify.refusals[0]);
  });

  test('a wrong code is not told in the words for a wrong key', async () => {
    const wrong = await call('signin/otp-verify', { transactionId: 'x', code: '1' });
    expect(wrong.json).toMatchObject({ error: { code: 1000 } });
    const keyless = await call('signin/otp-verify', {}, { 'x-api-key': 'no' });
    expect(keyless.text).toBe(elixir.otpVerify.refusals[0]);
  });

  test('ELX-07: a banned account is not told as an active one', async () => {
    const banned = 'banned@example.com';
    const sent = await call('signin/otp-login', { email: banned });
    const body = { transactionId: printed(sent, 'transactionId'), code: code('elixir', banned) };
    expect((await call('signin/otp-verify', body)).json).toMatchObject({
      data: { user: { status: 'BANNED' } },
    });
  });
});

describe('ALL-12: Verifik', () => {
  const call = (path: string, body: unknown) => post(`${running.origin}/verifik/v2/projects/${path}`, body);
  const phone = { countryCode: '+1', phone: 1234566663 };

  test('a whole login', async () => {
    expect((await call('phone-login', { ...phone, type: 'login' })).text).toBe(
      verifik.phoneLogin.examples[0],
    );
    const otp = code('verifik', '+11234566663');
    expect((await call('phone-login/confirm', { ...phone, otp })).text).toBe(
      verifik.phoneConfirm.examples[0],
    );
  });

  test('its refusals', async () => {
    const [format, missing] = verifik.phoneLogin.refusals;
    expect((await call('phone-login', { ...phone, phone: 'x', type: 'login' })).text).toBe(format);
    expect((await call('phone-login', {})).text).toBe(missing);
    const wrong = await call('phone-login/confirm', { ...phone, otp: '1' });
    expect([wrong.status, wrong.text]).toEqual([400, verifik.phoneConfirm.refusals[0]]);
  });

  test('R-VER-9: a client who wants a second factor is not told in the words for one who wants none', async () => {
    const wanting = { ...phone, phone: 1234566665 };
    const sent = await call('phone-login', { ...wanting, type: 'login' });
    expect(sent.json).toMatchObject({ data: { requires2FA: true } });
    const otp = code('verifik', '+11234566665');
    expect((await call('phone-login/confirm', { ...wanting, otp })).json).toEqual({
      data: { message: 'authenticator_otp_required' },
    });
  });
});

describe('ALL-12: eKYC', () => {
  const call = (path: string, body: object) =>
    post(
      `${running.origin}/ekyc/authen-api/api/v1/${path}`,
      { client_id: '84c2ad6c-62eb-4217-8f46-a66852e6fe92', ...body },
      { 'x-api-key': 'sandbox-ekyc-key' },
    );
  const [success] = ekyc.sessionToken.examples;
  const [inactive, invalid] = ekyc.sessionToken.refusals;

  test.each([
    ['customer@example.com', success],
    ['inactive@example.com', inactive],
    ['unknown@example.com', invalid],
  ])('session-token for %s', async (email, text) => {
    expect((await call('session-token', { email })).text).toBe(text);
  });

  test('toggle', async () => {
    const key = { type: 'TOTP', algorithm: 'SHA1', digits: 6, period: 30, secret: 'JBSWY3DPEHPK3PXP' };
    const enable = { email: 'ada@example.com', action: 'ENABLE', ...key };
    expect((await call('mfa/toggle', enable)).text).toBe(ekyc.toggle.examples[0]);
    expect((await call('mfa/toggle', { ...enable, digits: '6' })).text).toBe(ekyc.toggle.refusals[0]);
  });
});

describe('ALL-12: Juvlon', () => {
  const verify = (token: string, otp: string) =>
    post(`${running.origin}/juvlon/v4/verifyOneTimeCode`, { apiKey: 'sandbox-juvlon-key', token, otp });
  const [verified, error] = juvlon.verifyOneTimeCode.examples;

  test('the documented pair, and the error', async () => {
    expect((await verify('OJUWLB', '9078')).text).toBe(verified);
    expect((await verify('OJUWLB', '')).text).toBe(error);
  });

  test('a pair that is not verified is not told as one that is', async () => {
    expect((await verify('OJUWLB', '0000')).json).toMatchObject({ verify: 'false' });
  });

  test('another pair is told in the text of the page, and takes nothing from the documented one', async () => {
    expect((await verify('MINUTE', '0042')).text).toBe(verified);
    expect((await verify('OJUWLB', '9078')).text).toBe(verified);
    expect((await verify('OJUWLB', '9078')).json).toMatchObject({ verify: 'false' });
  });
});

test('a reset forgets what the values of the page stand for', async () => {
  const key = { 'x-api-key': 'sandbox-jekimo-key' };
  const auth = `${running.origin}/jekimo/app.php/v1.1/auth`;
  const token = printed(await post(`${auth}/gettoken`, '', key), 'token');
  running.reset();
  expect((await post(`${auth}/check`, '', { ...key, token })).text).toBe(jekimo.check.refusals[0]);
});

describe('how the page is read', () => {
  const request: SandboxRequest = {
    method: 'POST',
    path: '/',
    peer: '127.0.0.1',
    params: {},
    query: new URLSearchParams({ token: 'printed-token' }),
    headers: { authorization: 'Bearer printed-token' },
    body: '{"token":"printed-token"}',
  };
  const bare = { ...request, body: '', headers: {}, query: new URLSearchParams() };

  test('a value of the page is exchanged in body, query and headers, as it stands', () => {
    const literal = createLiteral(createTables().table('aliases'));
    const page = { examples: ['{"token":"printed-token"}'] };
    literal.write(page, bare, { body: { token: "real-$&-$'" } });
    const { body, query, headers } = literal.read(request);
    expect(body).toBe('{"token":"real-$&-$\'"}');
    expect(query.get('token')).toBe("real-$&-$'");
    expect(headers).toEqual({ authorization: "Bearer real-$&-$'" });
  });

  test('an answer that the page does not print at all goes out as it is', () => {
    const literal = createLiteral(createTables().table('aliases'));
    const answer = { status: 429, body: { code: 'TOO_MANY' } };
    expect(literal.write({ examples: ['{"code":"SUCCESS"}'] }, bare, answer)).toBe(answer);
    expect(literal.write({ examples: [] }, bare, answer)).toBe(answer);
    expect(literal.write({ examples: ['{"other":1}'] }, bare, { body: 'text' })).toEqual({ body: 'text' });
  });

  test('status and headers stay those of the answer', () => {
    const literal = createLiteral(createTables().table('aliases'));
    const answer = { status: 400, headers: { 'x-sandbox-hint': 'why' }, body: { error: 'No' } };
    expect(literal.write({ examples: ['{ "error": "No" // why\n}'] }, bare, answer)).toEqual({
      status: 400,
      headers: { 'content-type': 'application/json', 'x-sandbox-hint': 'why' },
      body: '{ "error": "No" // why\n}',
    });
  });
});
