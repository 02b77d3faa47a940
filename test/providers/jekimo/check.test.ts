import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  check,
  gettoken,
  jekimo,
  jekimoServer,
  key,
  linkOf,
  ok,
  risky,
  token,
} from '../../helpers/jekimo.ts';
import type { Outcome } from '../../helpers/rig.ts';

async function checked(body: unknown, status = 200, ...more: string[]): Promise<Outcome> {
  await using server = await jekimoServer({ checks: [{ status, body }] });
  const outcome = await jekimo(server, ['check', token, ...more]);
  expect(server.at(check)).toHaveLength(1);
  return outcome;
}

describe('what is sent', () => {
  test('JEK-06: one POST with key and token in headers, the body empty', async () => {
    await using server = await jekimoServer();
    expect((await jekimo(server, ['check', token])).exitCode).toBe(0);
    const [request, ...more] = server.requests;
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      path: check,
      body: '',
      headers: { 'x-api-key': key, token },
    });
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test.each([
    `${token}\r\nx-admin: 1`,
    `${token}\nx-admin: 1`,
    `${token}\0`,
    ` ${token}`,
    token.toUpperCase(),
    'b916b66',
    'a'.repeat(257),
    'deadbeefg0',
    '../gettoken',
    'dëadbeef',
    '--',
    '',
  ])('JEK-38, ALL-11: %j is no token: refused before anything is sent, and not repeated', async (given) => {
    await using server = await jekimoServer();
    for (const verb of ['check', 'wait']) {
      const { exitCode, stdout, stderr } = await jekimo(server, [verb, '--', given]);
      expect({ exitCode, stdout, sent: server.requests }).toEqual({ exitCode: 2, stdout: '', sent: [] });
      expect(stderr).toContain('jekimo request');
      if (given.length > 9) expect(stderr).not.toContain(given);
      expect(stderr).not.toContain('x-admin');
    }
  });
});

