import nock from 'nock';
import { expect, test } from 'vitest';
import { key } from '../../helpers/juvlon.ts';
import { keeping, wireOfTest } from '../../helpers/left.ts';
import { authrig, type Outcome } from '../../helpers/rig.ts';

/** From the vendor's page, as it stands there. */
const success = `{
"code":200,
"status":"Success",
"transactionId":"327",
"verify":"true",
"token":"OJUWLB",
"OTP":"9078"
}`;
const failure = `{
"code":442,
"status":"Error"
}`;

const left = wireOfTest();

async function verify(answer: unknown, ...argv: string[]): Promise<Outcome> {
  nock('https://api2.juvlon.com')
    .post('/v4/verifyOneTimeCode')
    .reply(keeping(left, 200, answer));
  return authrig(['juvlon', 'verify', ...argv], { env: { AUTHRIG_JUVLON_API_KEY: key } });
}

const body = `{"apiKey":"${key}","token":"OJUWLB","otp":"9078"}`;
const headers = (own: Readonly<Record<string, string>> = {}) => ({
  host: 'api2.juvlon.com',
  'user-agent': 'authrig/0.0.0-test',
  accept: 'application/json',
  'accept-encoding': expect.stringMatching(/^gzip, deflate, br(?:, zstd)?$/) as unknown,
  connection: 'close',
  'content-length': String(body.length),
  'content-type': 'application/json',
  ...own,
});

test("JUV-01, JUV-02: one POST of the three members, and the page's answer read whole", async () => {
  const { exitCode, json } = await verify(success, '--token', 'OJUWLB', '--otp', '9078', '--json');
  expect(left).toEqual([{ method: 'POST', path: '/v4/verifyOneTimeCode', headers: headers(), body }]);
  expect(exitCode).toBe(0);
  expect(json().data).toEqual({ verify: true, transactionId: '327', token: 'OJUWLB' });
});

test.each([
  ['json', 'application/json'],
  ['form', 'application/x-www-form-urlencoded'],
])('JUV-17: --content-type %s labels the same bytes %s', async (option, type) => {
  const { exitCode } = await verify(success, '--token', 'OJUWLB', '--otp', '9078', '--content-type', option);
  expect(exitCode).toBe(0);
  expect(left).toEqual([
    { method: 'POST', path: '/v4/verifyOneTimeCode', headers: headers({ 'content-type': type }), body },
  ]);
});

test.each(['0042', '000000'])('ALL-08: %s leaves with its zeros', async (otp) => {
  await verify(failure, '--token', 'OJUWLB', '--otp', otp);
  expect(left.map((request) => request.body)).toEqual([
    `{"apiKey":"${key}","token":"OJUWLB","otp":"${otp}"}`,
  ]);
});

test("JUV-10: the page's error is code 442, which is no verification", async () => {
  const { exitCode, stdout, stderr } = await verify(failure, '--token', 'OJUWLB', '--otp', '9078');
  expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
  expect(stderr).toContain('442');
});

test.each([
  '"},"apiKey":"other","x":{"y":"',
  'back\\slash',
  'quote"quote',
  'line\nbreak',
  '${otp}',
  'ö€\u{1F511}',
  '</script>',
])('JUV-21, ALL-11: %j leaves as one JSON string', async (token) => {
  await verify(failure, '--token', token, '--otp', '9078');
  expect(left.map((request) => JSON.parse(request.body) as unknown)).toEqual([
    { apiKey: key, token, otp: '9078' },
  ]);
});
