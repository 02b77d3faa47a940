import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decode } from '../../../src/http/contract.ts';
import { expiryOf } from '../../../src/flow/jwt.ts';
import { contract } from '../../../src/providers/verifik/contract.ts';
import {
  documentedPhone,
  sandbox,
  secondFactorPhone,
  smsPhone,
  unknownEmail,
  unknownPhone,
} from '../../../src/providers/verifik/sandbox.ts';
import { fates } from '../../../src/sandbox/recipients.ts';
import { commandLineAt } from '../../helpers/sandbox-cli.ts';
import { type Answered, ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

let running: RunningSandbox;
beforeEach(async () => {
  running = await runSandbox({ verifik: sandbox });
});
afterEach(() => running.close());

const base = () => `${running.origin}/verifik/v2/projects`;
const login = (more: object = {}): Promise<Answered> =>
  post(`${base()}/phone-login`, {
    countryCode: '+1',
    phone: Number(documentedPhone),
    type: 'login',
    ...more,
  });
const confirm = (otp: unknown, more: object = {}): Promise<Answered> =>
  post(`${base()}/phone-login/confirm`, { countryCode: '+1', phone: Number(documentedPhone), otp, ...more });
const dataOf = ({ json }: Answered) => (json as { data: Record<string, unknown> }).data;
const code = (): string => running.outbox.list().findLast(({ to }) => to.startsWith('+'))?.code ?? '';
const wrong = (): string => (code() === '000000' ? '000001' : '000000');
const minutes = 60_000;

test.each(['phone-login', 'phone-login/confirm'])(
  '%s: a body that is no JSON object lacks everything, and the hint says why',
  async (path) => {
    for (const body of ['{"countryCode":"+1",', '[]', 'phone=1', '']) {
      const headers = { 'content-type': 'application/json' };
      const answer = await ask(`${base()}/${path}`, { method: 'POST', headers, body });
      expect([answer.status, answer.headers['x-sandbox-hint']]).toEqual([
        409,
        'the body is not one JSON object',
      ]);
    }
    const { headers } = await post(`${base()}/${path}`, {});
    expect(headers['x-sandbox-hint']).toBeUndefined();
  },
);

describe('VER-24: phone-login', () => {
  test('VER-02: answers with every member of the page, in its types', async () => {
    const { status, json } = await login();
    const printed = JSON.parse(contract.phoneLogin.examples[0]) as { data: Record<string, unknown> };
    const shape = (value: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typeof member]));
    const answered = json as typeof printed;
    expect(status).toBe(200);
    expect(Object.keys(answered)).toEqual(Object.keys(printed));
    expect(shape(answered.data)).toEqual(shape(printed.data));
    expect(decode(contract.phoneLogin.answer, json)).toHaveProperty('value');
    expect(answered.data).toMatchObject({
      status: 'sent',
      countryCode: '+1',
      phone: documentedPhone,
      requires2FA: false,
    });
    expect(answered.data['_id']).toMatch(/^[0-9a-f]{24}$/);
    expect(json).toMatchObject({
      signature: { dateTime: 'January 1, 2026 12:00 AM', message: 'Certified by Verifik.co' },
    });
  });

  test('VER-21: the hash is shaped like bcrypt’s, and the OTP is in the outbox alone', async () => {
    const { text, json } = await login();
    expect((json as { data: { otp: string } }).data.otp).toMatch(/^\$2a\$10\$[./A-Za-z0-9]{53}$/);
    expect(running.outbox.list()).toMatchObject([{ provider: 'verifik', to: `+1${documentedPhone}` }]);
    expect(code()).toMatch(/^\d{6}$/);
    expect(text).not.toContain(code());
  });

  test('the OTP lives for ten minutes', async () => {
    const { expiresAt, createdAt } = dataOf(await login());
    expect(Date.parse(String(expiresAt)) - Date.parse(String(createdAt))).toBe(10 * minutes);
  });

  test.each([
    [documentedPhone, 'whatsapp'],
    [smsPhone, 'sms'],
    ['5550001111', 'whatsapp'],
  ])('VER-06: %s goes by %s', async (phone, gateway) => {
    expect(dataOf(await login({ phone }))).toMatchObject({ phoneGateway: gateway });
  });

  test('VER-12: the phone may be a text, with its leading zero', async () => {
    expect(dataOf(await login({ phone: '0171234567' }))).toMatchObject({ phone: '0171234567' });
    expect(running.outbox.list()).toMatchObject([{ to: '+10171234567' }]);
  });

  test('VER-08: a phone without a client is 404', async () => {
    const { status, json } = await login({ phone: unknownPhone });
    expect({ status, json }).toEqual({
      status: 404,
      json: { code: 'NotFound', message: 'Record_not_found' },
    });
    expect(running.outbox.list()).toEqual([]);
  });

  test.each([
    ['R-VER-1: everything missing', {}, 'missing countryCode\n. missing phone\n. missing type\n'],
    ['one missing', { countryCode: '+1', phone: 5550001111 }, 'missing type\n'],
    ['an empty one', { countryCode: '', phone: 5550001111, type: 'login' }, 'missing countryCode\n'],
    ['a list', [], 'missing countryCode\n. missing phone\n. missing type\n'],
  ])('%s is 409', async (_name, body, message) => {
    const { status, json } = await post(`${base()}/phone-login`, body);
    expect({ status, json }).toEqual({ status: 409, json: { code: 'MissingParameter', message } });
  });

  test('F70: so is what is no JSON', async () => {
    const { status } = await ask(`${base()}/phone-login`, { method: 'POST', body: '{' });
    expect(status).toBe(409);
  });

  test.each([
    { countryCode: '1' },
    { countryCode: '+1234' },
    { phone: '12' },
    { phone: 'abcdef' },
    { phone: 1.5 },
  ])('R-VER-1: a bad format is 400: %j', async (more) => {
    const { status, json } = await login(more);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      code: 'BadRequest',
      message: 'Invalid phone number format.',
      signature: {},
    });
    expect(running.outbox.list()).toEqual([]);
  });
});

