import { expect, describe, test } from 'vitest';
import { unknownEmail } from '../../../src/providers/verifik/sandbox.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig } from '../../helpers/rig.ts';
import { scriptedServer } from '../../helpers/scripted-server.ts';
import { typist } from '../../helpers/typist.ts';
import { accessToken, confirmed, minutes, now, verifik } from '../../helpers/verifik.ts';

const login = '/v2/projects/email-login?email=customer%40example.com';
const confirm = '/v2/projects/email-login/confirm';
const mailed = {
  body: {
    data: {
      status: 'sent',
      email: 'customer@example.com',
      expiresAt: new Date(now + 10 * minutes).toISOString(),
    },
  },
};

test('R-VER-3, R-VER-4: the whole login under --sandbox, marked as another page’s', async () => {
  const { exitCode, stdout, stderr } = await authrig(['verifik', 'email', '--sandbox']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^accessToken {2}eyJh…/);
  expect(stderr).toContain('Login by e-mail is on another page');
  expect(stderr).toContain('Verifik sent the OTP to c•••@example.com by e-mail');
});

test('R-VER-3: an address without a client ends with 3', async () => {
  const { exitCode, stderr } = await authrig(['verifik', 'email', '--sandbox', '--email', unknownEmail]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('invalid_email');
  expect(stderr).toContain('Check the address that you gave as --email.');
  expect(stderr).not.toContain('verifik.phone');
});

test('R-VER-4: 400 invalid_otp ends with 3, after one call', async () => {
  await using server = await scriptedServer({
    [login]: [mailed],
    [confirm]: [{ status: 400, body: { message: 'invalid_otp', code: 'ERROR' } }],
  });
  const { exitCode, stderr } = await verifik(server, [
    'email',
    '--email',
    'customer@example.com',
    '--otp',
    '111111',
  ]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('authrig verifik email');
  expect(server.requests).toHaveLength(2);
});

test('a person is asked for the address and the code', async () => {
  await using server = await scriptedServer({ [login]: [mailed], [confirm]: [confirmed()] });
  const { exitCode, stdout } = await verifik(server, ['email', '--field', 'accessToken'], {
    terminal: { columns: 100, rows: 40 },
    onMessage: typist(
      ['E-mail address of the client:', 'customer@example.com\r'],
      ['OTP sent to c•••@example.com by e-mail, good until 00:10:00 UTC:', '123456\r'],
    ),
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${accessToken}\n` });
});

test('VER-11: a code typed after the deadline is not sent, and the hint is about the login by e-mail', async () => {
  const clock = fakeClock({ now });
  await using server = await scriptedServer({ [login]: [mailed], [confirm]: [confirmed()] });
  let typed = false;
  const { exitCode, stderr } = await verifik(server, ['email', '--email', 'customer@example.com'], {
    clock,
    terminal: { columns: 100, rows: 40 },
    onMessage: (text, type) => {
      if (typed || !text.includes('OTP sent to')) return;
      typed = true;
      void clock.advance(10 * minutes).then(() => type('123456\r'));
    },
  });
  expect(exitCode).toBe(5);
  expect(stderr).toContain('Ask for a new one with: authrig verifik email');
  expect(server.requests).toHaveLength(1);
});

describe('F40: the address', () => {
  test.each([
    'customer',
    'a@example.com\r\nBcc: b@example.com',
    'kunde@bücher.example',
    `${'a'.repeat(300)}@example.com`,
  ])('%j ends with 2 before any call', async (email) => {
    await using server = await scriptedServer({});
    const { exitCode, stdout } = await verifik(server, ['email', '--email', email, '--otp', '123456']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(server.requests).toEqual([]);
  });

  test('none, and nobody to ask, ends with 2', async () => {
    await using server = await scriptedServer({});
    const { exitCode, stderr } = await verifik(server, ['email', '--otp', '123456']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--email');
    expect(server.requests).toEqual([]);
  });
});
