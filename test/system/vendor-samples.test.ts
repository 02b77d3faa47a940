import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { v } from '../../src/http/contract.ts';
import { contract as jekimo } from '../../src/providers/jekimo/contract.ts';
import { contract as juvlon } from '../../src/providers/juvlon/contract.ts';
import { contract as verifik } from '../../src/providers/verifik/contract.ts';
import { type StartedSandbox, startedSandbox } from '../helpers/started-sandbox.ts';
import {
  interpret,
  printed,
  type Ran,
  sample,
  sampleFolder,
  type SampleName,
  samples,
} from '../helpers/vendor-samples.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';

/** Runs a curl sample; what comes back is what curl prints. */
function curl(program: string): unknown {
  const { exitCode, stdout, stderr } = interpret(['bash'], program);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return JSON.parse(stdout);
}

describe('the samples', () => {
  const names = Object.keys(samples) as SampleName[];

  test('are all listed, with what is exchanged in them and with the page of each', () => {
    const files = readdirSync(sampleFolder).filter((name) => name !== 'README.md');
    expect(names.toSorted()).toEqual(files.toSorted());
    const readMe = readFileSync(join(sampleFolder, 'README.md'), 'utf8');
    expect([...readMe.matchAll(/^\| `(\S+)`/gm)].map(([, name]) => name).toSorted()).toEqual(
      files.toSorted(),
    );
  });

  test.each(names)('%s holds once each what is exchanged', (name) => {
    const { host, places }: { host?: readonly [string, unknown]; places: object } = samples[name];
    const texts = [...(host === undefined ? [] : [host[0]]), ...Object.values<string>({ ...places })];
    expect(texts.map((text) => printed(name).split(text).length - 1)).toEqual(texts.map(() => 1));
  });
});

