import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { keeping, wireOfTest } from '../../helpers/left.ts';
import { authrig, type Outcome, type RigOptions } from '../../helpers/rig.ts';
import { typist } from '../../helpers/typist.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** From the vendor's pages, as they stand there. */
const loginAnswer = `{
"data": {
"client": "613375a1eab2fe08527f81e2",
"project": "6266193db77ccc8111730c90",
"projectFlow": "658ed28b0990f300134d7b78",
"status": "sent",
"countryCode": "+1",
"phone": "1234566663",
"phoneGateway": "whatsapp",
"otp": "$2a$10$fdoxDgtv6J7E4nnZoCORSOiUbpCGOOE5JWghrvAUNZIoX5h81zJLq",
"expiresAt": "2024-05-29T03:51:26.000Z",
"phoneData": {
"title": "Verifik Client"
},
"type": "login",
"redirectUrl": "https://verifik.co",
"requires2FA": false,
"language": "en",
"_id": "6656a3e6eb43abfd7146abb6",
"updatedAt": "2024-05-29T03:41:27.009Z",
"createdAt": "2024-05-29T03:41:27.009Z",
"__v": 0,
"new": true,
"providerConfirmation": {}
},
"signature": {
"dateTime": "May 29, 2024 3:41 AM",
"message": "Certified by Verifik.co"
},
"id": "Y0628"
}`;
const confirmAnswer = `{
"data": {
"accessToken": "eyJhbGcpXVCJ9.eyJjbGllbnR...JZCIYiUzNjEaIWxYShWeBaRs",
"tokenType": "bearer"
}
}`;
const emailAnswer = `{
  "data": {
    "status": "sent",
    "email": "user@example.com",
    "expiresAt": "2025-06-13T17:24:58.000Z"
  },
  "signature": {"message": "Certified by Verifik.co", "dateTime": "January 16, 2024 3:44 PM"},
  "id": "EML01"
}`;
const host = 'https://api.verifik.co';
const login = '/v2/projects/phone-login';
const hash = '$2a$10$fdoxDgtv6J7E4nnZoCORSOiUbpCGOOE5JWghrvAUNZIoX5h81zJLq';
const token = 'eyJhbGcpXVCJ9.eyJjbGllbnR...JZCIYiUzNjEaIWxYShWeBaRs';
/** When the page's answer was made. */
const then = Date.parse('2024-05-29T03:41:27.009Z');

const left = wireOfTest();

function answers(path: string, status: number, body: unknown): void {
  nock(host)
    .post(path)
    .reply(keeping(left, status, body));
}

async function run(argv: readonly string[], options: RigOptions = {}): Promise<Outcome> {
  const env = { AUTHRIG_VERIFIK_PHONE: '1234566663', AUTHRIG_VERIFIK_COUNTRY_CODE: '+1', ...options.env };
  const clock = fakeClock({ auto: true, now: then });
  return authrig(['verifik', ...argv], { clock, ...options, env });
}

const headers = (body: string) => ({
  host: 'api.verifik.co',
  'user-agent': 'authrig/0.0.0-test',
  accept: 'application/json',
  'accept-encoding': expect.stringMatching(/^gzip, deflate, br(?:, zstd)?$/) as unknown,
  connection: 'close',
  'content-length': String(body.length),
  'content-type': 'application/json',
});

