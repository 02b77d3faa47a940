import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { authrig, type Ended, installed } from '../helpers/built.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A folder with an `authrig` on the PATH, a script that reads the OTP as a CI job would, and a store. */
function job(): { folder: string; env: Record<string, string> } {
  const folder = temporaryFolder();
  const script = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  script('authrig', `exec '${process.execPath}' '${join(installed(), 'bin/authrig.js')}' "$@"`);
  const read = `
    const { AUTHRIG_SANDBOX_URL: url, AUTHRIG_SENT_AT: since, AUTHRIG_PROVIDER: provider } = process.env;
    const { messages } = await (await fetch(url + '/__sandbox/outbox?provider=' + provider)).json();
    console.log(messages.filter(({ sentAt }) => sentAt >= since).at(-1).code);`;
  writeFileSync(join(folder, 'read-otp.mjs'), read);
  script('read-otp.sh', `exec '${process.execPath}' '${join(folder, 'read-otp.mjs')}'`);
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    AUTHRIG_CONFIG_DIR: join(folder, 'config'),
    CI: 'true',
  };
  return { folder, env };
}

/** Runs a shell's lines against a sandbox. */
async function inSandbox(
  lines: string,
  more: Record<string, string> = {},
): Promise<Ended & { folder: string }> {
  const { folder, env } = job();
  const script = join(folder, 'job.sh');
  writeFileSync(script, `set -eu\ncd '${folder}'\n${lines}\n`);
  return {
    ...(await authrig(['sandbox', 'exec', '--', 'sh', script], { env: { ...env, ...more } })),
    folder,
  };
}

const outbox = `node -e "fetch(process.env.AUTHRIG_SANDBOX_URL+'/__sandbox/outbox?provider=verifik').then(r=>r.json()).then(b=>console.log('messages',b.messages.length))"`;
const oneLine = "TOKEN=$(authrig verifik token --otp-from cmd:'./read-otp.sh' --field accessToken)";

describe.skipIf(process.platform === 'win32')('the one line of a CI job', () => {
  beforeAll(() => void installed());

  test('gets a token and nothing else on stdout, with nobody at the keyboard', async () => {
    const { exitCode, stdout, stderr } = await inSandbox(`${oneLine}\nprintf '%s' "$TOKEN"`);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(stderr).not.toContain(stdout);
  });

  test('VER-10: a job that runs twice sends one OTP', async () => {
    const { exitCode, stdout, stderr } = await inSandbox(
      `${oneLine}\nFIRST=$TOKEN\n${oneLine}\ntest "$FIRST" = "$TOKEN" && echo same\n${outbox}`,
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('same\nmessages 1\n');
  });

  test('F49: five jobs at once send one OTP', async () => {
    const { exitCode, stdout, stderr } = await inSandbox(`
      for i in 1 2 3 4 5; do authrig verifik token --otp-from "url:$AUTHRIG_SANDBOX_URL/__sandbox/outbox" >token$i & done
      wait
      cat token1 token2 token3 token4 token5 | sort -u | wc -l | tr -d ' '
      test -s token1 && test -s token5 && ${outbox}`);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('1\nmessages 1\n');
  }, 30_000);

  test('a source that fails ends the job with 2, and the OTP can still be used', async () => {
    const { exitCode, stdout, stderr } = await inSandbox(`
      authrig verifik token --otp-from cmd:'exit 9' || echo "code $?"
      authrig verifik confirm --otp-from cmd:'./read-otp.sh' --field tokenType
      ${outbox}`);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('code 2\nbearer\nmessages 1\n');
  });

  test('without a source it ends with 4 and sends nothing', async () => {
    const { stdout } = await inSandbox(`authrig verifik token || echo "code $?"\n${outbox}`);
    expect(stdout).toBe('code 4\nmessages 0\n');
  });

  test('UX-34: --export github masks the value before the step’s output file holds it', async () => {
    const { exitCode, stdout, stderr, folder } = await inSandbox(
      `: >output\nGITHUB_OUTPUT=$PWD/output authrig verifik token --otp-from cmd:./read-otp.sh --export github`,
      { GITHUB_ACTIONS: 'true' },
    );
    expect(exitCode, stderr).toBe(0);
    const token = /^::add-mask::(eyJ\S+)\n$/.exec(stdout)?.[1] ?? 'none';
    expect(readFileSync(join(folder, 'output'), 'utf8').split('\n')[1]).toBe(token);
    expect(stderr).not.toContain(token);
  });
});