describe('VER-24: confirm', () => {
  test('VER-10: a token for 30 days that looks like a JSON Web Token', async () => {
    await login();
    const { status, json } = await confirm(code());
    expect(status).toBe(200);
    expect(decode(contract.phoneConfirm.answer, json)).toHaveProperty('value');
    const { accessToken, tokenType } = dataOf({ json } as Answered);
    expect(tokenType).toBe('bearer');
    expect(accessToken).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]{43}$/);
    expect(expiryOf(String(accessToken))).toBe(running.clock.now() + 30 * 24 * 60 * minutes);
  });

  test('is good once', async () => {
    await login();
    await confirm(code());
    const { status, json } = await confirm(code());
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'BadRequest', message: 'Invalid OTP code.', signature: {} });
  });

  test('a new OTP replaces the one before', async () => {
    await login();
    const first = code();
    await login();
    expect(code()).not.toBe(first);
    expect((await confirm(first)).status).toBe(400);
    expect((await confirm(code())).status).toBe(200);
  });

  test('ends with the tenth minute', async () => {
    await login();
    running.clock.advance(10 * minutes - 1);
    expect((await confirm(wrong())).status).toBe(400);
    running.clock.advance(1);
    const { status, json } = await confirm(code());
    expect({ status, json }).toEqual({
      status: 412,
      json: { code: 'PreconditionFailed', message: 'phoneValidation_has_expired' },
    });
  });

  test('takes no more after five wrong codes', async () => {
    await login();
    for (let count = 0; count < 5; count += 1) expect((await confirm(wrong())).status).toBe(400);
    const { status, headers } = await confirm(code());
    expect(status).toBe(400);
    expect(headers['x-sandbox-hint']).toContain('locked');
    await login();
    expect((await confirm(code())).status).toBe(200);
  });

  test('R-VER-2: everything missing is 409', async () => {
    const { status, json } = await post(`${base()}/phone-login/confirm`, {});
    expect(status).toBe(409);
    expect(json).toEqual({
      code: 'MissingParameter',
      message: 'missing countryCode\n. missing phone\n. missing otp\n',
    });
  });

  test('a header says why a code is not taken', async () => {
    const hint = async (otp: string) => (await confirm(otp)).headers['x-sandbox-hint'];
    expect(await hint('123456')).toBe('nobody was sent an OTP, or it was used');
    await login();
    expect(await hint(wrong())).toBe('the code is wrong: the one that was sent is in the outbox');
    expect(await hint(code())).toBeUndefined();
  });

  test('VER-05: an OTP that is a number is none', async () => {
    await login();
    expect((await confirm(Number(code()))).status).toBe(409);
  });

  test('another phone’s code is not taken', async () => {
    await login();
    expect((await confirm(code(), { phone: 5550001111 })).status).toBe(400);
    expect((await confirm(code(), { countryCode: '+44' })).status).toBe(400);
  });
});

