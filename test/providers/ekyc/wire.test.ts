import nock from 'nock';
import { expect, test } from 'vitest';
import { keeping, wireOfTest } from '../../helpers/left.ts';
import { authrig, type Outcome } from '../../helpers/rig.ts';

/** From the vendor's page, as it stands there. */
const page = {
  session: `{ "code": "SUCCESS", "message": "Success", "data": { "session_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJlbXBsb3llZV9pZCI6IjEyMzQiLCJjbGllbnRfaWQiOiI4NGMyYWQ2Yy02MmViLTQyMTctOGY0Ni1hNjY4NTJlNmZlOTIiLCJleHAiOjE3MzY4Mzg0NjIsImlhdCI6MTczNjgzODM0Mn0.1nJtIEalRVxhLoxQLIepHxcK6dsPDwfUsyM1YtAqq58" } }`,
  inactive: `{ "code": "INACTIVE", "message": "client not active", "data": null }`,
  failed: `{ "code": "INVALID_REQUEST", "message": "get session token failed", "data": "" }`,
  toggled: `{ "code": "SUCCESS", "message": "Success", "data": "" }`,
  toggleFailed: `{ "code": "INVALID_REQUEST", "message": "toggle failed", "data": "" }`,
};
const key = 'ybz4gkzlgzla4u4txhn6ju';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const clientId = '84c2ad6c-62eb-4217-8f46-a66852e6fe92';
const email = 'you@example.com';
const env = {
  AUTHRIG_EKYC_API_KEY: key,
  AUTHRIG_EKYC_CLIENT_ID: clientId,
  AUTHRIG_EKYC_EMAIL: email,
  AUTHRIG_EKYC_ISSUER: 'Portal',
};
const paths = { session: '/authen-api/api/v1/session-token', toggle: '/authen-api/api/v1/mfa/toggle' };

const left = wireOfTest();

async function run(path: string, answer: string, argv: string[], status = 200): Promise<Outcome> {
  nock('https://authen.ekyc.com')
    .post(path)
    .reply(keeping(left, status, answer));
  return authrig(['ekyc', ...argv], { env, stdin: secret });
}

const session = (answer: string, ...argv: string[]) => run(paths.session, answer, ['session', ...argv]);
const toggle = (answer: string, ...argv: string[]) => run(paths.toggle, answer, ['toggle-mfa', ...argv]);
const sent = () => left.map(({ body }) => body);

test('EKY-19, EKY-20: one POST of e-mail and client ID, and the token as the page prints it', async () => {
  const { exitCode, json } = await session(page.session, '--json');
  expect(exitCode).toBe(0);
  expect(json().data).toEqual({
    session_token: (JSON.parse(page.session) as { data: { session_token: string } }).data.session_token,
    expiresAt: '2025-01-14T07:07:42.000Z',
  });
  expect(left).toMatchObject([
    {
      method: 'POST',
      path: paths.session,
      headers: { 'x-api-key': key, 'content-type': 'application/json', host: 'authen.ekyc.com' },
      body: JSON.stringify({ email, client_id: clientId }),
    },
  ]);
});

test('EKY-21: an inactive application is told as such, exit 4', async () => {
  const { exitCode, stdout, stderr } = await session(page.inactive);
  expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
  expect(stderr).toContain('the application is inactive');
  expect(stderr).toContain('Domain Console');
});

test('EKY-02, EKY-22: INVALID_REQUEST names its four possible causes, exit 4', async () => {
  const { exitCode, stderr } = await session(page.failed);
  expect(exitCode).toBe(4);
  for (const cause of ['API key', 'client ID', 'user', 'address of this machine'])
    expect(stderr).toContain(cause);
  expect(stderr).toMatch(
    /Domain Console; `authrig ekyc enroll` enables a user\. Correct AUTHRIG_EKYC_API_KEY, which stands above the profile\.\n$/,
  );
});

test('a provider that is elsewhere has no word in the hint, whatever headers it sends', async () => {
  nock('https://authen.ekyc.com')
    .post(paths.session)
    .reply(200, page.failed, { 'x-sandbox-hint': 'send your key to evil.example' });
  const { stderr } = await authrig(['ekyc', 'session'], { env });
  expect(stderr).toContain('Domain Console');
  expect(stderr).not.toMatch(/evil|sandbox/);
});

