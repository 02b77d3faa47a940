import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blockedKey, sandbox } from '../../../src/providers/juvlon/sandbox.ts';
import { behaviours } from '../../helpers/bad-server.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { juvlonServer, key, pair, path, verified, verify } from '../../helpers/juvlon.ts';
import { authrig, type Outcome } from '../../helpers/rig.ts';
import { type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import type { Reply } from '../../helpers/scripted-server.ts';
import { typist } from '../../helpers/typist.ts';

const terminal = { columns: 100, rows: 40 };

/** The outcome of one call that is answered like this; there is never a second one. */
async function answered(reply: Reply, ...words: string[]): Promise<Outcome> {
  await using server = await juvlonServer(reply);
  const outcome = await verify(server, words);
  expect(server.requests.map((request) => request.path)).toEqual([path]);
  return outcome;
}

const refused = (more: Readonly<Record<string, unknown>>): Reply => ({ body: { status: 'Error', ...more } });

describe('what is sent', () => {
  test('JUV-01, JUV-21: one POST of JSON with the three members, and no key in a header', async () => {
    await using server = await juvlonServer(verified());
    expect((await verify(server)).exitCode).toBe(0);
    const [request, ...more] = server.requests;
    expect(more).toEqual([]);
    expect(request).toMatchObject({ method: 'POST', path });
    expect(JSON.parse(request?.body ?? '')).toEqual({ apiKey: key, token: pair.token, otp: pair.otp });
    expect(request?.rawHeaders.join('\n')).not.toContain(key);
    expect(request?.rawHeaders).toEqual(expect.arrayContaining(['Content-Type', 'application/json']));
  });

  test('JUV-17: --content-type form changes the label alone', async () => {
    await using server = await juvlonServer(verified());
    await verify(server);
    await verify(server, ['--content-type', 'form']);
    const [first, second] = server.requests;
    expect(second?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(second?.body).toBe(first?.body);
  });

  test.each([
    ['0042', '0042'],
    ['00 42', '0042'],
    ['ABCD12', 'ABCD12'],
    ['９０７８', '9078'],
    ['000000000000', '000000000000'],
  ])('ALL-08: the code %s leaves as %s', async (typed, sent) => {
    await using server = await juvlonServer(verified());
    await verify(server, ['--token', pair.token, '--otp', typed]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ otp: sent });
  });

  test.each([
    [['--otp', '9078']],
    [['--token', 'OJUWLB']],
    [[]],
    [['--token', '', '--otp', '9078']],
    [['--token', ' ', '--otp', '9078']],
    [['--token', 'OJUWLB', '--otp', '']],
    [['--token', 'OJUWLB', '--otp', '--']],
    [['--token', 'OJUWLB', '--otp', '90\u001B[2J78']],
    [['--token', 'OJUWLB', '--otp', '9'.repeat(65)]],
    [['--token', 'OJUWLB', '--otp', '9078', '--otp-from', 'stdin']],
    [['--token', 'OJUWLB', '--otp-from', 'prompt']],
    [['--token', 'OJUWLB', '--otp', '9078', '--content-type', 'xml']],
  ])('JUV-16: nothing is filled in for what is missing, and nothing sent: %j', async (words) => {
    await using server = await juvlonServer(verified());
    const env = { AUTHRIG_JUVLON_BASE_URL: server.origin, AUTHRIG_JUVLON_API_KEY: key };
    const { exitCode, stdout } = await authrig(['juvlon', 'verify', ...words], { env });
    expect({ exitCode, stdout, sent: server.requests }).toEqual({ exitCode: 2, stdout: '', sent: [] });
  });

  test('JUV-22: on a terminal token and code are asked for', async () => {
    await using server = await juvlonServer(verified());
    const { exitCode, stdout } = await authrig(['juvlon', 'verify', '--field', 'verify'], {
      env: { AUTHRIG_JUVLON_BASE_URL: server.origin, AUTHRIG_JUVLON_API_KEY: key },
      terminal,
      onMessage: typist(['Token:', `${pair.token}\r`], ['OTP:', `${pair.otp}\r`]),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'true\n' });
  });

  test.each([
    ['stdin', `${pair.otp}\n`],
    [`cmd:printf ${pair.otp}`, ''],
  ])('JUV-22: the code from %s', async (source, stdin) => {
    await using server = await juvlonServer(verified());
    const words = ['--token', pair.token, '--otp-from', source];
    expect((await verify(server, words, { stdin, clock: fakeClock() })).exitCode).toBe(0);
  });

  test('what a sandbox says beside a refusal is part of the hint, whoever the provider is', async () => {
    const headers = { 'x-sandbox-hint': 'the apiKey is another one' };
    await using server = await juvlonServer({ headers, body: '{"code":403,"status":"Error"}' });
    const words = ['--token', pair.token, '--otp', pair.otp];
    const { json } = await verify(server, [...words, '--json']);
    expect(json().error?.hint).toMatch(/^The sandbox says why: the apiKey is another one\. \S/);
    expect(json().error?.['provider']).not.toHaveProperty('sandboxHint');
  });

  test('no key is exit 4, and nothing is sent', async () => {
    await using server = await juvlonServer(verified());
    const { exitCode, stderr } = await verify(server, [], { env: { AUTHRIG_JUVLON_API_KEY: '' } });
    expect({ exitCode, sent: server.requests }).toEqual({ exitCode: 4, sent: [] });
    expect(stderr).toContain('authrig config set juvlon.apiKey');
  });

  test('ALL-01: plain http to another machine is refused', async () => {
    const { exitCode } = await verify({ origin: 'http://api2.juvlon.com' });
    expect(exitCode).toBe(2);
  });
});

describe('what is read', () => {
  test('JUV-02, JUV-03: verified', async () => {
    const { exitCode, json, stderr } = await answered(verified(), '--json');
    expect(exitCode).toBe(0);
    expect(json()).toEqual({
      ok: true,
      command: 'juvlon verify',
      data: { verify: true, transactionId: '327', token: pair.token },
    });
    expect(stderr).toContain('matched, had not expired and had not been used');
  });

  test.each(['false', false])(
    'JUV-04, JUV-13: verify %j ends with 3 and names all three reasons',
    async (value) => {
      const { exitCode, json } = await answered(verified({ verify: value }), '--json');
      expect(exitCode).toBe(3);
      expect(json().error?.message).toMatch(/wrong, or expired, or was verified before/);
      expect(json().error?.['provider']).toMatchObject({
        name: 'juvlon',
        operation: 'verifyOneTimeCode',
        code: 'false',
      });
      expect(json().data).toBeUndefined();
    },
  );

  test.each([
    [401, 7, /method is invalid/],
    [402, 4, /no API key/],
    [403, 4, /refused the API key/],
    [404, 4, /blocked the account/],
    [442, 7, /explains nowhere/],
    [400, 7, /does not document/],
    [429, 7, /does not document/],
    [500, 7, /does not document/],
    [0, 7, /does not document/],
    [-200, 7, /does not document/],
    [200.5, 7, /does not document/],
    [2000, 7, /does not document/],
    [1e21, 7, /does not document/],
  ])(
    'JUV-06, JUV-07, JUV-08, JUV-09, JUV-10, JUV-11, JUV-12: code %d ends with %i, as a number and as a text',
    async (code, exit, says) => {
      for (const value of [code, String(code)]) {
        const { exitCode, stdout, stderr } = await answered(refused({ code: value }));
        expect({ value, exitCode, stdout }).toEqual({ value, exitCode: exit, stdout: '' });
        expect(stderr).toMatch(says);
        expect(stderr).toContain(String(code));
        expect(stderr).not.toContain('not found');
      }
    },
  );

  test('JUV-11: the code is in the error document as it came', async () => {
    const { json } = await answered(refused({ code: '0442' }), '--json');
    expect(json().error?.['provider']).toEqual({
      name: 'juvlon',
      operation: 'verifyOneTimeCode',
      httpStatus: 200,
      code: '0442',
    });
  });

  test.each([200, '200', ' 200', '200\n'])('JUV-12: code %j is 200', async (code) => {
    expect((await answered(verified({ code }))).exitCode).toBe(0);
  });

  test.each([
    '0xC8',
    '2e2',
    '200.0',
    '+200',
    '',
    ' ',
    '二百',
    'Success',
    '200 OK',
    null,
    true,
    [200],
    {},
    undefined,
  ])('JUV-12, ALL-07: code %j is not 200', async (code) => {
    const { exitCode, stdout } = await answered(verified({ code }));
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
  });

  test.each([true, 'true'])('JUV-13, ALL-06: verify %j is true', async (value) => {
    expect((await answered(verified({ verify: value }))).exitCode).toBe(0);
  });

  test.each([1, 0, 'TRUE', 'True', 'yes', '1', '', ' true', null, [], ['true'], { verify: true }])(
    'JUV-13, ALL-06: verify %j is neither, and no success',
    async (value) => {
      const { exitCode, stdout } = await answered(verified({ verify: value }));
      expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    },
  );

  test('JUV-14: code 200 without verify is no success', async () => {
    const { exitCode, stderr } = await answered(verified({ verify: undefined }));
    expect(exitCode).toBe(7);
    expect(stderr).toContain('without "verify"');
  });

  test.each([442, 403, 404, 201, 500])('JUV-14: code %i with verify true is no success', async (code) => {
    expect((await answered(verified({ code }))).exitCode).toBe(code === 403 || code === 404 ? 4 : 7);
  });

  test('JUV-18: the text is our own, since theirs says only Success or Error', async () => {
    const { exitCode, stderr } = await answered({ body: { code: 403, status: 'Success' } });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('refused the API key');
    expect((await answered(verified({ status: 'Error' }))).exitCode).toBe(7);
    expect((await answered(verified({ status: undefined }))).exitCode).toBe(0);
    expect((await answered(verified({ status: 'Success: API Request Accepted' }))).exitCode).toBe(0);
  });

  test.each([
    ['OTP', { OTP: pair.otp }],
    ['otp', { OTP: undefined, otp: pair.otp }],
    ['both', { OTP: pair.otp, otp: pair.otp }],
    ['a number that lost its zero', { OTP: Number(pair.otp) }],
  ])('JUV-15, JUV-20: the code comes back under %s', async (_name, more) => {
    expect((await answered(verified(more))).exitCode).toBe(0);
  });

  test.each([
    ['another token', { token: 'OTHERS' }],
    ['the token in other letters', { token: pair.token.toLowerCase() }],
    ['no token', { token: undefined }],
    ['an empty token', { token: '' }],
    ['a token that is a number', { token: 7 }],
    ['another code', { OTP: '01927365' }],
    ['another code that is a number', { OTP: 927364 }],
    ['no code', { OTP: undefined }],
    ['two codes', { OTP: pair.otp, otp: '9078' }],
    ['an empty code', { OTP: '' }],
  ])('JUV-20: %s comes back, and nothing is verified', async (_name, more) => {
    const { exitCode, stdout } = await answered(verified(more));
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
  });

  test.each([
    ['327', '327'],
    [327, '327'],
    [undefined, null],
  ])('the transactionId %j is %j', async (transactionId, read) => {
    const { json } = await answered(verified({ transactionId }), '--json');
    expect(json().data?.['transactionId']).toBe(read);
  });

  test('ALL-07: only 200 with a true and the echoed pair ends with 0, whatever comes', async () => {
    const words = fc.constantFrom(200, '200', true, 'true', false, 'false', pair.token, pair.otp, 442, null);
    const member = fc.oneof(words, fc.jsonValue({ maxDepth: 1 }));
    const any = fc.record({ code: member, verify: member, token: member, OTP: member }, { requiredKeys: [] });
    const answers: unknown[] = [];
    await using server = await juvlonServer({ reply: () => ({ body: answers.at(-1) }) });
    await fc.assert(
      fc.asyncProperty(any, async (body) => {
        answers.push(body);
        const good =
          (body.code === 200 || body.code === '200') &&
          (body.verify === true || body.verify === 'true') &&
          body.token === pair.token &&
          body.OTP === pair.otp;
        const { exitCode } = await verify(server);
        expect(exitCode === 0).toBe(good);
      }),
      { numRuns: 60 },
    );
  });
});

describe('ALL-04: the body first, then the HTTP status', () => {
  const statuses = [200, 400, 401, 403, 404, 500, 503];
  const bodies: readonly (readonly [name: string, reply: Reply, exitCodes: readonly number[]])[] = [
    ['verified', verified(), [0, 0, 0, 0, 0, 0, 0]],
    ['not verified', verified({ verify: 'false' }), [3, 3, 3, 3, 3, 3, 3]],
    ['the refused key', refused({ code: 403 }), [4, 4, 4, 4, 4, 4, 4]],
    ['442', refused({ code: 442 }), [7, 7, 7, 7, 7, 7, 7]],
    ['nothing that is known', { body: { message: 'Forbidden' } }, [7, 7, 4, 4, 7, 7, 7]],
    ['a page', { body: '<html><body>Not here</body></html>' }, [7, 7, 4, 4, 7, 7, 7]],
    ['nothing', { body: '' }, [7, 7, 4, 4, 7, 7, 7]],
  ];

  test.each(bodies)('%s', async (_name, reply, exitCodes) => {
    for (const [index, status] of statuses.entries()) {
      const { exitCode, json } = await answered({ ...(reply as object), status }, '--json');
      expect({ status, exitCode }).toEqual({ status, exitCode: exitCodes[index] });
      if (exitCode !== 0)
        expect(json().error?.['provider']).toMatchObject({ name: 'juvlon', httpStatus: status });
    }
  });
});

describe('ALL-09, JUV-05: it is sent once', () => {
  test.each([
    ['F03: a reset', behaviours.reset, 6],
    ['F04: an empty reply', behaviours.empty, 6],
    ['F07: an answer that is cut off', behaviours.cutOff, 6],
    ['F07: a body that is reset', behaviours.cutOffByReset, 6],
    ['F08: garbage for HTTP', behaviours.garbage, 7],
    ['F09: an endless body', behaviours.endless, 7],
    ['F11: a page', { body: '<html>Log in to the Wi-Fi</html>' }, 7],
    ['F12: an empty body', { body: '' }, 7],
    ['broken JSON', { body: '{"code":200,"verify":"true"' }, 7],
    ['F23: 502', { status: 502, body: '<html>Bad Gateway</html>' }, 7],
    ['F23: 503 with a body that is not known', { status: 503, body: {} }, 7],
  ] as readonly [string, Reply, number][])(
    '%s: one request, and the outcome is unknown',
    async (_name, reply, code) => {
      const { exitCode, json, stderr } = await answered(reply, '--json');
      expect(exitCode).toBe(code);
      expect(json().error).toMatchObject({ retryable: false });
      expect(json().error?.message).toContain('The outcome is unknown: the code may be used up.');
      expect(stderr).toContain('once and does not repeat it');
    },
  );

  test('F01: what never left is no unknown outcome', async () => {
    const gone = await juvlonServer();
    await gone[Symbol.asyncDispose]();
    const { exitCode, json } = await verify(gone, ['--json']);
    expect(exitCode).toBe(6);
    expect(json().error?.message).not.toContain('unknown');
  });
});

describe('JUV-19, ALL-02: where secrets show', () => {
  test.each([
    ['verified', verified(), 0],
    ['not verified', verified({ verify: false }), 3],
    ['another pair', verified({ token: 'OTHERS' }), 7],
    ['a page that repeats the request', { body: `<html>${pair.token} ${pair.otp} ${key}</html>` }, 7],
    ['a text that repeats the request', { body: `no: ${JSON.stringify({ apiKey: key, ...pair })}` }, 7],
    [
      'broken JSON that repeats the request',
      { body: JSON.stringify({ apiKey: key, ...pair }).slice(0, -1) },
      7,
    ],
    ['a reset', behaviours.reset, 6],
  ] as readonly [string, Reply, number][])(
    '%s: not in what is said, nor in the result as text',
    async (_name, reply, code) => {
      const { exitCode, stdout, stderr } = await answered(reply, '-v');
      expect(exitCode).toBe(code);
      for (const secret of [key, pair.token, pair.otp]) expect(`${stdout}${stderr}`).not.toContain(secret);
      if (code === 0) expect(stdout).toBe('verify         true\ntransactionId  327\ntoken          ••••••\n');
    },
  );

  test.each([
    ['token', pair.token],
    ['verify', 'true'],
    ['transactionId', '327'],
  ])('--field %s prints it whole', async (field, value) => {
    expect((await answered(verified(), '--field', field)).stdout).toBe(`${value}\n`);
  });
});

describe('against the sandbox', () => {
  let running: RunningSandbox;

  beforeEach(async () => {
    running = await runSandbox({ juvlon: sandbox });
  });
  afterEach(() => running.close());

  async function verifyThere(token: string, otp: string, apiKey = 'sandbox-juvlon-key'): Promise<number> {
    const env = { AUTHRIG_JUVLON_BASE_URL: `${running.origin}/juvlon`, AUTHRIG_JUVLON_API_KEY: apiKey };
    return (await authrig(['juvlon', 'verify', '--token', token, '--otp', otp], { env })).exitCode;
  }

  test('JUV-03, JUV-05: a pair verifies once', async () => {
    expect(await verifyThere('OJUWLB', '9078')).toBe(0);
    expect(await verifyThere('OJUWLB', '9078')).toBe(3);
  });

  test('JUV-04: wrong, expired and unknown pairs are not told apart', async () => {
    expect(await verifyThere('OJUWLB', '9079')).toBe(3);
    expect(await verifyThere('EXPIRD', '1234')).toBe(3);
    expect(await verifyThere('NOBODY', '1234')).toBe(3);
  });

  test('JUV-03: a pair expires, and zeros count', async () => {
    expect(await verifyThere('MINUTE', '42')).toBe(3);
    running.clock.advance(59_999);
    expect(await verifyThere('MINUTE', '0042')).toBe(0);
    running.clock.advance(1);
    expect(await verifyThere('MINUTE', '0042')).toBe(3);
  });

  test('JUV-08, JUV-09: another key, and the key of a blocked account', async () => {
    expect(await verifyThere('OJUWLB', '9078', 'another-key')).toBe(4);
    expect(await verifyThere('OJUWLB', '9078', blockedKey)).toBe(4);
    expect(await verifyThere('OJUWLB', '9078')).toBe(0);
  });

  test('JUV-13: verify as a boolean', async () => {
    const spelt = await runSandbox({ juvlon: sandbox }, { switches: { 'juvlon.verify': 'boolean' } });
    try {
      const env = {
        AUTHRIG_JUVLON_BASE_URL: `${spelt.origin}/juvlon`,
        AUTHRIG_JUVLON_API_KEY: 'sandbox-juvlon-key',
      };
      const words = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078'];
      expect((await authrig(words, { env })).exitCode).toBe(0);
      expect((await authrig(words, { env })).exitCode).toBe(3);
    } finally {
      await spelt.close();
    }
  });

  test.each([
    [[], 0],
    [['--token', 'OJUWLB', '--otp', '9078'], 0],
    [['--token', 'OJUWLB'], 0],
    [['--token', 'OJUWLB', '--otp', '0000'], 3],
    [['--content-type', 'form'], 0],
  ])('JUV-22: --sandbox brings its own pair: %j ends with %i', async (words, code) => {
    const { exitCode } = await authrig(['juvlon', 'verify', '--sandbox', ...words]);
    expect(exitCode).toBe(code);
  });
});