describe('R-VER-9, VER-24: requires2FA', () => {
  test('asks by a message, refuses a wrong one with 403, and takes OTP and second factor together', async () => {
    expect(dataOf(await login({ phone: secondFactorPhone }))).toMatchObject({ requires2FA: true });
    const phone = { phone: secondFactorPhone };
    const second = running.outbox.list().at(-1)?.code ?? '';
    const asked = await confirm(code(), phone);
    expect([asked.status, asked.json]).toEqual([200, { data: { message: 'authenticator_otp_required' } }]);
    const refused = await confirm(code(), { ...phone, authenticatorOTP: 'no' });
    expect([refused.status, refused.json]).toEqual([
      403,
      { code: 'Forbidden', message: 'authenticator_otp_does_not_match' },
    ]);
    expect((await confirm(wrong(), { ...phone, authenticatorOTP: second })).status).toBe(400);
    expect(dataOf(await confirm(code(), { ...phone, authenticatorOTP: second }))).toHaveProperty(
      'accessToken',
    );
  });
});

describe('R-VER-3, R-VER-4: by e-mail', () => {
  const mail = (email: string) =>
    ask(`${base()}/email-login?email=${encodeURIComponent(email)}`, { method: 'POST' });
  const open = (body: unknown) => post(`${base()}/email-login/confirm`, body);

  test('sends, and takes the code once', async () => {
    const { status, json } = await mail('a+b@example.com');
    expect(status).toBe(200);
    expect(decode(contract.emailLogin.answer, json)).toHaveProperty('value');
    const [message] = running.outbox.list({ to: 'a+b@example.com' });
    const body = { email: 'a+b@example.com', otp: message?.code };
    expect(dataOf(await open(body))).toMatchObject({ tokenType: 'bearer' });
    const again = await open(body);
    expect([again.status, again.json]).toEqual([400, { message: 'invalid_otp', code: 'ERROR' }]);
  });

  test.each([unknownEmail, 'nonsense'])('%s is 404', async (email) => {
    const { status, json } = await mail(email);
    expect([status, json]).toEqual([404, { code: 'NotFound', message: 'invalid_email' }]);
  });

  test('without its parameters it is 409', async () => {
    expect((await ask(`${base()}/email-login`, { method: 'POST' })).json).toMatchObject({
      message: 'missing email\n',
    });
    expect((await open({})).json).toMatchObject({ message: 'missing email\n. missing otp\n' });
  });
});

test('a reset forgets every OTP', async () => {
  await login();
  const otp = code();
  await post(`${running.origin}/__sandbox/reset`, {});
  expect((await confirm(otp)).status).toBe(400);
});

test('S24: the request log shows neither the phone nor the OTP', async () => {
  await login();
  await confirm(code());
  const { text } = await ask(`${running.origin}/__sandbox/requests`);
  expect(text).toContain('/v2/projects/phone-login/confirm');
  expect(text).not.toContain(documentedPhone);
  expect(text).not.toContain(code());
});

