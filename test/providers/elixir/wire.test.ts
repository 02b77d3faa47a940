import nock from 'nock';
import { beforeEach, expect, test } from 'vitest';
import { contract } from '../../../src/providers/elixir/contract.ts';
import { email, key, type Machine, machineAt, paths } from '../../helpers/elixir.ts';
import { keeping, type Left, wireOfTest } from '../../helpers/left.ts';
import { readLeniently } from '../../helpers/lenient-json.ts';

const host = 'https://kend.elixir.app';
const { otpLogin, otpVerify, refresh, signout, qrVerify } = contract;

const left = wireOfTest();
let machine: Machine;

beforeEach(() => {
  machine = machineAt({ origin: '' }, { AUTHRIG_ELIXIR_BASE_URL: '' });
});

function answer(path: string, example: string): void {
  nock(host)
    .post(path)
    .reply(keeping(left, 200, readLeniently(example)));
}

const headers = (body: string, own: Readonly<Record<string, string>> = {}) => ({
  host: 'kend.elixir.app',
  'user-agent': 'authrig/0.0.0-test',
  accept: 'application/json',
  'accept-encoding': expect.stringMatching(/^gzip, deflate, br(?:, zstd)?$/) as unknown,
  connection: 'close',
  'content-length': String(body.length),
  'content-type': 'application/json',
  'x-api-key': key,
  ...own,
});
const request = (path: string, body: string, own?: Readonly<Record<string, string>>): Left => ({
  method: 'POST',
  path,
  headers: headers(body, own),
  body,
});

const loginBody = `{"email":"${email}"}`;
const verifyBody = '{"transactionId":"0306d0b1-bb5c-4a9b-aa55-8b56fe659168","code":"01234"}';

test("ELX-01, ELX-02, ELX-04, ELX-05, ELX-17: send and verify, with the page's own answers", async () => {
  answer(paths.login, otpLogin.examples[0]);
  const sent = await machine.run(['send', '--json']);
  expect(sent.exitCode).toBe(0);
  expect(sent.json().data).toEqual({
    transactionId: '0306d0b1-bb5c-4a9b-aa55-8b56fe659168',
    challenge: expect.stringMatching(/^[0-9a-f]{10}$/) as unknown,
  });

  answer(paths.verify, otpVerify.examples[0]);
  const verified = await machine.run(['verify', '--otp', '01 234', '--json']);
  expect(verified.exitCode).toBe(0);
  expect(verified.json().data).toEqual({
    token: 'eyJhbGciOiJIU...',
    refreshToken: '210...5bc',
    expiresAt: '2023-03-06T18:17:41.453Z',
    user: { _id: '6d3...5d', status: 'ACTIVE', banReason: null },
    newAccount: false,
  });
  expect(left).toEqual([request(paths.login, loginBody), request(paths.verify, verifyBody)]);
});

test('ELX-08, ELX-11, ELX-18, ELX-29: refresh and signout, and a token in the one header that is documented', async () => {
  answer(paths.login, otpLogin.examples[0]);
  answer(paths.verify, otpVerify.examples[0]);
  await machine.run(['otp', '--otp', '01234']);

  answer(paths.refresh, refresh.examples[0]);
  const refreshed = await machine.run(['refresh', '--json']);
  expect(refreshed.json().data).toEqual({
    token: 'eyJhbGciOiJIUzUxMi...',
    refreshToken: '31e...c95',
    expiresAt: '2023-03-06T21:40:40.184Z',
    user: { _id: 'aea...36', status: 'ACTIVE', banReason: '' },
  });

  answer(paths.signout, signout.examples[0]);
  const out = await machine.run(['signout', '--json']);
  expect(out.json().data).toEqual({ message: 'Session closed successfully for this device' });
  expect(left).toEqual([
    request(paths.login, loginBody),
    request(paths.verify, verifyBody),
    request(paths.refresh, '{"refreshToken":"210...5bc"}'),
    request(paths.signout, '{}', { authorization: 'Bearer eyJhbGciOiJIUzUxMi...' }),
  ]);
});

test('ELX-13, ELX-15: qr-verify', async () => {
  answer(paths.qr, qrVerify.examples[0]);
  const value = 'REIKEY:3f0c3c9e-6a0b-4c0e-9f0a-7d8f5a1c2b3e';
  const { exitCode, json } = await machine.run(['qr', value, '--json']);
  expect(exitCode).toBe(0);
  expect(json().data).toEqual({
    token: 'eyJhbGciOiJIU...',
    refreshToken: '5fb...38e',
    expiresAt: '2023-12-23T05:30:45.119Z',
  });
  expect(left).toEqual([request(paths.qr, `{"qrValue":"${value}"}`)]);
});

test("ELX-23: the page's own text, comment and all, is no JSON on the wire and no sign-in", async () => {
  answer(paths.login, otpLogin.examples[0]);
  nock(host)
    .post(paths.verify)
    .reply(keeping(left, 200, otpVerify.examples[0]));
  const { exitCode, stderr } = await machine.run(['otp', '--otp', '01234']);
  expect(exitCode).toBe(7);
  expect(stderr).toContain('JSON that is broken');
  expect((await machine.run(['token'])).exitCode).toBe(4);
});

test.each([
  [`{"code":-1,"success":false,"error":{"status":400,"code":1001,"message":"Invalid API Key"}}`, 4],
  [`{"code":-1,"success":false,"error":{"status":400,"code":1000,"message":"Invalid Credentials!"}}`, 3],
])('R-ELX-1, R-ELX-3: %s ends with %i, under the HTTP 400 that goes with it', async (body, exit) => {
  nock(host)
    .post(paths.qr)
    .reply(keeping(left, 400, body));
  const { exitCode, stdout } = await machine.run(['qr', 'REIKEY:one']);
  expect({ exitCode, stdout }).toEqual({ exitCode: exit, stdout: '' });
});
