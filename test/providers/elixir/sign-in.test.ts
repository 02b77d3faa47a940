import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { behaviours } from '../../helpers/bad-server.ts';
import {
  elixirServer,
  email,
  key,
  machineAt,
  now,
  paths,
  refusal,
  session,
  success,
  transactionId,
  wrongCredentials,
  wrongKey,
} from '../../helpers/elixir.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig } from '../../helpers/rig.ts';
import { typist } from '../../helpers/typist.ts';

const terminal = { columns: 100, rows: 40 };
const first = ['OTP from', '11111\r'] as const;
/** Types nothing: the next question is the one behind these words. */
const again = ['Type it again', ''] as const;
const codesSent = (requests: readonly { readonly body: string }[]): unknown[] =>
  requests.map(({ body }) => (JSON.parse(body) as { code: string }).code);

describe('elixir otp', () => {
  test('ELX-03: on a terminal the masked address is told, the code asked for, the session kept', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    const { exitCode, stdout, stderr } = await machine.run(['otp', '--field', 'token'], {
      terminal,
      onMessage: typist(['OTP from the mail', '01234\r']),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${String(session(1)['token'])}\n` });
    expect(stderr).toContain('Elixir mailed a code to g•••@example.com. Check the mail');
    expect(stderr).not.toContain(email);
    expect(codesSent(server.at(paths.verify))).toEqual(['01234']);
    expect((await machine.run(['token'])).stdout).toBe(stdout);
  });

  test('F37: wrong, wrong, right: three calls, one message, exit 0', async () => {
    const verify = [wrongCredentials, wrongCredentials, success(session(1))];
    await using server = await elixirServer({ verify });
    const { exitCode, stderr } = await machineAt(server).run(['otp'], {
      terminal,
      onMessage: typist(first, again, ['OTP from', '22222\r'], again, ['OTP from', '33333\r']),
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('wrong, expired or used up (code 1000, "Invalid Credentials!")');
    expect(codesSent(server.at(paths.verify))).toEqual(['11111', '22222', '33333']);
    expect(server.at(paths.login)).toHaveLength(1);
  });

  test('F37: three wrong codes end with 3 and say how to get a new one', async () => {
    await using server = await elixirServer({ verify: [wrongCredentials] });
    const { exitCode, stderr } = await machineAt(server).run(['otp'], {
      terminal,
      onMessage: typist(first, again, ['OTP from', '22222\r'], again, ['OTP from', '33333\r']),
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Ask for a new code with: authrig elixir otp');
    expect(server.at(paths.verify)).toHaveLength(3);
  });

  test('F37: a source that is no person has one try', async () => {
    await using server = await elixirServer({ verify: [wrongCredentials] });
    const { exitCode } = await machineAt(server).run(['otp', '--otp-from', 'stdin'], {
      stdin: '11111\n22222\n33333\n',
      clock: fakeClock(),
    });
    expect(exitCode).toBe(3);
    expect(server.at(paths.verify)).toHaveLength(1);
  });

  test.each([
    ['012 34', '01234'],
    ['01-2-34', '01234'],
    ['０１２３４', '01234'],
    [' 00000 ', '00000'],
    ['1234', '1234'],
    ['1234567', '1234567'],
    ['123456789012', '123456789012'],
  ])('F38, ELX-26: %j leaves as %s, whatever its length', async (typed, sent) => {
    await using server = await elixirServer();
    expect((await machineAt(server).run(['otp', '--otp', typed])).exitCode).toBe(0);
    expect(codesSent(server.at(paths.verify))).toEqual([sent]);
  });

  test.each(['abcde', '12a45', '', ' ', '--', '1'.repeat(10_240), '90\u001B[2J78'])(
    'F38: %j is refused before a mail is sent',
    async (typed) => {
      await using server = await elixirServer();
      const { exitCode, stdout } = await machineAt(server).run(['otp', '--otp', typed]);
      expect({ exitCode, stdout, sent: server.requests }).toEqual({ exitCode: 2, stdout: '', sent: [] });
    },
  );

  test('F38: at the prompt letters are asked for again without a call', async () => {
    await using server = await elixirServer();
    const { exitCode } = await machineAt(server).run(['otp'], {
      terminal,
      onMessage: typist(['OTP from', 'abcde\r'], ['digits only', ''], ['OTP from', '01234\r']),
    });
    expect(exitCode).toBe(0);
    expect(codesSent(server.at(paths.verify))).toEqual(['01234']);
  });

  test.each([
    ['without a terminal', [], {}],
    ['under --no-input', ['--no-input'], { terminal }],
    ['in CI', [], { terminal, env: { CI: 'true' } }],
  ])('F39: %s nothing is sent, and --otp-from is named', async (_case, words, options) => {
    await using server = await elixirServer();
    const { exitCode, stdout, stderr } = await machineAt(server).run(['otp', ...words], options);
    expect({ exitCode, stdout, sent: server.requests }).toEqual({ exitCode: 2, stdout: '', sent: [] });
    expect(stderr).toContain('--otp-from');
  });

  test('with neither address nor code the address is named, and nothing is sent', async () => {
    await using server = await elixirServer();
    const { exitCode, stderr } = await machineAt(server, { AUTHRIG_ELIXIR_EMAIL: '' }).run(['otp']);
    expect({ exitCode, sent: server.requests }).toEqual({ exitCode: 2, sent: [] });
    expect(stderr).toContain('--email');
  });

  test('a flow that is broken off has told how it is finished', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    const { stderr } = await machine.run(['otp'], {
      env: { NO_COLOR: '1' },
      terminal,
      onMessage: typist(['OTP from', '\u0004']),
    });
    const told =
      /Should this be interrupted, finish with:\s+authrig elixir (verify --challenge [0-9a-f]{10})\b/;
    const words = told.exec(stderr)?.[1]?.split(' ') ?? [];
    expect((await machine.run([...words, '--otp', '01234'])).exitCode).toBe(0);
    const sandboxed = await authrig(['elixir', 'otp', '--sandbox']);
    expect(sandboxed.stderr).not.toContain('interrupted');
  });

  test('after a wrong code the challenge is still there, and told with the command that tries again', async () => {
    const verify = [wrongCredentials, wrongCredentials, success(session(1))];
    await using server = await elixirServer({ verify });
    const machine = machineAt(server);
    const told = /still there; try another code with: authrig elixir (verify --challenge [0-9a-f]{10})\s/;
    let words = ['otp'];
    for (const wrong of ['11111', '22222']) {
      const { exitCode, stderr } = await machine.run([...words, '--otp', wrong]);
      expect(exitCode).toBe(3);
      words = told.exec(stderr)?.[1]?.split(' ') ?? [];
    }
    expect((await machine.run([...words, '--otp', '01234'])).exitCode).toBe(0);
  });

  test('F39: a prompt that is closed ends with 2 and names --otp-from', async () => {
    await using server = await elixirServer();
    const { exitCode, stdout, stderr } = await machineAt(server).run(['otp'], {
      terminal,
      onMessage: typist(['OTP from', '\u0004']),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('--otp-from');
    expect(server.at(paths.verify)).toEqual([]);
  });

  test.each([
    'grace@example.com\r\nBcc: eve@example.com',
    'grace@bücher.example',
    `${'g'.repeat(290)}@example.com`,
    'grace',
    'grace@hopper@example.com',
    'grace hopper@example.com',
    '',
  ])('F40: the address %j is refused before a mail is sent', async (address) => {
    await using server = await elixirServer();
    for (const verb of ['otp', 'send']) {
      const { exitCode, stdout } = await machineAt(server).run([verb, '--email', address], {
        stdin: '01234',
      });
      expect({ exitCode, stdout, sent: server.requests }).toEqual({ exitCode: 2, stdout: '', sent: [] });
    }
  });

  test('an address that is not set is asked for on a terminal, and named elsewhere', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server, { AUTHRIG_ELIXIR_EMAIL: '' });
    const asked = await machine.run(['otp'], {
      terminal,
      onMessage: typist(['E-mail:', `${email}\r`], ['OTP from', '01234\r']),
    });
    expect(asked.exitCode).toBe(0);
    expect(JSON.parse(server.at(paths.login)[0]?.body ?? '')).toEqual({ email });
    const unasked = await machine.run(['otp', '--otp', '01234']);
    expect(unasked.exitCode).toBe(2);
    expect(unasked.stderr).toContain('--email');
  });

  test('ELX-06: a registration is told', async () => {
    await using server = await elixirServer({ verify: [success({ ...session(1), newAccount: true })] });
    const { stderr, json } = await machineAt(server).run(['otp', '--otp', '01234', '--json']);
    expect(stderr).toContain('the account is new');
    expect(json().data).toMatchObject({ newAccount: true });
  });

  test.each([
    [{ status: 'BANNED', banReason: 'spam' }, 'status BANNED, reason "spam"'],
    [{ status: 'ACTIVE', banReason: 'spam' }, 'status ACTIVE, reason "spam"'],
    [{ status: 'DELETED', banReason: null }, 'status DELETED.'],
    [{ status: 'active', banReason: '' }, 'status active.'],
    [{ status: '', banReason: null }, 'status (empty).'],
    [{ status: 'BANNED', banReason: 'Oo\u001B]0;evil\u0007\u202EoO' }, 'reason "Oo'],
  ])('ELX-07: %j is no sign-in, and nothing is kept', async (user, told) => {
    const verify = [success(session(1, 10, { user: { _id: '6d', ...user } }))];
    await using server = await elixirServer({ verify });
    const machine = machineAt(server);
    const { exitCode, stdout, stderr } = await machine.run(['otp', '--otp', '01234']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain('blocked or banned');
    expect(stderr).toContain(told);
    expect(stderr).not.toMatch(/[\u001B\u0007\u202E]/);
    expect((await machine.run(['token'])).exitCode).toBe(4);
  });

  test.each([null, '', ' ', undefined])('ELX-22: banReason %j means none', async (banReason) => {
    const verify = [success(session(1, 10, { user: { _id: '6d', status: 'ACTIVE', banReason } }))];
    await using server = await elixirServer({ verify });
    expect((await machineAt(server).run(['otp', '--otp', '01234'])).exitCode).toBe(0);
  });

  test('R-ELX-7: a code in the answer is not used, and not shown', async () => {
    const login = [success({ transactionId, userCode: '987654' })];
    await using server = await elixirServer({ login });
    const { stdout, stderr } = await machineAt(server).run(['send', '-v']);
    expect(stdout + stderr).not.toContain('987654');
  });

  test('ELX-27, ELX-28, ALL-02: no secret in any text, not even under --verbose', async () => {
    await using server = await elixirServer();
    const { exitCode, stdout, stderr } = await machineAt(server).run(['otp', '--otp', '01234', '-v']);
    expect(exitCode).toBe(0);
    const { token, refreshToken } = session(1);
    for (const secret of [key, email, transactionId, token, refreshToken, '01234']) {
      expect(stdout + stderr).not.toContain(secret);
    }
    expect(stdout).toMatch(/^token +eyJh….{4}\nrefreshToken +refr…er-1\n/);
  });
});

describe('ALL-09: one request, whatever comes of it', () => {
  test.each([
    ['reset', behaviours.reset, 6, 'unknown'],
    ['empty', behaviours.empty, 6, 'unknown'],
    ['cut off', behaviours.cutOff, 6, 'unknown'],
    ['500', { status: 500, body: 'Oops' }, 7, 'unknown'],
    ['503 with a refusal', refusal({ code: 1000 }, 503), 7, 'unknown'],
    ['429', { status: 429, body: 'Slow down' }, 7, 'turned away'],
    ['a page', { body: '<html>' }, 7, 'unknown'],
  ])('%s', async (_name, fault, exit, outcome) => {
    for (const [script, path, argv, effect] of [
      [{ login: [fault] }, paths.login, ['send'], 'the message may have been sent'],
      [{ verify: [fault] }, paths.verify, ['otp', '--otp', '01234'], 'the code may be used up'],
      [{ qr: [fault] }, paths.qr, ['qr', 'REIKEY:one'], 'the QR value may be used up'],
    ] as const) {
      await using server = await elixirServer(script);
      const { exitCode, stdout, stderr } = await machineAt(server).run(argv);
      expect({ argv, exitCode, stdout }).toEqual({ argv, exitCode: exit, stdout: '' });
      expect(server.at(path)).toHaveLength(1);
      const said = /The outcome is unknown: (.*)\.\n/.exec(stderr)?.[1];
      expect(said).toBe(outcome === 'unknown' ? effect : undefined);
    }
  });
});

test('ALL-09: a lost answer at the prompt is not asked about again', async () => {
  await using server = await elixirServer({ verify: [behaviours.reset] });
  const { exitCode } = await machineAt(server).run(['otp'], { terminal, onMessage: typist(first) });
  expect({ exitCode, calls: server.at(paths.verify).length }).toEqual({ exitCode: 6, calls: 1 });
});

describe('elixir send and verify', () => {
  test('ELX-02: the challenge is kept in a file of its own, 0600, and printed with the command that ends it', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    const { json, stderr } = await machine.run(['send', '--json']);
    const { challenge } = json().data ?? {};
    expect(stderr).toContain(`Finish with: authrig elixir verify --challenge ${String(challenge)}`);
    const folder = join(machine.folder, 'sessions/default/challenges');
    expect(readdirSync(folder)).toEqual([`${String(challenge)}.json`]);
    const file = join(folder, `${String(challenge)}.json`);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(file, 'utf8')).toContain(transactionId);

    const verified = await machine.run(['verify', '--otp', '01234']);
    expect(verified.exitCode).toBe(0);
    expect(JSON.parse(server.at(paths.verify)[0]?.body ?? '')).toEqual({ transactionId, code: '01234' });
    expect(readdirSync(folder)).toEqual([]);
    expect((await machine.run(['verify', '--otp', '01234'])).exitCode).toBe(4);
  });

  test('two at once do not disturb each other: by id, by address, and the newest', async () => {
    const login = ['t-one', 't-two', 't-three'].map((id) => success({ transactionId: id }));
    await using server = await elixirServer({ login });
    const machine = machineAt(server);
    const one = (await machine.run(['send', '--email', 'one@example.com', '--json'])).json().data;
    await machine.run(['send', '--email', 'Two@example.com']);
    await machine.run(['send', '--email', 'three@example.com']);
    const used = async (...words: string[]) => {
      expect((await machine.run(['verify', '--otp', '01234', ...words])).exitCode).toBe(0);
      return (JSON.parse(server.requests.at(-1)?.body ?? '') as { transactionId: string }).transactionId;
    };
    expect(await used('--email', 'two@example.com')).toBe('t-two');
    expect(await used('--challenge', String(one?.['challenge']))).toBe('t-one');
    expect(await used()).toBe('t-three');
    expect((await machine.run(['verify', '--otp', '01234'])).exitCode).toBe(4);
  });

  test('a refused code leaves the challenge, so that it can be tried again', async () => {
    await using server = await elixirServer({ verify: [wrongCredentials, success(session(1))] });
    const machine = machineAt(server);
    await machine.run(['send']);
    expect((await machine.run(['verify', '--otp', '11111'])).exitCode).toBe(3);
    expect((await machine.run(['verify', '--otp', '01234'])).exitCode).toBe(0);
  });

  test('where none is kept for the address it is told for whom', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    const sent = (await machine.run(['send', '--json'])).json().data;
    const other = ['verify', '--otp', '01234', '--email', 'ada@example.com'];
    for (const [words, says] of [
      [[], 'No challenge is kept for a•••@example.com.'],
      [
        ['--challenge', String(sent?.['challenge'])],
        'No challenge with this id is kept for a•••@example.com.',
      ],
    ] as const) {
      const { exitCode, stderr } = await machine.run([...other, ...words]);
      expect(exitCode).toBe(4);
      expect(stderr).toContain(says);
    }
  });

  test('verify without a code ends with 2, before a call', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await machine.run(['send']);
    const { exitCode, stderr } = await machine.run(['verify']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--otp-from');
    expect(server.at(paths.verify)).toEqual([]);
  });

  test('a mail that came before `verify` began is found in a list of messages', async () => {
    await using server = await elixirServer();
    const machine = machineAt(server);
    await machine.run(['send']);
    const file = join(machine.folder, 'mail.txt');
    writeFileSync(file, 'Your Elixir code is 01234. It was asked for on 2026-01-01.');
    expect((await machine.run(['verify', '--otp-from', `file:${file}`])).exitCode).toBe(0);
    expect(codesSent(server.at(paths.verify))).toEqual(['01234']);
  });
});

describe('what Elixir refuses', () => {
  test.each([
    ['R-ELX-1: the key', wrongKey, 4, /refused the API key: "Invalid API Key"/],
    ['R-ELX-1: the key, as a text', refusal({ code: '1001', message: 'invalid api key' }), 4, /API key/],
    [
      'R-ELX-4: 1001 with another message',
      refusal({ code: 1001, message: "The argument 'encoding' is invalid for data of length 1151" }),
      3,
      /mailed no code \(code 1001, "The argument 'encoding'/,
    ],
    ['R-ELX-4: the words with another code', refusal({ code: 1000, message: 'Invalid API Key' }), 3, /1000/],
    ['R-ELX-4: 1001 without a message', refusal({ code: 1001 }), 3, /\(code 1001\)/],
    ['R-ELX-2: a code that is a text', refusal({ code: 'NO_SUCH_USER' }), 3, /\(code NO_SUCH_USER\)/],
    ['ELX-20: no error at all', { body: { success: false } }, 3, /mailed no code\./],
    ['ELX-20: an error that is a text', { body: { success: false, error: 'no' } }, 3, /mailed no code\./],
    ['ELX-19: with data', { body: { success: false, data: { transactionId } } }, 3, /mailed no code/],
    ['ALL-06: false as a text', { body: { success: 'false', data: { transactionId } } }, 3, /mailed no code/],
    ['ELX-19: a success without data', { body: { code: 1, success: true } }, 7, /"data" is missing/],
    ['ELX-20: nothing that is known', { body: { result: 'ok' } }, 7, /"success" is missing/],
  ])('%s', async (_name, login, exit, says) => {
    await using server = await elixirServer({ login: [login] });
    const { exitCode, stdout, stderr } = await machineAt(server).run(['otp', '--otp', '01234']);
    expect({ exitCode, stdout }).toEqual({ exitCode: exit, stdout: '' });
    expect(stderr).toMatch(says);
    expect(server.requests).toHaveLength(1);
  });

  test('the error document names the operation and the code', async () => {
    await using server = await elixirServer({ verify: [wrongCredentials] });
    const { json } = await machineAt(server).run(['otp', '--otp', '01234', '--json']);
    expect(json().error).toMatchObject({
      kind: 'denied',
      exitCode: 3,
      provider: { name: 'elixir', operation: 'otpVerify', httpStatus: 400, code: '1000' },
    });
  });

  test('no key is exit 4, and nothing is sent', async () => {
    await using server = await elixirServer();
    for (const argv of [['otp', '--otp', '01234'], ['send'], ['qr', 'REIKEY:one']]) {
      const { exitCode } = await machineAt(server, { AUTHRIG_ELIXIR_API_KEY: '' }).run(argv);
      expect({ exitCode, sent: server.requests }).toEqual({ exitCode: 4, sent: [] });
    }
  });
});

test('F49: two sign-ins at once both end cleanly, and one valid token is kept', async () => {
  await using server = await elixirServer({ verify: [success(session(1)), success(session(2))] });
  const machine = machineAt(server);
  const both = await Promise.all(
    [1, 2].map(() => machine.run(['otp', '--otp', '01234', '--field', 'token'])),
  );
  expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const kept = await machine.run(['token']);
  expect(both.map(({ stdout }) => stdout)).toContain(kept.stdout);
});

test('ELX-21: the earlier of the two dates counts, the lifetime where there is neither', async () => {
  const at = (hours: number): number => now + hours * 3_600_000;
  const token = (hours: number) =>
    (session(1)['token'] as string).replace(/\..*\./, `.${claims(at(hours))}.`);
  const claims = (exp: number) => Buffer.from(JSON.stringify({ exp: exp / 1000 })).toString('base64url');
  for (const [data, hours] of [
    [{ token: token(5), tokenExpiry: at(9) }, 5],
    [{ token: token(9), tokenExpiry: at(5) }, 5],
    [{ token: token(7), tokenExpiry: undefined }, 7],
    [{ token: 'opaque', tokenExpiry: at(3) }, 3],
    [{ token: 'opaque', tokenExpiry: undefined, tokenLifeMS: 7_200_000 }, 2],
  ] as const) {
    await using server = await elixirServer({ verify: [success(session(1, 1, data))] });
    const { json } = await machineAt(server).run(['otp', '--otp', '01234', '--json']);
    expect(json().data?.['expiresAt']).toBe(new Date(at(hours)).toISOString());
  }
  const none = { token: 'opaque', tokenExpiry: undefined, tokenLifeMS: undefined };
  await using server = await elixirServer({ verify: [success(session(1, 1, none))] });
  expect((await machineAt(server).run(['otp', '--otp', '01234'])).exitCode).toBe(7);
});

test('under --sandbox no option is needed', async () => {
  const { exitCode, json, stderr } = await authrig(['elixir', 'otp', '--sandbox', '--json']);
  expect(exitCode).toBe(0);
  expect(Object.keys(json().data ?? {})).toEqual([
    'token',
    'refreshToken',
    'expiresAt',
    'user',
    'newAccount',
  ]);
  expect(stderr).toContain('a•••@example.com');
});

test.each([
  [['otp', '--otp', '01234'], 'newAccount'],
  [['verify', '--otp', '01234'], 'newAccount'],
  [['qr', 'REIKEY:one'], 'refreshToken'],
  [['refresh'], 'user'],
  [['token'], 'expiresAt'],
  [['send'], 'challenge'],
  [['signout'], 'message'],
  [['status'], 'challenges'],
])('a --field that is none is refused before a call: %j', async (argv, known) => {
  await using server = await elixirServer();
  const machine = machineAt(server);
  expect((await machine.run(['otp', '--otp', '01234'])).exitCode).toBe(0);
  await machine.run(['send']);
  const before = server.requests.length;
  const { exitCode, stdout, stderr } = await machine.run([...argv, '--field', 'tokne']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`has no field "tokne"[^]*${known}`));
  expect(server.requests).toHaveLength(before);
});
