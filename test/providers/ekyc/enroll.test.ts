import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as ekyc } from '../../../src/providers/ekyc/sandbox.ts';
import { totpCode, type TotpKey } from '../../../src/totp/totp.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig, type RigOptions } from '../../helpers/rig.ts';
import { ask, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { typist } from '../../helpers/typist.ts';
import { behaviours } from '../../helpers/bad-server.ts';
import { scriptedServer } from '../../helpers/scripted-server.ts';

const now = Date.UTC(2026, 0, 1);
const key: TotpKey = { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA1', digits: 6, period: 30 };
const at = (steps: number) => totpCode(key, now + steps * 30_000).code;
const settings = {
  AUTHRIG_EKYC_API_KEY: 'sandbox-ekyc-key',
  AUTHRIG_EKYC_CLIENT_ID: '84c2ad6c-62eb-4217-8f46-a66852e6fe92',
  AUTHRIG_EKYC_EMAIL: 'you@example.com',
  AUTHRIG_EKYC_ISSUER: 'Portal',
};

let running: RunningSandbox;

beforeEach(async () => {
  running = await runSandbox({ ekyc });
});

afterEach(() => running.close());

const enroll = (argv: string[], options: RigOptions = {}) =>
  authrig(['ekyc', 'enroll', ...argv], {
    env: { ...settings, AUTHRIG_EKYC_BASE_URL: `${running.origin}/ekyc` },
    clock: fakeClock({ auto: true, now }),
    stdin: key.secret,
    ...options,
  });

/** What reached eKYC. */
async function arrived(): Promise<unknown[]> {
  const { json } = await ask(`${running.origin}/__sandbox/requests`);
  return (json as { requests: { path: string }[] }).requests.map(({ path }) => path);
}

const toggled = ['/ekyc/authen-api/api/v1/mfa/toggle'];

describe('the order', () => {
  test.each([-1, 0, 1])(
    'EKY-11, EKY-12, F42: the code of step %i is verified here, then toggled',
    async (step) => {
      const { exitCode, json, stderr } = await enroll([
        '--secret-from',
        'stdin',
        '--otp',
        at(step),
        '--json',
      ]);
      expect(exitCode).toBe(0);
      expect(json().data).toEqual({ email: 'you@example.com', action: 'ENABLE', code: 'SUCCESS' });
      expect(await arrived()).toEqual(toggled);
      for (const told of ['eAuthenticator', 'Google Play', '+ icon', 'Enter the code'])
        expect(stderr).toContain(told);
    },
  );

  test.each([-2, 2])(
    'EKY-11: the code of step %i enables nothing, and eKYC never hears of it',
    async (step) => {
      const { exitCode, stdout, stderr } = await enroll(['--secret-from', 'stdin', '--otp', at(step)]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toContain('2FA was not enabled');
      expect(stderr).toContain(`was right about 60 s ${step < 0 ? 'ago' : 'from now'}: the clocks differ`);
      expect(await arrived()).toEqual([]);
    },
  );

  test('EKY-10: a person is asked again after a wrong code', async () => {
    const { exitCode, stderr } = await enroll(['--secret-from', `cmd:echo ${key.secret}`], {
      terminal: { columns: 120, rows: 50 },
      onMessage: typist(['TOTP', `${at(5)}\r`], ['Try the next one', ''], ['TOTP', `${at(0)}\r`]),
    });
    expect(stderr).toContain('That code is wrong');
    expect(exitCode).toBe(0);
    expect(await arrived()).toEqual(toggled);
  });
});

test('a secret that authrig made is handed over, with its URI; the one that was given is not', async () => {
  const { exitCode, json, stderr } = await authrig(['ekyc', 'enroll', '--sandbox', '--json'], {
    clock: fakeClock({ auto: true, now }),
  });
  expect(exitCode).toBe(0);
  const { secret, uri } = json().data as { secret: string; uri: string };
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(uri).toBe(
    `otpauth://totp/Sandbox:customer%40example.com?secret=${secret}&issuer=Sandbox&algorithm=SHA1&digits=6&client_id=${settings.AUTHRIG_EKYC_CLIENT_ID}&email=customer%40example.com`,
  );
  expect(stderr).toContain(`Secret: ${secret}`);
});

test('where the QR code has no room, it says to type the secret, which stands there', async () => {
  const argv = ['--secret-from', `cmd:echo ${key.secret}`, '--otp', at(0), '--color', 'never'];
  const { stderr } = await enroll(argv, { terminal: { columns: 80, rows: 24 } });
  expect(stderr).toContain(`Secret: ${key.secret}`);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('Type the secret instead, or add --qr-file code.png.');
  expect(stderr).not.toContain('Open the link');
});

describe('EKY-14, EKY-18: what eKYC does not confirm', () => {
  const failing = async (reply: Parameters<typeof scriptedServer>[0][string]) =>
    scriptedServer({ '/authen-api/api/v1/mfa/toggle': reply });

  test('a refusal is unsynchronised, with the command that mends it, and the secret is not lost', async () => {
    await using server = await failing([
      { body: { code: 'INVALID_REQUEST', message: 'toggle failed', data: '' } },
    ]);
    const env = { ...settings, AUTHRIG_EKYC_BASE_URL: server.origin };
    const { exitCode, json } = await enroll(['--secret-from', 'stdin', '--otp', at(0), '--json'], { env });
    expect(exitCode).toBe(3);
    expect(json().error?.hint).toMatch(
      /^Unsynchronised: .*authrig ekyc toggle-mfa --enable --secret-from prompt/,
    );
    expect(server.requests).toHaveLength(1);
  });

  test('a lost answer is told as unknown, and the call is not repeated', async () => {
    await using server = await failing([behaviours.reset]);
    const env = { ...settings, AUTHRIG_EKYC_BASE_URL: server.origin };
    const { exitCode, json } = await enroll(['--secret-from', 'stdin', '--otp', at(0), '--json'], { env });
    expect(exitCode).toBe(6);
    expect(json().error?.message).toContain('The outcome is unknown');
    expect(json().error?.hint).toContain('Unsynchronised');
    expect(server.requests).toHaveLength(1);
  });
});
