import { describe, expect, test } from 'vitest';
import { fakeClock } from '../../helpers/fake-clock.ts';
import {
  check,
  created,
  jekimo,
  jekimoServer,
  key,
  ko,
  linkOf,
  ok,
  risky,
  token,
  tokenAnswer,
  tokenOf,
} from '../../helpers/jekimo.ts';
import { authrig } from '../../helpers/rig.ts';
import { typist } from '../../helpers/typist.ts';

const pin = '293812';
const terminal = { columns: 100, rows: 60 };
const question = 'The pin that the customer typed:';

describe('JEK-24: two-fa, a risk and a pin', () => {
  test.each([
    ['login', ['login', '--two-fa']],
    ['wait', ['wait', token]],
  ])('%s shows the pin to be mailed, and the right one completes', async (_verb, argv) => {
    await using server = await jekimoServer({ checks: [created, risky(293812)] });
    const { exitCode, json, stderr } = await jekimo(server, [...argv, '--otp', pin, '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({ token, status: 'OK', risk: true, pin, attempts: 2 });
    expect(stderr).toContain(`Pin to mail to the customer: ${pin}\n`);
    expect(stderr).toContain('Jekimo has no call for this step');
    expect(stderr.indexOf('The pin matches')).toBeGreaterThan(stderr.indexOf('Pin to mail'));
    expect(stderr.indexOf('OK names no user')).toBeGreaterThan(stderr.indexOf('The pin matches'));
    // Nothing but gettoken and check: Jekimo has no call that verifies a pin.
    expect(server.at(check)).toHaveLength(2);
    expect(server.requests).toHaveLength(argv[0] === 'login' ? 3 : 2);
  });

  test.each(['293813', '000000', '293 813'])(
    'another pin, %s, ends with 3 and prints no result',
    async (otp) => {
      await using server = await jekimoServer({ checks: [risky(293812)] });
      const { exitCode, stdout, stderr } = await jekimo(server, ['login', '--two-fa', '--otp', otp]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toContain('not complete');
      expect(stderr).not.toContain('OK names no user');
    },
  );

  test('nobody to ask ends with 2, and the pin is not shown', async () => {
    await using server = await jekimoServer({ checks: [risky(293812)] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['login', '--two-fa']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('--otp-from');
    expect(stderr).not.toContain(pin);
  });

  test('a person at the terminal is asked', async () => {
    await using server = await jekimoServer({ checks: [risky(12345)] });
    const { exitCode, stdout } = await jekimo(server, ['login', '--two-fa', '--field', 'pin'], {
      terminal,
      onMessage: typist([question, '01 23 45\r']),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '012345\n' });
  });

  test('JEK-21: after a wrong pin a new try takes a new token and its new pin', async () => {
    await using server = await jekimoServer({
      tokens: [tokenAnswer(), tokenAnswer({ token: tokenOf(2) })],
      checks: [risky(293812), risky(481516)],
    });
    const { exitCode, stdout } = await jekimo(server, ['login', '--two-fa', '--field', 'token'], {
      terminal,
      onMessage: typist(
        [question, '111111\r'],
        ['Try again with a new token?', '\r'],
        [question, '481516\r'],
      ),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${tokenOf(2)}\n` });
    expect(server.at(check).map((request) => request.headers['token'])).toEqual([token, tokenOf(2)]);
  });

  test.each([
    ['stdin', '293812\n', 0],
    ['stdin', '111111\n', 3],
    ['cmd:printf 293812', '', 0],
    ['cmd:exit 9', '', 2],
  ])('the pin from %s that holds %j ends with %i', async (source, stdin, code) => {
    await using server = await jekimoServer({ checks: [risky(293812)] });
    // Nobody waits here; a clock that runs by itself would be at the source's deadline at once.
    const options = { stdin, clock: fakeClock() };
    const { exitCode } = await jekimo(server, ['login', '--two-fa', '--otp-from', source], options);
    expect(exitCode).toBe(code);
  });

  test("under --sandbox the pin is delivered to the sandbox's outbox and read from there", async () => {
    const { exitCode, json, stderr } = await authrig(['jekimo', 'login', '--sandbox', '--two-fa', '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({
      status: 'OK',
      risk: true,
      pin: expect.stringMatching(/^[1-9]\d{5}$/) as string,
    });
    expect(stderr).toContain(`Pin to mail to the customer: ${String(json().data?.['pin'])}\n`);
  });

  test('under --sandbox a wrong pin is a wrong pin', async () => {
    expect((await authrig(['jekimo', 'login', '--sandbox', '--two-fa', '--otp', '000000'])).exitCode).toBe(3);
  });
});

describe('ALL-08, JEK-28: leading zeros', () => {
  test.each([
    [12345, '012345'],
    ['012345', '012345'],
    [42, '000042'],
  ])('%j is the pin %s', async (sent, typed) => {
    await using server = await jekimoServer({ checks: [risky(sent)] });
    const { exitCode, stdout, stderr } = await jekimo(server, [
      'login',
      '--two-fa',
      '--otp',
      typed,
      '--field',
      'pin',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${typed}\n` });
    expect(stderr).toContain(`Pin to mail to the customer: ${typed}\n`);
  });

  test.each(['12345', '12345 ', '0123456', 'O12345', '', '०१२३४५'])(
    'an --otp of %j can be no pin, and nothing is sent for it',
    async (otp) => {
      await using server = await jekimoServer({ checks: [risky(12345)] });
      for (const argv of [
        ['login', '--two-fa'],
        ['wait', token],
      ]) {
        const { exitCode, stderr } = await jekimo(server, [...argv, `--otp=${otp}`]);
        expect({ exitCode, sent: server.requests }).toEqual({ exitCode: 2, sent: [] });
        expect(stderr).toContain('--otp');
      }
    },
  );
});

describe('what can be no source is refused before anything is sent', () => {
  test.each([
    [['--otp', pin, '--otp-from', 'stdin'], 'twice'],
    [['--otp-from', 'prompt'], 'nobody can be asked'],
    [['--otp-from', 'prompt'], 'or from a source: --otp-from stdin, '],
    [['--otp-from', 'sandbox'], '--sandbox'],
    [['--otp-from', 'paper'], 'where to read from'],
  ])('%j', async (words, hint) => {
    await using server = await jekimoServer({ checks: [risky(293812)] });
    for (const argv of [
      ['login', '--two-fa'],
      ['wait', token],
    ]) {
      const { exitCode, stderr } = await jekimo(server, [...argv, ...words]);
      expect({ exitCode, sent: server.requests }).toEqual({ exitCode: 2, sent: [] });
      expect(stderr).toContain(hint);
    }
  });
});

describe('when there is no step-up', () => {
  test.each([
    ['JEK-25: two-fa without a risk', ['--two-fa'], { status: 'OK', risk: false, pin: 0 }],
    ['JEK-26: a risk without two-fa', [], { status: 'OK', risk: true, pin: 0 }],
    ['JEK-26: a risk with two-fa declined', ['--no-two-fa'], { status: 'OK', risk: true, pin: 0 }],
    ['JEK-25: a pin without a risk', ['--two-fa'], { status: 'OK', risk: false, pin: 293812 }],
  ])('%s asks nothing, even on a terminal', async (_name, words, body) => {
    await using server = await jekimoServer({ checks: [{ body }] });
    const { exitCode, json, stderr } = await jekimo(server, ['login', '--json', ...words], { terminal });
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ status: 'OK', risk: body.risk });
    expect(stderr).not.toMatch(/Pin to mail|The pin/);
  });

  test('JEK-27: two-fa, a risk and no pin contradict each other: 7, and nobody is let in', async () => {
    await using server = await jekimoServer({ checks: [risky(0)] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['login', '--two-fa', '--otp', '000000'], {
      terminal: { columns: 200, rows: 60 },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toContain('not complete');
    expect(stderr).not.toContain('OK names no user');
  });

  test('JEK-29: a pin beside created or KO is neither mailed nor asked for', async () => {
    const early = { body: { status: 'created', risk: true, pin: 293812 } };
    await using server = await jekimoServer({ checks: [early, early, ok] });
    const survived = await jekimo(server, ['login', '--two-fa', '--json'], { terminal });
    expect(survived.exitCode).toBe(0);
    expect(survived.json().data).toMatchObject({ pin: null });
    expect(survived.stderr).not.toMatch(/Pin to mail|293812/);
    await using denied = await jekimoServer({
      checks: [{ body: { status: 'KO', risk: true, pin: 293812 } }],
    });
    const { exitCode, stderr } = await jekimo(denied, ['login', '--two-fa', '--no-input'], { terminal });
    expect(exitCode).toBe(3);
    expect(stderr).not.toMatch(/Pin to mail|293812/);
    await using plain = await jekimoServer({ checks: [ko] });
    expect((await jekimo(plain, ['login', '--two-fa'])).exitCode).toBe(3);
  });
});

describe('ALL-02: where the pin shows', () => {
  test.each([
    ['the right one', '012345', 0],
    ['a wrong one', '987654', 3],
  ])('%s: once, for the person who mails it, and nowhere else', async (_name, otp, code) => {
    await using server = await jekimoServer({ checks: [risky(12345)] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['login', '--two-fa', '-v', '--otp', otp]);
    expect(exitCode).toBe(code);
    if (code === 0) expect(stdout).toContain('pin     ••••••\n');
    const [mail, link] = ['Pin to mail to the customer: 012345\n', `Link: ${linkOf(token)}\n`];
    for (const line of [mail, link]) expect(stderr.split(line)).toHaveLength(2);
    const said = stderr.replace(mail, '').replace(link, '');
    for (const secret of ['012345', '12345', otp, key, token])
      expect(`${stdout}${said}`).not.toContain(secret);
  });
});
