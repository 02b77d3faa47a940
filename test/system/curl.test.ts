import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { authrig } from '../helpers/built.ts';
import { type StartedSandbox, startedSandbox } from '../helpers/started-sandbox.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const run = promisify(execFile);

describe.skipIf(!enabled)('what --curl prints is run by bash and curl', { timeout: 60_000 }, () => {
  let sandbox: StartedSandbox;

  beforeAll(() => {
    expect(enabled).toBe(true);
  });

  /** The environment of the sandbox has the keys, and so has whoever runs the commands. */
  async function bash(script: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
      env: { PATH: process.env['PATH'] ?? '', ...sandbox.env, ...env },
    });
    return stdout;
  }

  async function printed(...argv: string[]): Promise<string> {
    sandbox = await startedSandbox();
    const { exitCode, stdout, stderr } = await authrig([...argv, '--curl'], { env: sandbox.env });
    expect(exitCode, stderr).toBe(0);
    return stdout;
  }

  test('a Jekimo login of two steps: the token goes from one to the other', async () => {
    const lines = (await bash(await printed('jekimo', 'login'))).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status: 'created' });
  });

  test('an Elixir login: the code is typed between the calls', async () => {
    const script = await printed('elixir', 'otp');
    const mailbox = `code=$(curl -sS "$ORIGIN/__sandbox/outbox?provider=elixir" | sed -n 's/.*"code":"\\([^"]*\\)".*/\\1/p')`;
    const typed = script.replace(/^printf .*; read -r (\w+)$/m, `${mailbox}; $1=$code`);
    const answer = await bash(typed, { ORIGIN: sandbox.origin });
    expect(answer).toContain('"refreshToken"');
  });

  test('a Juvlon pair', async () => {
    const script = await printed('juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078');
    expect(JSON.parse(await bash(script))).toMatchObject({ verify: 'true' });
  });

  test('a Verifik message, and an eKYC session', async () => {
    const verifik = await printed('verifik', 'send');
    expect(await bash(verifik)).toContain('"status":"sent"');
    const ekyc = await printed('ekyc', 'session');
    expect(await bash(ekyc)).toContain('"code":"SUCCESS"');
  });
});
