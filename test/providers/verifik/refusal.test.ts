import { describe, expect, test } from 'vitest';
import { refusalIn } from '../../../src/providers/verifik/refusal.ts';
import { behaviours } from '../../helpers/bad-server.ts';
import type { Reply } from '../../helpers/scripted-server.ts';
import {
  accessToken,
  confirm,
  confirmed,
  login,
  sent,
  verifik,
  verifikServer,
} from '../../helpers/verifik.ts';

describe('VER-16: three forms and a fourth, one reading', () => {
  test.each([
    [{ code: 'BadRequest', message: 'Invalid OTP code.', signature: {} }, 'BadRequest', 'Invalid OTP code.'],
    [{ message: 'invalid_otp', code: 'ERROR' }, 'ERROR', 'invalid_otp'],
    [{ error: 'Unauthorized' }, 'Unauthorized', 'Unauthorized'],
    [
      { success: false, error: 'The code is invalid', code: 'INVALID_CODE' },
      'INVALID_CODE',
      'The code is invalid',
    ],
    [{ error: { code: 'Forbidden', message: 'otp_does_not_match' } }, 'Forbidden', 'otp_does_not_match'],
    [{ success: false }, undefined, undefined],
    [{ success: 'true' }, undefined, undefined],
    [{ error: false }, undefined, undefined],
    [{ error: {} }, undefined, undefined],
    [{ data: { accessToken }, error: 'Forbidden' }, 'Forbidden', 'Forbidden'],
  ])('%j', (json, code, message) => {
    expect(refusalIn(json)).toEqual({ code, message });
  });

  test.each([
    null,
    [],
    'BadRequest',
    400,
    {},
    { data: {} },
    { data: {}, code: 'OK' },
    { error: null },
    { success: true },
  ])('%j is none', (json) => {
    expect(refusalIn(json)).toBeUndefined();
  });
});

type Case = [name: string, status: number, body: unknown, exitCode: number, code?: string];

const both: readonly Case[] = [
  [
    'R-VER-1: 409 MissingParameter',
    409,
    { code: 'MissingParameter', message: 'missing phone\n' },
    7,
    'MissingParameter',
  ],
  ['409 Conflict', 409, { error: { code: 'Conflict', message: 'Already_exists' } }, 7, 'Conflict'],
  ['R-VER-7: 401 as {error}', 401, { error: 'Unauthorized' }, 4, 'Unauthorized'],
  ['VER-08: 404 NotFound', 404, { code: 'NotFound', message: 'Record_not_found' }, 3, 'NotFound'],
  ['404 with any JSON', 404, {}, 3],
  ['a code under 200', 200, { code: 'NotFound', message: 'user_not_found' }, 3, 'NotFound'],
  ['an unknown code under 200', 200, { code: 'Teapot', message: 'short and stout' }, 7, 'Teapot'],
  ['R-VER-10: 500', 500, { error: { code: 'ServerError', message: 'restart_demo' } }, 7],
  ['429', 429, { error: 'TooManyRequests' }, 7],
  ['418', 418, { error: 'Teapot' }, 7],
];

async function expectEnd([, status, body, exitCode, code]: Case, step: 'login' | 'confirm'): Promise<string> {
  const reply: Reply = { status, body };
  await using server = await verifikServer(step === 'login' ? { logins: [reply] } : { confirms: [reply] });
  const argv = ['phone', '--otp', '123456', '--json'];
  const outcome = await verifik(server, argv);
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.json()).toMatchObject({
    ok: false,
    error: { provider: { name: 'verifik', httpStatus: status } },
  });
  if (code !== undefined) expect(outcome.json().error).toMatchObject({ provider: { code } });
  expect(server.at(login)).toHaveLength(1);
  expect(server.at(confirm)).toHaveLength(step === 'login' ? 0 : 1);
  return outcome.stderr;
}

describe('at phone-login', () => {
  const cases: readonly Case[] = [
    ...both,
    [
      'R-VER-1: 400 BadRequest',
      400,
      { code: 'BadRequest', message: 'Invalid phone number format.' },
      3,
      'BadRequest',
    ],
    ['403', 403, { error: 'Forbidden' }, 4, 'Forbidden'],
    ['412, which is about no OTP', 412, { code: 'PreconditionFailed', message: 'x' }, 7],
  ];
  test.each(cases.map((one) => [one[0], one] as const))('%s', async (_name, one) => {
    await expectEnd(one, 'login');
  });

  test('VER-08: the message says who can log in', async () => {
    expect(await expectEnd(['', 404, { code: 'NotFound', message: 'x' }, 3], 'login')).toContain(
      'existing clients',
    );
  });
});