describe('the two calls by phone', () => {
  test('VER-01 to VER-04, VER-14: each leaves once, exactly as documented, without any key', async () => {
    answers(login, 200, loginAnswer);
    answers(`${login}/confirm`, 200, confirmAnswer);
    const { exitCode, json, stderr } = await run(['phone', '--otp', '123456', '--json']);
    const sent = '{"countryCode":"+1","phone":1234566663,"type":"login"}';
    const confirmed = '{"countryCode":"+1","phone":1234566663,"otp":"123456"}';
    expect(left).toEqual([
      { method: 'POST', path: login, headers: headers(sent), body: sent },
      { method: 'POST', path: `${login}/confirm`, headers: headers(confirmed), body: confirmed },
    ]);
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({
      accessToken: token,
      tokenType: 'bearer',
      expiresAt: '2024-06-28T03:41:27.009Z',
      cached: false,
    });
    expect(stderr).toContain('by WhatsApp; it is good until 03:51:26 UTC');
  });

  test('VER-02, VER-18: send prints what the page documents, under its names', async () => {
    answers(login, 200, loginAnswer);
    const { exitCode, json } = await run(['send', '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({
      status: 'sent',
      phoneGateway: 'whatsapp',
      expiresAt: '2024-05-29T03:51:26.000Z',
      requires2FA: false,
      challenge: expect.stringMatching(/^[0-9a-f]{10}$/) as unknown,
    });
  });

  test.each([
    ['1234566663', '1234566663'],
    ['0171234567', '"0171234567"'],
    ['123456789012345', '123456789012345'],
    ['000123', undefined],
  ])('VER-12: the phone %s is sent as %s', async (phone, sent) => {
    if (sent !== undefined) answers(login, 200, loginAnswer);
    const { exitCode } = await run(['send', '--phone', phone]);
    expect(exitCode).toBe(sent === undefined ? 2 : 0);
    expect(left.map(({ body }) => body)).toEqual(
      sent === undefined ? [] : [`{"countryCode":"+1","phone":${sent},"type":"login"}`],
    );
  });

  test.each(['+1', '1', '001'])('VER-13: the country code %s is sent as +1', async (code) => {
    answers(login, 200, loginAnswer);
    await run(['send', '--country-code', code]);
    expect(left[0]?.body).toContain('"countryCode":"+1"');
  });

  test.each(['012345', '0000'])(
    'VER-05, ALL-08: the OTP %s leaves as a text, with its zeros',
    async (otp) => {
      answers(login, 200, loginAnswer);
      answers(`${login}/confirm`, 200, confirmAnswer);
      await run(['phone', '--otp', otp]);
      expect(left[1]?.body).toBe(`{"countryCode":"+1","phone":1234566663,"otp":"${otp}"}`);
    },
  );

  test('VER-21, ALL-02: no output holds the hash, the phone, the OTP, or in text the token', async () => {
    answers(login, 200, loginAnswer);
    answers(`${login}/confirm`, 200, confirmAnswer);
    const { exitCode, stdout, stderr } = await run(['phone', '--otp', '837465', '-v']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('< HTTP 200');
    for (const secret of [hash, hash.slice(7), '1234566663', '837465', token]) {
      expect(stdout + stderr).not.toContain(secret);
    }
    expect(stdout).toContain('accessToken  eyJh…BaRs');
  });

  test('VER-21: not even --json holds the hash', async () => {
    answers(login, 200, loginAnswer);
    expect((await run(['send', '--json'])).stdout).not.toContain('$2a$');
  });
});

describe('R-VER-3, R-VER-4: the two calls by e-mail', () => {
  const path = '/v2/projects/email-login';

  test('the address goes in the query, and the body is empty', async () => {
    answers(`${path}?email=user%40example.com`, 200, emailAnswer);
    answers(`${path}/confirm`, 200, confirmAnswer);
    const { exitCode, json, stderr } = await run(
      ['email', '--email', 'user@example.com', '--otp', '123456', '--json', '-v'],
      { clock: fakeClock({ auto: true, now: Date.parse('2025-06-13T17:14:58.000Z') }) },
    );
    const { 'content-type': _type, ...bare } = headers('');
    const confirmed = '{"email":"user@example.com","otp":"123456"}';
    expect(left).toEqual([
      { method: 'POST', path: `${path}?email=user%40example.com`, headers: bare, body: '' },
      { method: 'POST', path: `${path}/confirm`, headers: headers(confirmed), body: confirmed },
    ]);
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ accessToken: token, tokenType: 'bearer' });
    expect(stderr).toContain('api-key-access-via-email');
    expect(stderr).not.toMatch(/user(?:@|%40)example/);
  });

  test('ALL-11: an address is percent-encoded', async () => {
    answers(
      `${path}?email=a%2Bb%26c%3Dd%40example.com`,
      404,
      '{"code":"NotFound","message":"invalid_email"}',
    );
    const { exitCode } = await run(['email', '--email', 'a+b&c=d@example.com', '--otp', '123456']);
    expect(exitCode).toBe(3);
    expect(left).toHaveLength(1);
  });
});

describe('VER-23: a real host messages a real person', () => {
  const terminal = { columns: 100, rows: 40 };
  const question = 'Verifik will send a real message to +11•••••663. Go on?';

  test.each(['send', 'phone', 'token'])(
    '%s asks the person at the terminal, and a no sends nothing',
    async (verb) => {
      const { exitCode, stdout } = await run([verb], { terminal, onMessage: typist([question, 'n\r']) });
      expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
      expect(left).toEqual([]);
    },
  );

  test('the sixth message of an hour to one phone is not sent', async () => {
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
    for (let count = 0; count < 5; count += 1) {
      answers(login, 200, loginAnswer);
      expect((await run(['send'], { env })).exitCode).toBe(0);
    }
    expect((await run(['phone', '--otp', '123456'], { env })).exitCode).toBe(10);
    expect(left).toHaveLength(5);
  });

  test.each([
    ['a yes', [], typist([question, 'y\r'])],
    ['--yes', ['--yes'], undefined],
  ])('%s sends', async (_name, argv, onMessage) => {
    answers(login, 200, loginAnswer);
    const options = onMessage === undefined ? { terminal } : { terminal, onMessage };
    const { exitCode, stderr } = await run(['send', ...argv], options);
    expect(exitCode).toBe(0);
    expect(stderr.includes('real message')).toBe(onMessage !== undefined);
  });
});