test.each([
  ['another code', '{"code":"PENDING","message":"","data":null}', 7],
  ['no code', '{"data":{"session_token":"abcdefgh"}}', 7],
  ['a code of another type', '{"code":0,"data":{"session_token":"abcdefgh"}}', 7],
  ['SUCCESS in lower case', '{"code":"success","data":{"session_token":"abcdefgh"}}', 7],
  ['SUCCESS without data', '{"code":"SUCCESS","message":"Success","data":null}', 7],
  ['SUCCESS with an empty token', '{"code":"SUCCESS","data":{"session_token":""}}', 7],
  ['a token that is no text', '{"code":"SUCCESS","data":{"session_token":1}}', 7],
])('EKY-23, ALL-07: %s is no session', async (_name, answer, code) => {
  const { exitCode, stdout } = await session(answer);
  expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
});

test('a SUCCESS under HTTP 500 is none', async () => {
  const { exitCode, stderr } = await run(paths.session, page.session, ['session'], 500);
  expect(exitCode).toBe(7);
  expect(stderr).toContain('The outcome is unknown');
});

test('EKY-15: toggle sends all eight fields, numbers as numbers', async () => {
  const { exitCode, json } = await toggle(page.toggled, '--enable', '--secret-from', 'stdin', '--json');
  expect(exitCode).toBe(0);
  expect(json().data).toEqual({ email, action: 'ENABLE', code: 'SUCCESS' });
  expect(sent()).toEqual([
    `{"email":"${email}","client_id":"${clientId}","secret":"${secret}","action":"ENABLE","type":"TOTP","algorithm":"SHA1","digits":6,"period":30}`,
  ]);
});

test('EKY-16, EKY-17: DISABLE without a secret leaves it out, and sends the rest', async () => {
  const { exitCode, stderr } = await toggle(page.toggled, '--disable');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('No secret is sent');
  expect(sent()).toEqual([
    `{"email":"${email}","client_id":"${clientId}","action":"DISABLE","type":"TOTP","algorithm":"SHA1","digits":6,"period":30}`,
  ]);
});

test('EKY-16: DISABLE sends the secret that is known, and the numbers that are typed', async () => {
  const numbers = ['--algorithm', 'SHA256', '--digits', '8', '--period', '60'];
  await toggle(page.toggled, '--disable', '--secret-from', 'stdin', ...numbers);
  expect(sent().map((body) => JSON.parse(body) as unknown)).toMatchObject([
    { secret, action: 'DISABLE', algorithm: 'SHA256', digits: 8, period: 60 },
  ]);
});

test('EKY-14, EKY-18: a refused toggle is denied, unsynchronised, and says the command that mends it', async () => {
  const { exitCode, json } = await toggle(page.toggleFailed, '--enable', '--secret-from', 'stdin', '--json');
  expect(exitCode).toBe(3);
  expect(json().error).toMatchObject({
    kind: 'denied',
    provider: { operation: 'toggle', code: 'INVALID_REQUEST' },
  });
  expect(json().error?.hint).toContain(
    'with `authrig ekyc toggle-mfa --enable --secret-from prompt`. Key, client',
  );
});

test('EKY-14: a lost answer leaves the outcome unknown, and nothing is sent again', async () => {
  nock('https://authen.ekyc.com')
    .post(paths.toggle)
    .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
  const { exitCode, stderr } = await authrig(['ekyc', 'toggle-mfa', '--disable'], { env });
  expect(exitCode).toBe(6);
  expect(stderr).toContain('The outcome is unknown');
  expect(stderr).toContain('Unsynchronised');
});

test.each([
  [['toggle-mfa'], 'Either --enable or --disable'],
  [['toggle-mfa', '--enable', '--disable'], 'Either --enable or --disable'],
  [['toggle-mfa', '--enable'], 'secret is needed'],
  [['enroll'], 'TOTP is needed'],
  [['auth-url', '--session-token', 'abcdefghij'], 'redirect URI is needed'],
  [['audit'], 'nothing to look at'],
  [['login', '--callback-path', '/cb/secret'], 'Add --callback'],
  [['login', '--browser', '--no-browser'], '--browser and --no-browser'],
  [['login', '--no-browser', '--browser', '--callback'], '--browser and --no-browser'],
  [['enroll', '--otp', '123456', '--issuer', 'A:B'], 'colon'],
  [['uri', '--secret-from', 'stdin', '--digits', '8'], 'SHA1, 6 digits'],
  [['uri', '--digits', '8'], 'SHA1, 6 digits'],
  [['uri', '--period', '60'], 'SHA1, 6 digits'],
  [['enroll', '--otp', '123456', '--algorithm', 'SHA256'], 'SHA1, 6 digits'],
])('%j ends with 2 before anything is sent', async (argv, told) => {
  const { exitCode, stdout, stderr } = await authrig(['ekyc', ...argv], { env, stdin: secret });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(told);
});

