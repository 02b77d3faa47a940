import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { contract } from '../../../src/providers/jekimo/contract.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { key } from '../../helpers/jekimo.ts';
import { keeping, wireOfTest } from '../../helpers/left.ts';
import { authrig, type Outcome } from '../../helpers/rig.ts';

/** From the vendor's page; what is no JSON there has the comma that it lacks, and no comments. */
const token = 'b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d5d8d';
const url = 'https://www.jekimo.com/app.php/v1.1/en/user/login/b916b66831...';
const issued = { token, timestamp: 1764499200, qrcode: '...', url };
const created = '{\n"status": "created",\n"risk": false,\n"pin": 0\n}';
const okWithRisk = '{\n"status": "OK",\n"risk": true,\n"pin": 0\n}';
const ko = '{\n"status": "KO",\n"risk": true,\n"pin": 0\n}';
const successful = '{ "status": "OK", "risk": false, "pin": 0 }';

const left = wireOfTest();

function answer(operation: 'gettoken' | 'check', body: unknown, status = 200): void {
  nock('https://www.jekimo.com')
    .post(`/app.php/v1.1/auth/${operation}`)
    .reply(keeping(left, status, body));
}

async function jekimo(...argv: string[]): Promise<Outcome> {
  return authrig(['jekimo', ...argv], {
    env: { AUTHRIG_JEKIMO_API_KEY: key },
    clock: fakeClock({ auto: true, now: 1764499200_000 }),
  });
}

/** Every header that leaves, the call's own replaced or added. */
const headers = (own: Readonly<Record<string, string>>) => ({
  host: 'www.jekimo.com',
  'user-agent': 'authrig/0.0.0-test',
  accept: 'application/json',
  'accept-encoding': expect.stringMatching(/^gzip, deflate, br(?:, zstd)?$/) as unknown,
  connection: 'close',
  'content-length': '0',
  'content-type': 'application/x-www-form-urlencoded',
  'x-api-key': key,
  ...own,
});

describe('gettoken', () => {
  test("JEK-01, JEK-04, JEK-32: the request of the page's curl, and its answer read whole", async () => {
    answer('gettoken', issued);
    const { exitCode, json, stderr } = await jekimo('request', '--json');
    expect(left).toEqual([
      { method: 'POST', path: '/app.php/v1.1/auth/gettoken', headers: headers({}), body: '' },
    ]);
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({ token, url, qrcode: '...', expiresAt: '2025-11-30T10:42:00.000Z' });
    expect(stderr).toContain(url);
    expect(stderr).not.toContain('clock');
  });

  test.each([
    [['--min-age', '18'], { 'min-age': '18' }],
    [['--min-age', '0'], { 'min-age': '0' }],
    [['--two-fa'], { 'two-fa': 'true', 'two-af': 'true' }],
    [['--no-two-fa'], { 'two-fa': 'false', 'two-af': 'false' }],
    [['--two-fa', '--two-fa-header', 'both'], { 'two-fa': 'true', 'two-af': 'true' }],
    [['--two-fa', '--two-fa-header', 'two-fa'], { 'two-fa': 'true' }],
    [['--min-age', '18', '--no-two-fa', '--two-fa-header', 'two-af'], { 'min-age': '18', 'two-af': 'false' }],
    [['--two-fa-header', 'two-fa'], {}],
  ])('JEK-02, JEK-03, JEK-30: %j is sent as headers', async (options, own) => {
    answer('gettoken', issued);
    await jekimo('request', ...options);
    expect(left.map((request) => request.headers)).toEqual([headers(own)]);
  });

  test('JEK-05: a refused key, as the page prints it', async () => {
    answer('gettoken', '{\n"error": "Invalid API key"\n}');
    const { exitCode, json } = await jekimo('request', '--json');
    expect(exitCode).toBe(4);
    expect(json().error?.['provider']).toEqual({
      name: 'jekimo',
      operation: 'gettoken',
      httpStatus: 200,
      code: 'Invalid API key',
    });
  });

  test("ALL-05, JEK-33: the page's example letter for letter is no JSON; the line is named and nothing of it shown", async () => {
    answer('gettoken', contract.gettoken.examples[0]);
    const { exitCode, stdout, stderr } = await jekimo('request');
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toContain('JSON that is broken in line 5');
    expect(stderr).not.toContain('b916b668');
  });
});

describe('check', () => {
  test.each([
    ['JEK-16', created, 0, { token, status: 'created', risk: false, pin: null, attempts: 1 }],
    ['JEK-17, JEK-26', okWithRisk, 0, { token, status: 'OK', risk: true, pin: null, attempts: 1 }],
    ["the PHP sample's comment", successful, 0, { token, status: 'OK', risk: false, pin: null, attempts: 1 }],
    ['JEK-18', ko, 3, { token, status: 'KO', risk: true, pin: null, attempts: 1 }],
  ])('JEK-06, JEK-07, %s: key and token in headers, the body empty', async (_id, body, code, data) => {
    answer('check', body);
    const { exitCode, json } = await jekimo('check', token, '--json');
    expect(left).toEqual([
      { method: 'POST', path: '/app.php/v1.1/auth/check', headers: headers({ token }), body: '' },
    ]);
    expect(exitCode).toBe(code);
    expect(json().data).toEqual(data);
  });

  test('JEK-08: a token that is not known, as the page prints it', async () => {
    answer('check', '{\n"error": "Invalid Token"\n}');
    expect((await jekimo('check', token)).exitCode).toBe(5);
  });

  test.each(contract.check.examples.slice(0, 3))(
    'ALL-05: with its comments it is no JSON: %j',
    async (body) => {
      answer('check', body);
      const { exitCode, stderr } = await jekimo('check', token);
      expect(exitCode).toBe(7);
      expect(stderr).toContain('JSON that is broken in line 2');
    },
  );
});

describe('login', () => {
  test('asks for a token once, then checks that one', async () => {
    answer('gettoken', issued);
    answer('check', created);
    answer('check', successful);
    const { exitCode, json } = await jekimo('login', '--json');
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({ token, status: 'OK', risk: false, pin: null, attempts: 2 });
    expect(left.map(({ path }) => path.split('/').at(-1))).toEqual(['gettoken', 'check', 'check']);
    for (const { headers: sent, body } of left.slice(1)) {
      expect(sent).toEqual(headers({ token }));
      expect(body).toBe('');
    }
  });

  test('ALL-01: what nobody stands in for does not leave, and is a network error', async () => {
    const { exitCode } = await jekimo('request');
    expect(exitCode).toBe(6);
  });
});
