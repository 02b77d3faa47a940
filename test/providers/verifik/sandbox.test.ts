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
    if (first !== code()) expect((await confirm(first)).status).toBe(400);
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
