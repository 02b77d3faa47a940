import { beforeEach, describe, expect, test } from 'vitest';
import { startSandboxCommand } from '../../../src/commands/sandbox/start.ts';
import { CliError } from '../../../src/errors.ts';
import { ask } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';
import { sandboxContext, type SandboxContext } from '../../helpers/sandbox-context.ts';

let context: SandboxContext;

beforeEach(() => {
  context = sandboxContext();
});

const stopped = new CliError('cancelled', 'Stopped by SIGTERM.', { exitCode: 143 });

/** Starts the command and returns its ready line once that is out. */
async function ready(options: { port?: number } = {}) {
  const ended = startSandboxCommand(context, options);
  await Promise.race([ended, until(() => context.printed.length > 0)]);
  return { ended, line: context.printed.join('') };
}

test('prints one ready line when it truly listens, and ends with 0 when asked to stop', async () => {
  const { ended, line } = await ready();
  expect(line).toMatch(/^authrig sandbox ready on http:\/\/127\.0\.0\.1:\d+\n$/);
  const health = `${line.trim().split(' ').at(-1)}/__sandbox/health`;
  expect((await ask(health)).json).toMatchObject({
    ready: true,
    providers: { jekimo: expect.any(String), juvlon: expect.any(String) },
  });
  context.stop(stopped);
  expect(await ended).toMatchObject({ silent: true, exitCode: 0 });
  expect(context.printed).toHaveLength(1);
  await expect(ask(health)).rejects.toThrow(/ECONNREFUSED/);
});

test('--json: the ready line is one document with URLs, keys and variables', async () => {
  context = sandboxContext({ output: 'json' });
  const { ended, line } = await ready();
  const { data, ...rest } = JSON.parse(line) as { data: { url: string } };
  expect(rest).toEqual({ ok: true, command: 'sandbox start' });
  expect(data).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    settings: { 'jekimo.apiKey': 'sandbox-jekimo-key', 'jekimo.baseUrl': `${data.url}/jekimo/app.php` },
    environment: {
      AUTHRIG_JEKIMO_API_KEY: 'sandbox-jekimo-key',
      AUTHRIG_JEKIMO_BASE_URL: `${data.url}/jekimo/app.php`,
      AUTHRIG_JUVLON_BASE_URL: `${data.url}/juvlon`,
      AUTHRIG_SANDBOX_URL: data.url,
    },
  });
  context.stop(stopped);
  await ended;
});

test('no customer acts in it', async () => {
  const { ended, line } = await ready();
  const origin = line.trim().split(' ').at(-1);
  await ask(`${origin}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { 'x-api-key': 'sandbox-jekimo-key' },
  });
  await context.clock.advance(10_000);
  expect((await ask(`${origin}/__sandbox/sessions`)).json).toMatchObject({
    sessions: [{ state: 'pending' }],
  });
  context.stop(stopped);
  await ended;
});

describe('ends', () => {
  test('F70: with a local error where the port is taken, and prints nothing', async () => {
    const { ended, line } = await ready();
    const other = sandboxContext();
    const port = Number(new URL(line.trim().split(' ').at(-1) ?? '').port);
    await expect(startSandboxCommand(other, { port })).rejects.toMatchObject({ kind: 'local' });
    expect(other.printed).toEqual([]);
    context.stop(stopped);
    await ended;
  });

  test('with 5 at a --timeout, which is not a request to stop', async () => {
    const { ended } = await ready();
    context.stop(new CliError('expired', 'The command did not end in time.'));
    expect(await ended).toMatchObject({ exitCode: 5 });
  });

  test('at once where it was stopped before', async () => {
    context.stop(stopped);
    expect(await startSandboxCommand(context, {})).toMatchObject({ exitCode: 0 });
  });

  test('before it starts under --field, which it could never print in time', async () => {
    context = sandboxContext({ output: 'field' });
    await expect(startSandboxCommand(context, {})).rejects.toMatchObject({ kind: 'usage' });
  });
});