describe('the status', () => {
  test.each([
    [
      'JEK-16: created',
      { status: 'created', risk: false, pin: 0 },
      { status: 'created', risk: false, pin: null },
    ],
    ['JEK-17: OK', { status: 'OK', risk: false, pin: 0 }, { status: 'OK', risk: false, pin: null }],
    [
      'JEK-26: the risk is handed on',
      { status: 'OK', risk: true, pin: 0 },
      { status: 'OK', risk: true, pin: null },
    ],
    ['a risk that is not said', { status: 'created' }, { status: 'created', risk: null, pin: null }],
    [
      'members that nobody knows',
      { status: 'OK', risk: false, pin: 0, email: 'eve@example.com', __proto__: null },
      { status: 'OK', risk: false, pin: null },
    ],
  ])('JEK-07, %s ends with 0: read the status', async (_name, body, data) => {
    const { exitCode, json } = await checked(body, 200, '--json');
    expect(exitCode).toBe(0);
    expect(json()).toEqual({ ok: true, command: 'jekimo check', data: { token, ...data, attempts: 1 } });
  });

  test('JEK-18: KO ends with 3 and names its code', async () => {
    const { exitCode, json } = await checked({ status: 'KO', risk: true, pin: 0 }, 200, '--json');
    expect(exitCode).toBe(3);
    expect(json()).toMatchObject({
      ok: false,
      command: 'jekimo check',
      error: { kind: 'denied', exitCode: 3 },
    });
    expect(json().error?.message).toContain('Access denied');
    expect(json().error?.['provider']).toEqual({
      name: 'jekimo',
      operation: 'check',
      httpStatus: 200,
      code: 'KO',
    });
  });

  test('JEK-18: the status that it ends with 3 for is printed, and told apart from no answer', async () => {
    const { exitCode, stdout } = await checked(
      { status: 'KO', risk: true, pin: 0 },
      200,
      '--field',
      'status',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: 'KO\n' });
  });

  test('JEK-08: a token that Jekimo does not know ends with 5 and says both reasons', async () => {
    const { exitCode, stderr } = await checked({ error: 'Invalid Token' });
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/ran out.*or never existed/);
    expect(stderr).toContain('authrig jekimo login');
  });

  test.each([
    'ok',
    'Ok',
    'OK ',
    ' OK',
    'KO ',
    'ko',
    'Created',
    'CREATED',
    'created\n',
    '',
    'scanned',
    'OKAY',
    'ОК',
    'true',
  ])('ALL-07, JEK-34: %j is no documented status: 7', async (status) => {
    const { exitCode, stdout, stderr } = await checked({ status, risk: false, pin: 0 });
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toContain('does not document');
  });

  test('ALL-07: only created and OK end with 0, whatever comes', async () => {
    const words = fc.constantFrom('OK', 'created', 'KO', 'ok', 'toString', '__proto__', 'constructor');
    const status = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      words,
      fc.jsonValue({ maxDepth: 2 }),
    );
    const answers: unknown[] = [];
    await using server = await jekimoServer({ checks: [{ reply: () => ({ body: answers.at(-1) }) }] });
    await fc.assert(
      fc.asyncProperty(status, fc.boolean(), async (value, risk) => {
        answers.push({ status: value, risk, pin: 0 });
        const { exitCode } = await jekimo(server, ['check', token]);
        expect(exitCode).toBe(value === 'OK' || value === 'created' ? 0 : value === 'KO' ? 3 : 7);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the risk', () => {
  test.each([
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
  ])('ALL-06: %j reads %s', async (risk, read) => {
    const { exitCode, json } = await checked({ status: 'OK', risk, pin: 0 }, 200, '--json');
    expect(exitCode).toBe(0);
    expect(json().data?.['risk']).toBe(read);
  });

  test.each([1, 0, 'yes', 'no', 'TRUE', 'False', '', ' false', null, [], {}, ['false']])(
    'ALL-06: %j is neither, and the OK beside it no success',
    async (risk) => {
      const { exitCode, stdout } = await checked({ status: 'OK', risk, pin: 0 });
      expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    },
  );

  test.each([
    ['risk', { status: 'OK', pin: 0 }],
    ['pin', { status: 'OK', risk: true }],
  ])('an OK that lacks "%s" is no success', async (member, body) => {
    const { exitCode, stderr } = await checked(body);
    expect(exitCode).toBe(7);
    expect(stderr).toContain(`"${member}"`);
  });
});

describe('the pin', () => {
  test.each([
    [293812, '293812'],
    [12345, '012345'],
    [7, '000007'],
    ['012345', '012345'],
    ['12345', '012345'],
    [0, null],
    ['0', null],
    ['000000', null],
  ])('ALL-08, JEK-28: %j is the text %j', async (pin, read) => {
    const { exitCode, json } = await checked({ status: 'OK', risk: true, pin }, 200, '--json');
    expect(exitCode).toBe(0);
    expect(json().data?.['pin']).toBe(read);
  });

  test.each([
    1234567,
    -1,
    1.5,
    1e21,
    '12345a',
    '0x1234',
    ' 123456',
    '1234567',
    '',
    '٠١٢٣٤٥',
    null,
    true,
    {},
    [293812],
  ])('JEK-28: %j is no pin, and the OK beside it no success', async (pin) => {
    const { exitCode, stdout } = await checked({ status: 'OK', risk: true, pin });
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
  });

  test.each([293812, '012345', 1234567])('JEK-29: a pin %j beside created is ignored', async (pin) => {
    const { exitCode, json, stderr } = await checked(
      { status: 'created', risk: true, pin },
      200,
      '--json',
      '-v',
    );
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({ token, status: 'created', risk: true, pin: null, attempts: 1 });
    expect(stderr).toContain('ignored');
    expect(stderr).not.toContain(String(pin));
  });

  test('JEK-29: a pin beside KO changes nothing', async () => {
    const { exitCode, stderr } = await checked({ status: 'KO', risk: true, pin: 293812 });
    expect(exitCode).toBe(3);
    expect(stderr).not.toContain('293812');
  });

  test.each([12345, '293812'])('ALL-02: as text the pin %j is masked, and so is the token', async (pin) => {
    await using server = await jekimoServer({ checks: [risky(pin)] });
    const { stdout, stderr } = await jekimo(server, ['check', token, '-v']);
    expect(stdout).toMatch(
      /^status {2}OK\nrisk {4}flagged\npin {5}••••••\nchecks {2}1\ntoken {3}b916…0001\n$/,
    );
    for (const secret of [key, token, String(pin), '012345']) expect(stderr).not.toContain(secret);
  });

  test.each([
    [risky('012345'), 'pin', '012345'],
    [ok, 'pin', 'null'],
    [ok, 'risk', 'false'],
    [ok, 'status', 'OK'],
    [ok, 'attempts', '1'],
  ])('--field prints it whole: %j %s', async (reply, field, value) => {
    await using server = await jekimoServer({ checks: [reply] });
    expect((await jekimo(server, ['check', token, '--field', field])).stdout).toBe(`${value}\n`);
  });
});

describe('ALL-04: the body first, then the HTTP status', () => {
  const statuses = [200, 400, 401, 403, 404, 500, 503];
  const page = '<html><body>Not here</body></html>';
  /** By status, in the order above. */
  const bodies: readonly (readonly [
    name: string,
    operation: string,
    body: unknown,
    exitCodes: readonly number[],
  ])[] = [
    ['a token', 'request', { token, url: linkOf(token) }, [0, 0, 0, 0, 0, 0, 0]],
    ['the refused key', 'request', { error: 'Invalid API key' }, [4, 4, 4, 4, 4, 4, 4]],
    ['an error that is not documented', 'request', { error: 'Quota' }, [7, 7, 4, 4, 7, 7, 7]],
    ['nothing that is known', 'request', { message: 'Forbidden' }, [7, 7, 4, 4, 7, 7, 7]],
    ['a page', 'request', page, [7, 7, 4, 4, 7, 7, 7]],
    ['nothing', 'request', '', [7, 7, 4, 4, 7, 7, 7]],
    ['OK', 'check', { status: 'OK', risk: false, pin: 0 }, [0, 0, 0, 0, 0, 0, 0]],
    ['KO', 'check', { status: 'KO', risk: true, pin: 0 }, [3, 3, 3, 3, 3, 3, 3]],
    ['the unknown token', 'check', { error: 'Invalid Token' }, [5, 5, 5, 5, 5, 5, 5]],
    ['the refused key', 'check', { error: 'Invalid API key' }, [4, 4, 4, 4, 4, 4, 4]],
    ['an unknown status', 'check', { status: 'scanned' }, [7, 7, 7, 7, 7, 7, 7]],
    ['nothing that is known', 'check', { state: 'OK' }, [7, 7, 4, 4, 7, 7, 7]],
    ['a page', 'check', page, [7, 7, 4, 4, 7, 7, 7]],
  ];

  test.each(bodies)('%s on %s: %j', async (_name, verb, body, exitCodes) => {
    const path = verb === 'request' ? gettoken : check;
    const given = verb === 'request' ? ['request'] : ['check', token];
    for (const [index, status] of statuses.entries()) {
      const replies = [{ status, body }];
      await using server = await jekimoServer(path === check ? { checks: replies } : { tokens: replies });
      const { exitCode, json } = await jekimo(server, [...given, '--json']);
      expect({ status, exitCode }).toEqual({ status, exitCode: exitCodes[index] });
      expect(json().ok).toBe(exitCode === 0);
      if (exitCode !== 0)
        expect(json().error?.['provider']).toMatchObject({ name: 'jekimo', httpStatus: status });
      expect(server.requests).toHaveLength(1);
    }
  });

  test('F22: a rate limit ends with 7 and says for how long', async () => {
    await using server = await jekimoServer({
      tokens: [{ status: 429, headers: { 'Retry-After': '7' }, body: { error: 'Slow down' } }],
      checks: [{ status: 429, headers: { 'Retry-After': '7' }, body: 'Slow down' }],
    });
    for (const argv of [['request'], ['check', token]]) {
      const { exitCode, json } = await jekimo(server, [...argv, '--json']);
      expect(exitCode).toBe(7);
      expect(json().error).toMatchObject({ retryable: true, hint: 'Wait 7 s and run the command again.' });
    }
  });
});