describe.skipIf(!enabled)('the samples against the sandbox', { timeout: 60_000 }, () => {
  let sandbox: StartedSandbox;
  beforeEach(async () => {
    sandbox = await startedSandbox();
  });

  describe("Jekimo's curl lines", () => {
    const key = 'sandbox-jekimo-key';
    const refused = { error: 'Invalid API key' };

    test.each(['gettoken', 'check'] as const)('JEK-05: %s with the placeholder has no key', async (name) => {
      expect(curl(sample(`jekimo-${name}.sh`, sandbox.settings))).toEqual(refused);
      expect(await sandbox.hintAt(`/v1.1/auth/${name}`)).toBe(`the sandbox's x-api-key is ${key}`);
    });

    test('JEK-01, JEK-30: gettoken works, and the hint tells which spelling of two-fa arrived', async () => {
      const answer = curl(sample('jekimo-gettoken.sh', sandbox.settings, { key }));
      const { url, token } = v.parse(jekimo.gettoken.answer, answer);
      expect(url).toBe(`${sandbox.settings['jekimo.baseUrl']}/v1.1/en/user/login/${token}`);
      expect(await sandbox.hintAt('/v1.1/auth/gettoken')).toBe(
        'second factor read from two-af; the page has two-af in its curl line and two-fa in its text',
      );
    });

    test("JEK-08: check with the page's token knows no such token", async () => {
      expect(curl(sample('jekimo-check.sh', sandbox.settings, { key }))).toEqual({ error: 'Invalid Token' });
      expect(await sandbox.hintAt('/v1.1/auth/check')).toBe(
        'this sandbox made no such token: call gettoken first',
      );
    });

    test('JEK-06: check with the token of gettoken works', async () => {
      const { token } = v.parse(
        jekimo.gettoken.answer,
        curl(sample('jekimo-gettoken.sh', sandbox.settings, { key })),
      );
      const check = () => curl(sample('jekimo-check.sh', sandbox.settings, { key, token }));
      expect(check()).toEqual({ status: 'created', risk: false, pin: 0 });
      await sandbox.post(`sessions/${token}`, { decision: 'approve' });
      expect(check()).toEqual({ status: 'OK', risk: false, pin: 0 });
      expect(await sandbox.hintAt('/v1.1/auth/check')).toBeUndefined();
    });
  });

  test('ALL-12: where the sandbox answers with the pages themselves, their tokens work, and their JSON is none', async () => {
    const key = 'sandbox-jekimo-key';
    await sandbox.post('switches', { name: 'sandbox.answers', value: 'docs-literal' });
    const curled = (text: string) => interpret(['bash'], text).stdout;
    const [made] = jekimo.gettoken.examples;
    expect(curled(sample('jekimo-gettoken.sh', sandbox.settings, { key }))).toBe(made);
    const answer = curled(sample('jekimo-check.sh', sandbox.settings, { key }));
    expect(answer).toBe(jekimo.check.examples[0]);
    expect(() => JSON.parse(answer) as unknown).toThrow(SyntaxError);
  });

  describe("Verifik's axios snippets", () => {
    const axios = (program: string): Ran => interpret([process.execPath, '--input-type=module'], program);
    const login = (): Ran => axios(sample('verifik-phone-login.mjs', sandbox.settings));
    const account = '+11234566663';

    test('VER-01: phone-login, as it is printed, sends an OTP', async () => {
      const { stdout, stderr } = login();
      expect(stderr).toBe('');
      const example = JSON.parse(verifik.phoneLogin.examples[0]) as { data: object };
      for (const member of Object.keys(example.data)) expect(stdout).toContain(`${member}: `);
      expect(stdout).toContain("phone: '1234566663'");
      expect(await sandbox.message(account)).toMatch(/^\d{6}$/);
    });

    test("VER-03: confirm, as it is printed, has the page's code, which is none", async () => {
      const confirm = () => axios(sample('verifik-phone-login-confirm.mjs', sandbox.settings));
      expect(confirm().stderr).toContain("'Invalid OTP code.'");
      expect(await sandbox.hintAt('/phone-login/confirm')).toBe('nobody was sent an OTP, or it was used');
      login();
      const { stdout, stderr } = confirm();
      expect(stdout).toBe('');
      expect(stderr).toContain(
        "'x-sandbox-hint': 'the code is wrong: the one that was sent is in the outbox'",
      );
    });

    test("VER-03: both as they are printed, once the page's code is arranged for the page's phone", async () => {
      await sandbox.post('recipients', { to: account, code: '123456' });
      login();
      const { stdout } = axios(sample('verifik-phone-login-confirm.mjs', sandbox.settings));
      expect(stdout).toMatch(/accessToken: 'eyJ/);
    });

    test('VER-03: confirm with the code that was sent gives a token', async () => {
      login();
      const otp = `'${await sandbox.message(account)}'`;
      const { stdout, stderr } = axios(sample('verifik-phone-login-confirm.mjs', sandbox.settings, { otp }));
      expect(stderr).toBe('');
      expect(stdout).toMatch(/accessToken: 'eyJ/);
      expect(stdout).toContain("tokenType: 'bearer'");
    });
  });

  describe("eKYC's curl lines", () => {
    const key = 'sandbox-ekyc-key';
    const client = '84c2ad6c-62eb-4217-8f46-a66852e6fe92';
    const secret = 'JBSWY3DPEHPK3PXP';
    const failed = (message: string) => ({ code: 'INVALID_REQUEST', message, data: '' });

    test("EKY-22: session-token with the page's key is refused", async () => {
      expect(curl(sample('ekyc-session-token.sh', sandbox.settings))).toEqual(
        failed('get session token failed'),
      );
      expect(await sandbox.hintAt('/session-token')).toBe(`the sandbox's X-API-Key is ${key}`);
    });

    test.each([
      [{}, `the sandbox's X-API-Key is ${key}`],
      [{ key }, `the sandbox's client_id is ${client}`],
      [{ key, client }, 'secret must be Base32'],
    ])('EKY-18: toggle with nothing filled in but %j is refused', async (values, hint) => {
      expect(curl(sample('ekyc-mfa-toggle.sh', sandbox.settings, values))).toEqual(failed('toggle failed'));
      expect(await sandbox.hintAt('/mfa/toggle')).toBe(hint);
    });

    test('EKY-15, EKY-19: once toggle has enabled the user, session-token works', async () => {
      const session = () => curl(sample('ekyc-session-token.sh', sandbox.settings, { key }));
      expect(session()).toEqual(failed('get session token failed'));
      expect(await sandbox.hintAt('/session-token')).toBe(
        'this user has no 2FA enabled: toggle ENABLE first',
      );
      expect(curl(sample('ekyc-mfa-toggle.sh', sandbox.settings, { key, client, secret }))).toEqual({
        code: 'SUCCESS',
        message: 'Success',
        data: '',
      });
      expect(session()).toEqual({
        code: 'SUCCESS',
        message: 'Success',
        data: { session_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) },
      });
    });
  });

  describe("Juvlon's PHP", () => {
    /** The sample keeps the answer to itself: what it holds in the end is printed behind it. */
    const php = (program: string): unknown => {
      const { stdout, stderr } = interpret(
        ['php', '-r', 'eval(stream_get_contents(STDIN)); echo $res1;'],
        program,
      );
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    };
    const verify = (key: string): unknown => php(sample('juvlon-verify.php', sandbox.settings, { key }));
    const mislabelled = 'the body is JSON, and its Content-Type should be application/json';

    test('JUV-08: with the placeholder it has no key', async () => {
      expect(php(sample('juvlon-verify.php', sandbox.settings))).toEqual({ code: 403, status: 'Error' });
      expect(await sandbox.hintAt('/v4/verifyOneTimeCode')).toBe(
        "the sandbox's apiKey is sandbox-juvlon-key",
      );
    });

    test("JUV-02, JUV-17: gets the page's own answer, once after a start or a reset, and labels JSON as a form", async () => {
      const example: unknown = JSON.parse(juvlon.verifyOneTimeCode.examples[0]);
      expect(verify('sandbox-juvlon-key')).toEqual(example);
      expect(await sandbox.hintAt('/v4/verifyOneTimeCode')).toBe(mislabelled);
      expect(verify('sandbox-juvlon-key')).toMatchObject({ code: 200, verify: 'false' });
      expect(await sandbox.hintAt('/v4/verifyOneTimeCode')).toContain('the pair was verified before');
      await sandbox.post('reset', {});
      expect(verify('sandbox-juvlon-key')).toEqual(example);
    });
  });
});