describe('what the page leaves open, each reading of it', () => {
  const phone = async (...argv: string[]): Promise<number> =>
    (await commandLineAt(running).run(['verifik', 'phone', ...argv])).exitCode;
  const outbox = () => commandLineAt(running).fromOutbox;

  test.each([
    ['400', 400, 'BadRequest'],
    ['403', 403, 'Forbidden'],
  ])('R-VER-2, R-VER-10: verifik.wrongOtp=%s', async (value, status, answered) => {
    running.switches.set('verifik.wrongOtp', value);
    await login();
    expect(await confirm(wrong())).toMatchObject({ status, json: { code: answered } });
    expect((await confirm(code())).status).toBe(200);
    expect(await phone('--otp', wrong())).toBe(3);
    expect(await phone(...outbox())).toBe(0);
  });

  test.each([
    ['412', 412, 'PreconditionFailed'],
    ['409', 409, 'CODE_EXPIRED'],
  ])('R-VER-10, R-VER-11: verifik.expiredOtp=%s', async (value, status, answered) => {
    running.switches.set('verifik.expiredOtp', value);
    await login();
    running.clock.advance(10 * minutes);
    expect(await confirm(code())).toMatchObject({ status, json: { code: answered } });
    expect(await phone('--phone', '1234566667', ...outbox())).toBe(5);
  });

  test.each([
    ['5', 5],
    ['1', 1],
    ['off', 8],
  ])('VER-23: sandbox.resendLimit=%s: an hour, for each recipient, and then 429', async (value, sent) => {
    running.switches.set('sandbox.resendLimit', value);
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) statuses.push((await login({ phone: 5550001111 })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(sent);
    expect(statuses.slice(sent)).toEqual(Array.from({ length: 8 - sent }, () => 429));
    expect(await phone('--phone', '5550001111', ...outbox())).toBe(value === 'off' ? 0 : 7);
    expect((await login({ phone: 5550001112 })).status).toBe(200);
    running.clock.advance(60 * minutes);
    expect(await phone('--phone', '5550001111', ...outbox())).toBe(0);
  });

  test('VER-23: the limit says when to come back, and spares the phone of --sandbox', async () => {
    running.switches.set('sandbox.resendLimit', '1');
    await login({ phone: 5550001111 });
    const { headers, json } = await login({ phone: 5550001111 });
    expect([headers['retry-after'], json]).toEqual([
      '60',
      { code: 'TooManyRequests', message: 'too_many_requests' },
    ]);
    for (let count = 0; count < 3; count += 1) expect((await login()).status).toBe(200);
  });

  test('ALL-12: sandbox.answers=docs-literal: a login goes through', async () => {
    running.switches.set('sandbox.answers', 'docs-literal');
    expect(await phone('--otp', '000000')).toBe(3);
    expect(await phone(...outbox())).toBe(0);
  });
});

describe('recipients whose sign-ins fail in a way that has a name', () => {
  /** What the first call answers, what confirm answers to the right code, and how the command ends. */
  const outcomes: Readonly<
    Record<string, readonly [sent: number, confirmed: number | undefined, exitCode: number]>
  > = {
    unknown: [404, undefined, 3],
    banned: [403, undefined, 4],
    'rate-limited': [429, undefined, 7],
    expired: [200, 412, 5],
    locked: [200, 400, 3],
  };

  test.each(fates)('%s@example.com', async (fate) => {
    const [sent, confirmed, exitCode] = outcomes[fate] ?? [200, 200, 0];
    const email = `${fate}+7@example.com`;
    const answer = await ask(`${base()}/email-login?email=${encodeURIComponent(email)}`, { method: 'POST' });
    expect(answer.status).toBe(sent);
    expect(answer.headers['retry-after']).toBe(sent === 429 ? '60' : undefined);
    const [message] = running.outbox.list({ to: email });
    expect(message === undefined).toBe(sent !== 200);
    if (confirmed !== undefined) {
      const body = { email, otp: message?.code };
      expect((await post(`${base()}/email-login/confirm`, body)).status).toBe(confirmed);
    }
    const { run, fromOutbox } = commandLineAt(running);
    expect((await run(['verifik', 'email', '--email', email, ...fromOutbox])).exitCode).toBe(exitCode);
  });

  test.each([
    ['1234566666', 'unknown'],
    ['1234566667', 'expired'],
    ['1234566668', 'locked'],
    ['1234566669', 'rate-limited'],
    ['1234566670', 'banned'],
  ])('the phone +1 %s is %s', async (phone, fate) => {
    const [sent, , exitCode] = outcomes[fate] ?? [];
    expect((await login({ phone })).status).toBe(sent);
    const { run, fromOutbox } = commandLineAt(running);
    expect((await run(['verifik', 'phone', '--phone', phone, ...fromOutbox])).exitCode).toBe(exitCode);
  });

  test('any phone is given a fate or a code', async () => {
    running.recipients.arrange('+15550001111', { code: '000111' });
    await login({ phone: 5550001111 });
    expect((await confirm('000111', { phone: 5550001111 })).status).toBe(200);
    running.recipients.arrange('+15550001111', { fate: 'banned' });
    expect((await login({ phone: 5550001111 })).status).toBe(403);
  });
});