describe('at confirm', () => {
  const cases: readonly Case[] = [
    ...both,
    ['R-VER-2: 400 BadRequest', 400, { code: 'BadRequest', message: 'Invalid OTP code.' }, 3, 'BadRequest'],
    [
      'R-VER-2: 400 in Spanish',
      400,
      { code: 'BadRequest', message: 'Código OTP inválido.' },
      3,
      'BadRequest',
    ],
    ['R-VER-4: 400 ERROR', 400, { code: 'ERROR', message: 'invalid_otp' }, 3, 'ERROR'],
    ['400 with any JSON', 400, { oops: true }, 3],
    ['412 with any JSON', 412, {}, 5],
    ['PreconditionFailed under 200', 200, { code: 'PreconditionFailed', message: 'x' }, 5],
    ['R-VER-10: 403', 403, { error: { code: 'Forbidden', message: 'otp_does_not_match' } }, 3, 'Forbidden'],
    ['403 with any JSON', 403, {}, 3],
    [
      'R-VER-10: 412',
      412,
      { error: { code: 'PreconditionFailed', message: 'phoneValidation_has_expired' } },
      5,
    ],
    [
      'R-VER-11: 400 INVALID_CODE',
      400,
      { success: false, error: 'no', code: 'INVALID_CODE' },
      3,
      'INVALID_CODE',
    ],
    [
      'R-VER-11: 409 CODE_EXPIRED',
      409,
      { success: false, error: 'no', code: 'CODE_EXPIRED' },
      5,
      'CODE_EXPIRED',
    ],
    [
      'R-VER-11: 410',
      410,
      { success: false, error: 'no', code: 'MAX_ATTEMPTS_EXCEEDED' },
      3,
      'MAX_ATTEMPTS_EXCEEDED',
    ],
  ];
  test.each(cases.map((one) => [one[0], one] as const))('%s', async (_name, one) => {
    await expectEnd(one, 'confirm');
  });

  test('R-VER-2: the words of a message decide nothing', async () => {
    for (const message of ['Record_not_found', 'phoneValidation_has_expired', 'ok', 'accessToken']) {
      await expectEnd(['', 400, { code: 'BadRequest', message }, 3, 'BadRequest'], 'confirm');
    }
  });
});

describe('VER-04: the token', () => {
  test.each(['bearer', 'Bearer', 'BEARER'])('is taken as %s', async (tokenType) => {
    await using server = await verifikServer({ confirms: [confirmed({ tokenType })] });
    const { exitCode, stdout } = await verifik(server, [
      'phone',
      '--otp',
      '123456',
      '--field',
      'accessToken',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${accessToken}\n` });
  });

  test.each([
    { tokenType: 'mac' },
    { tokenType: '' },
    { tokenType: undefined },
    { tokenType: null },
    { accessToken: '' },
    { accessToken: undefined },
    { accessToken: 7 },
    { accessToken: ['x'] },
    { accessToken: 'two words' },
    { accessToken: 'line\nbreak' },
    { accessToken: 'é' },
    { accessToken: 'x'.repeat(16_385) },
  ])('is refused with 7 and not kept: %j', async (more) => {
    await using server = await verifikServer({ confirms: [confirmed(more)] });
    const { exitCode, stdout } = await verifik(server, ['phone', '--otp', '123456']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(server.at(confirm)).toHaveLength(1);
  });

  test('16 KB are taken', async () => {
    const long = 'x'.repeat(16_384);
    await using server = await verifikServer({ confirms: [confirmed({ accessToken: long })] });
    const { stdout } = await verifik(server, ['phone', '--otp', '123456', '--field', 'accessToken']);
    expect(stdout).toBe(`${long}\n`);
  });
});

describe('VER-19: a status that is not `sent`', () => {
  test.each(['new', 'failed', 'validated', 'SENT', '', 'sent '])(
    '%j: nobody is asked, nothing is confirmed',
    async (status) => {
      await using server = await verifikServer({ logins: [sent({ status })] });
      const { exitCode, stdout, stderr } = await verifik(server, ['phone', '--otp', '123456']);
      expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
      expect(stderr).toContain('sent no OTP');
      expect(server.requests).toHaveLength(1);
    },
  );
});

describe('ALL-09: once only', () => {
  const lost: readonly (readonly [string, Reply])[] = [
    ['a reset', behaviours.reset],
    ['an empty reply', behaviours.empty],
    ['a cut body', behaviours.cutOff],
    ['500', { status: 500, body: {} }],
    ['502 with a page', { status: 502, body: '<html>' }],
    ['broken JSON under 200', { body: '{"data":' }],
  ];

  test.each(lost)(
    'phone-login goes out once and says that the outcome is unknown: %s',
    async (_name, reply) => {
      await using server = await verifikServer({ logins: [reply] });
      const { exitCode, stderr } = await verifik(server, ['phone', '--otp', '123456']);
      expect([6, 7]).toContain(exitCode);
      expect(stderr).toContain('The outcome is unknown: the message may have been sent.');
      expect(server.requests).toHaveLength(1);
    },
  );

  test.each(lost)('confirm goes out once and says that the outcome is unknown: %s', async (_name, reply) => {
    await using server = await verifikServer({ confirms: [reply] });
    const { exitCode, stderr } = await verifik(server, ['phone', '--otp', '123456']);
    expect([6, 7]).toContain(exitCode);
    expect(stderr).toContain('The outcome is unknown: the code may be used up.');
    expect(server.at(confirm)).toHaveLength(1);
  });
});
