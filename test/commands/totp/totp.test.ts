import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { afterEach, describe, expect, test } from 'vitest';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig } from '../../helpers/rig.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const totp = (argv: string[], now = 59_000, stdin = secret) =>
  authrig(['totp', ...argv, '--secret-from', 'stdin'], { stdin, clock: fakeClock({ auto: true, now }) });

const closing: (() => void)[] = [];
afterEach(() => {
  nock.cleanAll();
  for (const close of closing.splice(0)) close();
});

describe('totp code', () => {
  test('prints the code alone', async () => {
    const { exitCode, stdout, stderr } = await totp(['code', '--digits', '8'], 30_000);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '94287082\n', stderr: '' });
  });

  test.each(['59', '@59', '1970-01-01T00:00:59Z', '1970-01-01T01:00:59+01:00'])('--at %s', async (at) => {
    const { json } = await totp(['code', '--digits', '8', '--at', at, '--json'], 1_000_000_000_000);
    expect(json().data).toEqual({ code: '94287082', secondsLeft: 1 });
  });

  test('--at takes the 29th of February where there is one', async () => {
    const { exitCode } = await totp(['code', '--at', '2024-02-29T00:00:00Z']);
    expect(exitCode).toBe(0);
  });

  test.each([
    '',
    'now',
    '1970-01-01',
    '1970-01-01T00:00:59',
    '-5',
    '1e9',
    '99999-01-01T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '2023-02-29T00:00:00+01:00',
    '2024-04-31T12:00:00Z',
    '2024-13-01T00:00:00Z',
  ])('--at %j is refused', async (at) => {
    const { exitCode, stdout, stderr } = await totp(['code', '--at', at]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('--at');
  });

  test('OA-32: says when little is left, and waits for a fresh one where asked', async () => {
    const old = await totp(['code', '--json']);
    expect(old.json().data).toMatchObject({ secondsLeft: 1 });
    expect(old.stderr).toContain('1 s more');
    const fresh = await totp(['code', '--json', '--wait-fresh']);
    expect(fresh.json().data).toMatchObject({ secondsLeft: 30 });
    expect(fresh.json().data?.['code']).not.toBe(old.json().data?.['code']);
  });

  test('S28: neither secret nor code is in what is said', async () => {
    const { stderr, stdout } = await totp(['code', '--verbose']);
    expect(stdout).toMatch(/^\d{6}\n$/);
    expect(stderr).not.toContain(secret);
    expect(stderr).not.toContain(stdout.trim());
  });

  test('a short secret is warned of', async () => {
    expect((await totp(['code'], 0, 'JBSWY3DPEHPK3PXP')).stderr).toContain('128 bits');
  });

  test('without a secret, and nobody to ask, it ends with 2 and names the option', async () => {
    const { exitCode, stderr } = await authrig(['totp', 'code']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--secret-from');
  });

  test('a secret on the command line is no option', async () => {
    expect((await authrig(['totp', 'code', '--secret', secret])).exitCode).toBe(2);
    const { exitCode, stderr } = await authrig(['totp', 'code', '--secret-from', secret]);
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain(secret);
  });
});

describe('totp verify', () => {
  test.each([
    [29_000, 1],
    [59_000, 0],
    [89_000, -1],
  ])('at %i ms it belongs to step %i', async (now, step) => {
    const { exitCode, json } = await totp(['verify', '--digits', '8', '--otp', '94287082', '--json'], now);
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({ verified: true, step, secondsLeft: 1 });
  });

  test('outside the window it is denied, and the difference is told', async () => {
    const { exitCode, stdout, stderr } = await totp(
      ['verify', '--digits', '8', '--otp', '94287082'],
      119_000,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('about 60 s ago');
    expect(
      (await totp(['verify', '--digits', '8', '--otp', '94287082', '--window', '2'], 119_000)).exitCode,
    ).toBe(0);
  });

  test('a wrong code is denied', async () => {
    const { exitCode, stderr } = await totp(['verify', '--otp', '000000']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('The code is wrong');
  });

  test.each(['12345', '1234567', 'abcdef', ''])('F38: %j is no code, exit 2', async (otp) => {
    expect((await totp(['verify', '--otp', otp])).exitCode).toBe(2);
  });
});

describe('totp uri', () => {
  test('prints the URI alone', async () => {
    const { stdout } = await totp([
      'uri',
      '--issuer',
      'My App',
      '--account',
      'me@example.com',
      '--period',
      '60',
    ]);
    expect(stdout).toBe(
      `otpauth://totp/My%20App:me%40example.com?secret=${secret}&issuer=My%20App&algorithm=SHA1&digits=6&period=60\n`,
    );
  });

  test('takes issuer and account from a URI', async () => {
    const given = `otpauth://totp/App:me?secret=${secret}&issuer=App`;
    const { exitCode, stdout } = await totp(['uri', '--account', 'you'], 0, given);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('otpauth://totp/App:you?');
  });

  test('without a name it ends with 2', async () => {
    const { exitCode, stderr } = await totp(['uri', '--issuer', 'App']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--account');
  });
});

describe('--clock-from', () => {
  async function server(date: string | undefined): Promise<string> {
    const listening = createServer((_request, response) => {
      response.sendDate = false;
      if (date !== undefined) response.setHeader('date', date);
      response.end();
    }).listen(0, '127.0.0.1');
    closing.push(() => listening.close());
    await once(listening, 'listening');
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
  }

  const at = (milliseconds: number) => new Date(milliseconds).toUTCString();
  test.each([
    [47_000, 'behind', -47],
    [-47_000, 'ahead of', 47],
    [0, 'agrees', 0],
  ])('F28: a server %i ms away: ours is %s', async (milliseconds, told, drift) => {
    const now = 1_000_000_000_500;
    const url = await server(at(now + milliseconds));
    const { exitCode, stderr, json } = await totp(['code', '--json', '--clock-from', url], now);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(told);
    expect(json().data?.['driftSeconds']).toBe(drift);
  });

  test('a server that tells no time is exit 7', async () => {
    expect((await totp(['code', '--clock-from', await server(undefined)])).exitCode).toBe(7);
  });

  test('a server that nobody can find is told with the option that names it', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    nock('https://clock.invalid').get('/').replyWithError(unknown);
    const { exitCode, stderr } = await totp(['code', '--clock-from', 'https://clock.invalid/']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('The address is what --clock-from gives.');
    expect(stderr).not.toContain('base URL');
  });

  test.each(['example.com', 'ftp://example.com', 'file:///etc/passwd'])(
    '%s is no web address',
    async (url) => {
      expect((await totp(['code', '--clock-from', url])).exitCode).toBe(2);
    },
  );
});
