import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { type CodeRequest, prepareCode } from '../../../src/flow/code-source.ts';
import type { SourceDeps } from '../../../src/flow/source.ts';
import { providers } from '../../../src/providers/index.ts';
import { variableOf } from '../../../src/settings/names.ts';
import { fakeDeps } from '../../helpers/source-deps.ts';
import { until } from '../../helpers/until.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

const challenge = { id: 'vrf-0042', provider: 'verifik', sentAt: Date.UTC(2026, 0, 1, 12) };
const request: CodeRequest = { challenge, deadline: 30_000 };

async function open(command: string, given: Partial<SourceDeps> = {}) {
  const fake = fakeDeps(given);
  const choice = { option: '--otp-from', what: 'OTP', from: { kind: 'cmd', command } } as const;
  return { ...fake, source: await prepareCode(choice, fake.deps) };
}

/** True where a process is gone. */
function isGone(pid: number): boolean {
  try {
    // A zombie that its new parent has not reaped yet is as good as gone.
    if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true;
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** The number that the command wrote to a file in the folder, once it has. */
async function pidIn(name: string): Promise<number> {
  const file = join(folder, name);
  const text = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  await until(() => text().endsWith('\n'));
  return Number(text());
}

describe.skipIf(process.platform === 'win32')('cmd:', () => {
  test('runs in the shell, after the send, with the challenge in its environment', async () => {
    const command = `printf '%s %s %s %s' "$AUTHRIG_CHALLENGE" "$AUTHRIG_SENT_AT" "$AUTHRIG_PROVIDER" "$HOUSE" > ${folder}/env; echo 012345 | cat`;
    const { source, learned } = await open(command, { env: { PATH: process.env['PATH'], HOUSE: 'blue' } });
    expect(() => readFileSync(join(folder, 'env'))).toThrow();
    expect(await source.read(request)).toBe('012345');
    expect(readFileSync(join(folder, 'env'), 'utf8')).toBe('vrf-0042 2026-01-01T12:00:00.000Z verifik blue');
    expect(learned).toEqual(['code 012345']);
  });

  test('S02: no key is in its environment; where the store is, and whom the login is for, is', async () => {
    const secrets = providers.flatMap(({ settings }) => settings.filter(({ secret }) => secret === true));
    expect(secrets.length).toBeGreaterThan(3);
    const keys = Object.fromEntries(secrets.map(({ name }) => [variableOf(name), 'hush']));
    const others = { AUTHRIG_CONFIG_DIR: folder, AUTHRIG_VERIFIK_PHONE: '1234566663' };
    const env = { PATH: process.env['PATH'], ...keys, ...others };
    const { source } = await open(`env > ${folder}/env; echo 012345`, { env });
    expect(await source.read(request)).toBe('012345');
    const seen = readFileSync(join(folder, 'env'), 'utf8');
    for (const [name, value] of Object.entries(others)) expect(seen).toContain(`${name}=${value}`);
    expect(seen).not.toContain('hush');
  });

  test('a challenge without id leaves no id of somebody else in the environment', async () => {
    const env = { PATH: process.env['PATH'], AUTHRIG_CHALLENGE: '999999' };
    const { source } = await open('echo "${AUTHRIG_CHALLENGE-482913}"', { env });
    expect(await source.read({ ...request, challenge: { provider: 'elixir', sentAt: 0 } })).toBe('482913');
  });

  test('the code is found by the same rule as elsewhere', async () => {
    expect(await (await open("echo 'Your code is 482913.'")).source.read(request)).toBe('482913');
    const match = /pin (\d+)/;
    expect(await (await open("echo '555555 pin 4711'")).source.read({ ...request, match })).toBe('4711');
    await expect((await open('echo 111111 222222')).source.read(request)).rejects.toMatchObject({
      kind: 'usage',
    });
  });

  test('its stderr is shown line by line', async () => {
    const { source, messages } = await open("printf 'touch your key\\nnow' >&2; echo 482913");
    await source.read(request);
    expect(messages).toEqual(['Waiting for the OTP from the command.', 'touch your key', 'now']);
  });

  test('a non-zero exit is a usage error with the exit code, whatever was printed', async () => {
    const { source } = await open('echo 482913; exit 7');
    const reading = source.read(request);
    await expect(reading).rejects.toMatchObject({ kind: 'usage', exitCode: 2 });
    await expect(reading).rejects.toThrow(/exit code 7/);
  });

  test.each([
    ['true', /printed no OTP/],
    ["echo 'hello'", /no usable code/],
    ["echo 'no code has arrived for this user as of now, sorry'", /printed no OTP/],
    ['kill -9 $$', /ended by SIGKILL/],
    ['no-such-program-here', /exit code 127/],
  ])('%s is a usage error', async (command, message) => {
    const reading = (await open(command)).source.read(request);
    await expect(reading).rejects.toMatchObject({ kind: 'usage' });
    await expect(reading).rejects.toThrow(message);
  });

  test('F38: endless output is cut off', async () => {
    const { source, clock } = await open('yes');
    const reading = expect(source.read(request)).rejects.toThrow(/printed too much/);
    await reading;
    await clock.advance(500);
  });

  test('is ended at the deadline with its whole group', async () => {
    const { source, clock } = await open(`sleep 600 & echo $! > ${folder}/pid; wait`);
    const reading = expect(source.read(request)).rejects.toMatchObject({ kind: 'expired', exitCode: 5 });
    const pid = await pidIn('pid');
    await clock.advance(30_000);
    await reading;
    await until(() => isGone(pid));
  });

  test('F59: is ended with the run, even where it ignores SIGTERM', async () => {
    const { source, clock, run } = await open(
      `trap '' TERM; echo $$ > ${folder}/pid; while :; do sleep 0.05; done`,
    );
    const reason = new CliError('cancelled', 'Stopped by SIGINT.');
    const reading = expect(source.read(request)).rejects.toBe(reason);
    const pid = await pidIn('pid');
    run.abort(reason);
    await clock.advance(500);
    await reading;
    await until(() => isGone(pid));
  });

  test('what it leaves in the background does not linger and holds nothing up', async () => {
    const { source } = await open(`sleep 600 & echo $! > ${folder}/pid; echo 482913`);
    expect(await source.read(request)).toBe('482913');
    const pid = await pidIn('pid');
    await until(() => isGone(pid));
  });
});
