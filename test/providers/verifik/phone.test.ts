import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { sessionId } from '../../../src/flow/kept-session.ts';
import {
  sandbox,
  secondFactorPhone,
  smsPhone,
  unknownPhone,
} from '../../../src/providers/verifik/sandbox.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig, type RigOptions } from '../../helpers/rig.ts';
import { type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { onWindows } from '../../helpers/store-machine.ts';
import { typist } from '../../helpers/typist.ts';
import {
  accessToken,
  confirm,
  confirmed,
  day,
  jwt,
  login,
  minutes,
  now,
  patientClock,
  phone,
  sent,
  standingAt,
  verifik,
  verifikServer,
  wrongOtp,
} from '../../helpers/verifik.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const terminal = { columns: 100, rows: 40 };
const question = 'OTP sent to +11•••••663 by WhatsApp, good until 00:10:00 UTC:';
const secondQuestion = 'Second factor, as the authenticator app shows it:';
/** The question is drawn again with its answer: the next one stands behind this. */
const refused = ['did not take', ''] as const;

describe('the whole login under --sandbox', () => {
  test('UX-07, VER-07: needs no option, and prints the token masked', async () => {
    const { exitCode, stdout, stderr } = await authrig(['verifik', 'phone', '--sandbox']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^accessToken {2}eyJh….{4}\ntokenType {4}bearer\nexpiresAt {4}2026-01-31T00:00:00.000Z\n$/,
    );
    expect(stderr).toContain(
      'Verifik sent the OTP to +11•••••663 by WhatsApp; it is good until 00:10:00 UTC.\n',
    );
    expect(stderr).toContain('Verifik confirmed the OTP.\n');
  });

  test('VER-06: the gateway is told', async () => {
    const { stderr } = await authrig(['verifik', 'phone', '--sandbox', '--phone', smsPhone]);
    expect(stderr).toContain('by SMS');
  });

  test('VER-08: a phone without a client is told as such', async () => {
    const { exitCode, stderr } = await authrig(['verifik', 'phone', '--sandbox', '--phone', unknownPhone]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Verifik knows no client');
  });

  test('R-VER-9, VER-15: the second factor is read too, and marked as beyond the page', async () => {
    const { exitCode, stderr } = await authrig([
      'verifik',
      'phone',
      '--sandbox',
      '--phone',
      secondFactorPhone,
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Its page does not say how to give it');
  });
});

describe('F39: nobody to ask', () => {
  test.each([[['phone']], [['email', '--email', 'a@example.com']]])(
    '%j ends with 2 before anything is sent',
    async (argv) => {
      await using server = await verifikServer();
      for (const more of [[], ['--otp-from', 'prompt'], ['--no-input']]) {
        const { exitCode, stdout, stderr } = await verifik(server, [...argv, ...more]);
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
        expect(stderr).toContain('--otp-from');
      }
      expect(server.requests).toEqual([]);
    },
  );

  test('nor is the store touched', async () => {
    await using server = await verifikServer();
    const folder = temporaryFolder();
    expect((await verifik(server, ['phone'], { env: { AUTHRIG_CONFIG_DIR: folder } })).exitCode).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('VER-23: no phone ends with 2 before anything is sent', async () => {
    await using server = await verifikServer();
    const env = { AUTHRIG_VERIFIK_PHONE: '' };
    const { exitCode, stderr } = await verifik(server, ['phone', '--otp', '123456'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('verifik.phone');
    expect(server.requests).toEqual([]);
  });
});

describe('F38: what is no code', () => {
  test.each(['abcdef', '12345o', '', '   ', '123', '123456789', '1'.repeat(10_240)])(
    '%j is refused before anything is sent',
    async (otp) => {
      await using server = await verifikServer();
      const { exitCode } = await verifik(server, ['phone', `--otp=${otp}`]);
      expect(exitCode).toBe(2);
      expect(server.requests).toEqual([]);
    },
  );

  test.each([
    ['123 456', '123456'],
    ['12-34-56', '123456'],
    ['０１２３４５', '012345'],
    ['012345\n', '012345'],
  ])('%j is sent as %s', async (otp, digits) => {
    await using server = await verifikServer();
    expect((await verifik(server, ['phone', '--otp', otp])).exitCode).toBe(0);
    expect(server.at(confirm)[0]?.body).toContain(`"otp":"${digits}"`);
  });

  test('a prompt asks three times for one of the right shape, without a call', async () => {
    await using server = await verifikServer();
    const onMessage = typist(
      [question, 'abc\r'],
      ['digits only.', ''],
      [question, '12\r'],
      ['not 2.', ''],
      [question, 'no code\r'],
    );
    const { exitCode, stderr } = await verifik(server, ['phone'], { terminal, onMessage });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('after 3 attempts');
    expect(server.at(confirm)).toEqual([]);
  });
});

describe('F37: a wrong code', () => {
  test('unattended it costs one call and ends with 3', async () => {
    await using server = await verifikServer({ confirms: [wrongOtp] });
    const { exitCode, stdout, stderr } = await verifik(server, ['phone', '--otp', '111111']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('Invalid OTP code.');
    expect(stderr).toMatch(
      /Try again with: authrig verifik confirm --challenge [0-9a-f]{10}, or ask for a new OTP with: authrig verifik phone\n/,
    );
    expect(stderr).not.toContain('may still be good');
    expect(server.at(confirm)).toHaveLength(1);
    expect(server.at(login)).toHaveLength(1);
  });

  test('a person may type another one: right on the third, one call each, one message', async () => {
    await using server = await verifikServer({ confirms: [wrongOtp, wrongOtp, confirmed()] });
    const onMessage = typist([question, '111111\r'], refused, [question, '222222\r'], refused, [
      question,
      '012345\r',
    ]);
    const { exitCode, stdout } = await verifik(server, ['phone', '--field', 'accessToken'], {
      terminal,
      onMessage,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${accessToken}\n` });
    const codes = server.at(confirm).map(({ body }) => (JSON.parse(body) as { otp: string }).otp);
    expect(codes).toEqual(['111111', '222222', '012345']);
    expect(server.at(login)).toHaveLength(1);
  });

  test('three wrong ones end with 3', async () => {
    await using server = await verifikServer({ confirms: [wrongOtp] });
    const wrong = [question, '111111\r'] as const;
    const { exitCode } = await verifik(server, ['phone'], {
      terminal,
      onMessage: typist(wrong, refused, wrong, refused, wrong),
    });
    expect(exitCode).toBe(3);
    expect(server.at(confirm)).toHaveLength(3);
  });

  test.each([
    [
      'no more attempts',
      { status: 410, body: { success: false, error: 'x', code: 'MAX_ATTEMPTS_EXCEEDED' } },
      3,
    ],
    ['no client', { status: 404, body: { code: 'NotFound', message: 'x' } }, 3],
    ['expired', { status: 412, body: { code: 'PreconditionFailed', message: 'x' } }, 5],
    ['500', { status: 500, body: {} }, 7],
  ])('what no other code can mend is not asked for again: %s', async (_name, reply, code) => {
    await using server = await verifikServer({ confirms: [reply] });
    const { exitCode } = await verifik(server, ['phone'], {
      terminal,
      onMessage: typist([question, '111111\r']),
    });
    expect(exitCode).toBe(code);
    expect(server.at(confirm)).toHaveLength(1);
  });
});

describe('VER-11: the deadline', () => {
  test('a code typed after it is refused with 5, without a call', async () => {
    const clock = fakeClock({ now });
    await using server = await verifikServer();
    let typed = false;
    const { exitCode, stderr } = await verifik(server, ['phone'], {
      clock,
      terminal,
      onMessage: (text, type) => {
        if (typed || !text.includes(question)) return;
        typed = true;
        void clock.advance(10 * minutes).then(() => type('123456\r'));
      },
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('expired at 00:10:00 UTC');
    expect(server.at(confirm)).toEqual([]);
  });

  test('it is measured on Verifik’s own clock where that is another', async () => {
    await using server = await verifikServer();
    const clock = fakeClock({ auto: true, now: now + day });
    const { exitCode, stderr } = await verifik(server, ['phone', '--otp', '123456'], { clock });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('good until 00:10:00 UTC');
  });

  test('by our own clock where Verifik names the end alone', async () => {
    await using server = await verifikServer({
      logins: [sent({ createdAt: undefined, updatedAt: undefined })],
    });
    const late = fakeClock({ auto: true, now: now + 10 * minutes });
    expect((await verifik(server, ['phone', '--otp', '123456'], { clock: late })).exitCode).toBe(5);
    expect(server.at(confirm)).toEqual([]);
    expect((await verifik(server, ['phone', '--otp', '123456'])).exitCode).toBe(0);
  });

  test('without an end the code is confirmed, and the doubt is told', async () => {
    await using server = await verifikServer({
      logins: [sent({ expiresAt: undefined, phoneGateway: undefined })],
    });
    const { exitCode, stderr } = await verifik(server, ['phone', '--otp', '123456']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('does not say until when');
  });
});

describe('R-VER-9: a second factor', () => {
  const logins = [sent({ requires2FA: true })];

  test('goes out with the OTP, in one call', async () => {
    await using server = await verifikServer({ logins });
    const argv = ['phone', '--otp', '123456', '--authenticator-otp-from', 'stdin'];
    const { exitCode, stderr } = await verifik(server, argv, {
      stdin: '098 765\n',
      clock: fakeClock({ now }),
    });
    expect(exitCode).toBe(0);
    expect(server.at(confirm).map(({ body }) => body)).toEqual([
      `{"countryCode":"+1","phone":${phone},"otp":"123456","authenticatorOTP":"098765"}`,
    ]);
    expect(stderr).toContain('Its page does not say how to give it');
  });

  test('is asked for at a terminal', async () => {
    await using server = await verifikServer({ logins });
    const onMessage = typist([question, '123456\r'], [secondQuestion, '654321\r']);
    expect((await verifik(server, ['phone'], { terminal, onMessage })).exitCode).toBe(0);
    expect(server.at(confirm)[0]?.body).toContain('"authenticatorOTP":"654321"');
  });

  test('with nobody to ask it ends with 2 before the OTP is used up, and can be finished', async () => {
    await using server = await verifikServer({ logins });
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
    const first = await verifik(server, ['phone', '--otp', '123456'], { env });
    expect(first.exitCode).toBe(2);
    expect(first.stderr).toContain('--authenticator-otp-from');
    expect(server.at(confirm)).toEqual([]);
    const argv = ['confirm', '--otp', '123456', '--authenticator-otp-from', 'stdin'];
    expect(
      (await verifik(server, argv, { env, stdin: '654321\n', clock: fakeClock({ now }) })).exitCode,
    ).toBe(0);
    expect(server.at(login)).toHaveLength(1);
  });

  const unmatched = 'authenticator_otp_does_not_match';
  const wrongFactors = [
    ['as a message', { status: 403, body: { code: 'Forbidden', message: unmatched } }],
    ['as a code', { status: 403, body: { code: unmatched, message: 'No coincide.' } }],
    ['in an error object', { status: 403, body: { error: { code: 'Forbidden', message: unmatched } } }],
    ['in the place of the token', { body: { data: { message: unmatched } } }],
  ] as const;

  test.each(wrongFactors)(
    'R-VER-10: a wrong one is asked for again, the OTP is not: %s',
    async (name, no) => {
      const told = name === 'in the place of the token' ? 'gave no token' : 'factor did not match';
      await using server = await verifikServer({ logins, confirms: [no, confirmed()] });
      const onMessage = typist(
        [question, '123456\r'],
        [secondQuestion, '111111\r'],
        [told, ''],
        [secondQuestion, '654321\r'],
      );
      const { exitCode, stderr } = await verifik(server, ['phone'], { terminal, onMessage });
      expect(exitCode).toBe(0);
      expect(stderr).not.toContain('did not take the code');
      const bodies = server.at(confirm).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
      expect(bodies).toMatchObject([
        { otp: '123456', authenticatorOTP: '111111' },
        { otp: '123456', authenticatorOTP: '654321' },
      ]);
    },
  );

  test('R-VER-10: unattended a wrong one is told as such, with the command that tries again', async () => {
    await using server = await verifikServer({ logins, confirms: [wrongFactors[0][1]] });
    const argv = ['phone', '--otp', '123456', '--authenticator-otp-from', 'stdin'];
    const { exitCode, stderr } = await verifik(server, argv, {
      stdin: '654321\n',
      clock: fakeClock({ now }),
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('The second factor did not match');
    expect(stderr).toMatch(/authenticator app shows now: authrig verifik confirm --challenge [0-9a-f]{10}\n/);
    expect(stderr).not.toContain('did not take the code');
  });

  test('R-VER-10: where none is required, and where the name is not exactly that, the OTP is wrong', async () => {
    const almost = { status: 403, body: { code: 'Forbidden', message: `${unmatched}.` } };
    for (const script of [{ confirms: [wrongFactors[0][1]] }, { logins, confirms: [almost] }]) {
      await using server = await verifikServer(script);
      const argv = ['phone', '--otp', '123456', '--authenticator-otp-from', 'stdin'];
      const { stderr } = await verifik(server, argv, { stdin: '654321\n', clock: fakeClock({ now }) });
      expect(stderr).toContain('Verifik did not take the code');
    }
  });

  test('a message in the place of the token is no token', async () => {
    const message: Parameters<typeof verifikServer>[0] = {
      logins,
      confirms: [{ body: { data: { message: 'authenticator_otp_required' } } }],
    };
    await using server = await verifikServer(message);
    const argv = ['phone', '--otp', '123456', '--authenticator-otp-from', 'stdin'];
    const { exitCode, stderr } = await verifik(server, argv, {
      stdin: '654321\n',
      clock: fakeClock({ now }),
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('wants the second factor');
    await using other = await verifikServer({ ...message, logins: [sent()] });
    expect((await verifik(other, ['phone', '--otp', '123456'])).exitCode).toBe(7);
  });

  test('is never sent where none is required', async () => {
    await using server = await verifikServer();
    const argv = ['phone', '--otp', '123456', '--authenticator-otp-from', 'stdin'];
    expect((await verifik(server, argv, { stdin: '654321\n', clock: fakeClock({ now }) })).exitCode).toBe(0);
    expect(server.at(confirm)[0]?.body).not.toContain('authenticatorOTP');
  });
});

describe('an end before the OTP was typed', () => {
  const finish = /The OTP may still be good:\s+authrig verifik confirm --challenge ([0-9a-f]{10})\n/;

  /** Runs until the question stands, ends it, and finishes with the command that was told. */
  async function endAndFinish(
    end: (type: (keys: string) => void) => void,
    more: RigOptions,
    argv: string[] = [],
  ) {
    await using server = await verifikServer();
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
    let ended = false;
    const { exitCode, stderr } = await verifik(server, ['phone', ...argv], {
      terminal,
      env,
      clock: fakeClock({ now }),
      ...more,
      onMessage: (text, type) => {
        if (ended || !text.includes(question)) return;
        ended = true;
        setImmediate(() => end(type));
      },
    });
    expect(stderr.match(/may still be good/g)).toHaveLength(1);
    const id = finish.exec(stderr)?.[1] ?? '';
    const finished = await verifik(server, ['confirm', '--challenge', id, '--otp', '123456'], {
      env,
      clock: fakeClock({ now }),
    });
    expect(finished.exitCode, finished.stderr).toBe(0);
    expect(server.at(login)).toHaveLength(1);
    return exitCode;
  }

  test.each([
    ['Ctrl-C', '\u0003', 130],
    ['Ctrl-D', '\u0004', 2],
  ])('VER-07: %s keeps the challenge', async (_name, keys, code) => {
    expect(await endAndFinish((type) => type(keys), {})).toBe(code);
  });

  test('VER-07: a signal keeps the challenge', async () => {
    const stop = new AbortController();
    const reason = new CliError('cancelled', 'Stopped by SIGTERM.', { exitCode: 143 });
    expect(await endAndFinish(() => stop.abort(reason), { signal: stop.signal })).toBe(143);
  });

  test.each([
    ['a 429', { status: 429, headers: { 'retry-after': '7' }, body: {} }, 'Wait 7 s. The OTP may'],
    ['a 503', { status: 503, body: {} }, 'The OTP may'],
  ])(
    'VER-07: after %s the document says how to finish without another message',
    async (_name, reply, hint) => {
      await using server = await verifikServer({ confirms: [reply] });
      const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
      const run = await verifik(server, ['phone', '--otp', '123456', '--json', '--quiet'], { env });
      const { error } = JSON.parse(run.stdout) as { error: { hint: string } };
      expect(error.hint).toContain(hint);
      expect(error.hint).toMatch(/authrig verifik confirm --challenge [0-9a-f]{10}$/);
      expect(error.hint).not.toContain('run the command again');
      expect(run.stderr).toContain('authrig verifik confirm --challenge');
      expect(server.at(login)).toHaveLength(1);
    },
  );

  test('VER-07: --timeout keeps the challenge', async () => {
    const clock = fakeClock({ now });
    expect(await endAndFinish(() => void clock.advance(5000), { clock }, ['--timeout', '5s'])).toBe(5);
  });

  test('VER-07: the challenge is there while the OTP is waited for, and gone after it', async () => {
    await using server = await verifikServer();
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
    const challenges = () => readdirSync(join(env.AUTHRIG_CONFIG_DIR, 'sessions/default/challenges'));
    let during: string[] = [];
    const answer = typist([question, '123456\r']);
    const { exitCode } = await verifik(server, ['phone'], {
      terminal,
      env,
      onMessage: (text, type) => {
        if (text.includes(question) && during.length === 0) during = challenges();
        answer(text, type);
      },
    });
    expect(exitCode).toBe(0);
    expect(during).toContainEqual(expect.stringMatching(/^[0-9a-f]{10}\.json$/));
    expect(challenges().filter((name) => name.endsWith('.json'))).toEqual([]);
  });
});

test.each([
  ['phone', 'acessToken'],
  ['confirm', 'acessToken'],
  ['token', 'acessToken'],
  ['email', 'acessToken'],
  ['send', 'chalenge'],
  ['status', 'session'],
  ['forget', 'tokens'],
])('%s refuses a --field that there is none of before any call', async (verb, field) => {
  await using server = await verifikServer();
  const argv = [
    verb,
    '--field',
    field,
    ...(['phone', 'confirm', 'token'].includes(verb) ? ['--otp', '123456'] : []),
  ];
  const { exitCode, stderr } = await verifik(server, argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`no field "${field}"`);
  expect(server.requests).toEqual([]);
});

test('neither phone nor country code: both are named at once', async () => {
  await using server = await verifikServer();
  const env = { AUTHRIG_VERIFIK_PHONE: '', AUTHRIG_VERIFIK_COUNTRY_CODE: '' };
  for (const verb of ['phone', 'send', 'token']) {
    const otp = verb === 'send' ? [] : ['--otp', '123456'];
    const { exitCode, stderr } = await verifik(server, [verb, ...otp], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('verifik.countryCode and verifik.phone are not set');
    expect(stderr).toContain('authrig config set verifik.countryCode');
    expect(stderr).toContain('authrig config set verifik.phone');
  }
});

describe('VER-10, VER-22: what is kept', () => {
  test.each([
    ['30 days from the answer', accessToken, '2026-01-31T00:00:00.000Z'],
    [
      'the end that the token itself names, where that is earlier',
      jwt(now / 1000 + 3600),
      '2026-01-01T01:00:00.000Z',
    ],
    ['30 days, where it names a later one', jwt(now / 1000 + 40 * 86_400), '2026-01-31T00:00:00.000Z'],
  ])('%s', async (_name, token, expiresAt) => {
    await using server = await verifikServer({ confirms: [confirmed({ accessToken: token })] });
    const { json } = await verifik(server, ['phone', '--otp', '123456', '--json']);
    expect(json().data).toEqual({ accessToken: token, tokenType: 'bearer', expiresAt, cached: false });
  });

  test.skipIf(onWindows)('S04: a file of 0600, and nothing in it of the hash or the OTP', async () => {
    await using server = await verifikServer();
    const folder = temporaryFolder();
    await verifik(server, ['phone', '--otp', '837465'], { env: { AUTHRIG_CONFIG_DIR: folder } });
    const kept = join(folder, 'sessions', 'default', 'sessions');
    const files = readdirSync(kept).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(1);
    const path = join(kept, files[0] ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(accessToken);
    expect(text).not.toMatch(/\$2a\$|837465/);
  });

  test.skipIf(onWindows)(
    'F51: a token that could not be kept is printed all the same, and then it is 10',
    async () => {
      await using server = await verifikServer();
      for (const mode of [[], ['--json'], ['--field', 'accessToken']]) {
        const folder = temporaryFolder();
        const id = sessionId({ provider: 'verifik', baseUrl: server.origin, account: `+1${phone}` });
        const blocked = join(folder, 'sessions', 'default', 'sessions', `${id}.json`);
        // While the code is waited for, something else takes the place of the file.
        const script = join(folder, 'otp.sh');
        writeFileSync(script, `#!/bin/sh\nmkdir -p '${blocked}/x' && echo 123456\n`);
        chmodSync(script, 0o700);
        const env = { AUTHRIG_CONFIG_DIR: folder, PATH: process.env['PATH'] ?? '' };
        const argv = ['phone', '--otp-from', `cmd:${script}`, ...mode];
        const outcome = await verifik(server, argv, { env, clock: fakeClock({ now }) });
        expect(outcome.exitCode, outcome.stderr).toBe(10);
        expect(outcome.stderr).toContain('The token is good and was not kept');
        if (mode[0] === '--json') {
          expect(outcome.json()).toMatchObject({
            ok: false,
            data: { accessToken, tokenType: 'bearer', cached: false },
            error: { kind: 'local', exitCode: 10 },
          });
        } else {
          expect(outcome.stdout).toContain(mode.length === 0 ? 'eyJh…BaRs' : `${accessToken}\n`);
        }
      }
    },
  );

  test('the program that reads the OTP knows the challenge, by which the login can be finished', async () => {
    await using server = await verifikServer();
    const folder = temporaryFolder();
    const env = { AUTHRIG_CONFIG_DIR: folder, PATH: process.env['PATH'] ?? '' };
    const command = `printf %s "$AUTHRIG_CHALLENGE" > ${folder}/challenge; echo 123456`;
    const { exitCode, stderr } = await verifik(server, ['phone', '--otp-from', `cmd:${command}`], {
      env,
      clock: fakeClock({ now }),
    });
    expect(exitCode, stderr).toBe(0);
    expect(readFileSync(join(folder, 'challenge'), 'utf8')).toMatch(/^[0-9a-f]{10}$/);
  });

  test('F51: a store that can’t be written ends with 10 before anybody is messaged', async () => {
    await using server = await verifikServer();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sessions', 'default'), { recursive: true });
    writeFileSync(join(folder, 'sessions', 'default', 'sessions'), 'a file where a folder is needed');
    const { exitCode, stdout } = await verifik(server, ['phone', '--otp', '123456'], {
      env: { AUTHRIG_CONFIG_DIR: folder },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: '' });
    expect(server.requests).toEqual([]);
  });
});

describe('F49: two logins at once', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox({ verifik: sandbox });
  });
  afterEach(() => running.close());

  test('both end cleanly, and one valid token is kept', async () => {
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
    const argv = ['phone', '--otp-from', `url:${running.origin}/__sandbox/outbox`, '--field', 'accessToken'];
    const both = await Promise.all(
      [1, 2].map(() => verifik(standingAt(running.origin), argv, { env, clock: patientClock() })),
    );
    expect(both.map(({ exitCode, stderr }) => `${exitCode}${exitCode === 0 ? '' : stderr}`)).toEqual([
      '0',
      '0',
    ]);
    expect(running.outbox.list()).toHaveLength(2);
    const { stdout } = await verifik(standingAt(running.origin), ['token'], { env });
    expect(both.map((one) => one.stdout)).toContain(stdout);
  });
});