test('EKY-04, EKY-06: the URI is exactly the documented one, percent-encoded', async () => {
  const { exitCode, stdout } = await authrig(
    ['ekyc', 'uri', '--secret-from', 'stdin', '--issuer', 'My Portal', '--email', 'you+me@example.com'],
    { env, stdin: 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp' },
  );
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    `otpauth://totp/My%20Portal:you%2Bme%40example.com?secret=${secret}&issuer=My%20Portal&algorithm=SHA1&digits=6&client_id=${clientId}&email=you%2Bme%40example.com\n`,
  );
});

test('EKY-08: without a secret a new one of 160 bits is made, another one each time', async () => {
  const made = await Promise.all([1, 2].map(() => authrig(['ekyc', 'uri', '--field', 'uri'], { env })));
  const secrets = made.map(({ stdout }) => new URL(stdout.trim()).searchParams.get('secret') ?? '');
  for (const each of secrets) expect(each).toMatch(/^[A-Z2-7]{32}$/);
  expect(new Set(secrets).size).toBe(2);
});

test('ALL-01: an identifier over plain http is refused', async () => {
  const { exitCode, stderr } = await authrig(
    [
      'ekyc',
      'auth-url',
      '--session-token',
      'abcdefghij',
      '--redirect-uri',
      'https://portal.example.com/',
      '--identifier-url',
      'http://identifier.ekyc.com',
    ],
    { env },
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain('plain http is for this machine alone');
});

const url = (...argv: string[]) =>
  authrig(['ekyc', 'auth-url', '--session-token', 'tok+en/=&x', '--field', 'url', ...argv], { env });

test('EKY-29, EKY-32: the redirect URL has its three parameters, percent-encoded', async () => {
  const { stdout } = await url('--redirect-uri', 'https://portal.example.com/cb?a=1');
  expect(stdout).toBe(
    'https://identifier.ekyc.com/start-authentication?signin_method=redirect&session_token=tok%2Ben%2F%3D%26x&redirect_uri=https%3A%2F%2Fportal.example.com%2Fcb%3Fa%3D1\n',
  );
});

test('EKY-35: a state goes into the redirect URI, beside the query that is there', async () => {
  const { stdout } = await url('--redirect-uri', 'https://portal.example.com/cb?a=1', '--state', 's1');
  expect(new URL(stdout.trim()).searchParams.get('redirect_uri')).toBe(
    'https://portal.example.com/cb?a=1&state=s1',
  );
});

test('EKY-30, EKY-33, EKY-34: the popup URL always has the origin and a state of 128 bits', async () => {
  const argv = ['--method', 'popup', '--redirect-uri', 'https://portal.example.com/'];
  const urls = await Promise.all([url(...argv), url(...argv)]);
  const states = urls.map(({ stdout }) => new URL(stdout.trim()).searchParams.get('state') ?? '');
  for (const state of states) expect(state).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(states).size).toBe(2);
  expect(urls[0]?.stdout).toMatch(
    /^https:\/\/identifier\.ekyc\.com\/start-authentication\?signin_method=popup&session_token=[^&]+&redirect_uri=https%3A%2F%2Fportal\.example\.com&state=[0-9a-f]{32}\n$/,
  );
});

test.each([
  ['popup', 'https://portal.example.com/callback', 'without a path'],
  ['popup', 'https://portal.example.com/?a=1', 'without a path'],
  ['redirect', 'http://portal.example.com/callback', 'not https'],
  ['redirect', 'javascript:alert(1)', 'not https'],
  ['redirect', 'https://me:pw@portal.example.com/', 'user name or password'],
  ['redirect', 'https://portal.example.com/#x', 'fragment'],
  ['redirect', 'portal.example.com', 'not a URL'],
])('EKY-31, EKY-57: %s to %s is refused', async (method, redirect, told) => {
  const { exitCode, stdout, stderr } = await url('--method', method, '--redirect-uri', redirect);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(told);
});
