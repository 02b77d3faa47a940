import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execCommand } from '../../../src/commands/sandbox/exec.ts';
import { CliError } from '../../../src/errors.ts';
import { providers } from '../../../src/providers/index.ts';
import { variableOf } from '../../../src/settings/names.ts';
import { sandboxContext } from '../../helpers/sandbox-context.ts';

const node = process.execPath;
let server: Server;
let arrived: Promise<void>;
/** A line for the child's script that tells the test it is up, and goes on when that has been heard. */
let report: string;

beforeEach(async () => {
  arrived = new Promise((resolve) => {
    server = createServer((_request, response) => response.end('', resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  report = `await fetch('http://127.0.0.1:${(server.address() as AddressInfo).port}');`;
});
afterEach(() => server.close());

const script = (text: string): string[] => [node, '--input-type=module', '-e', text];
const run = (command: readonly string[], env = {}) => execCommand(sandboxContext({ env }), {}, command);

describe('the command', () => {
  test.each([0, 3, 77])('its exit code is ours: %s', async (code) => {
    expect(await run(script(`process.exit(${code})`))).toEqual({ data: {}, exitCode: code, silent: true });
  });

  test('finds base URLs and keys in its environment, beside what was there', async () => {
    const text = `
      const { env } = process;
      const call = (path, init) => fetch(env.AUTHRIG_JEKIMO_BASE_URL + path, { method: 'POST', ...init });
      const key = { 'x-api-key': env.AUTHRIG_JEKIMO_API_KEY };
      const { token } = await (await call('/v1.1/auth/gettoken', { headers: key })).json();
      const { status } = await (await call('/v1.1/auth/check', { headers: { ...key, token } })).json();
      const { ready } = await (await fetch(env.AUTHRIG_SANDBOX_URL + '/__sandbox/health')).json();
      const body = JSON.stringify({ apiKey: env.AUTHRIG_JUVLON_API_KEY, token: 'OJUWLB', otp: '9078' });
      const pair = await (await fetch(env.AUTHRIG_JUVLON_BASE_URL + '/v4/verifyOneTimeCode', { method: 'POST', body })).json();
      const good = status === 'created' && ready && pair.verify === 'true' && env.MINE === 'kept';
      process.exit(good ? 40 : 41);`;
    expect(await run(script(text), { MINE: 'kept', AUTHRIG_JEKIMO_API_KEY: 'a real one' })).toMatchObject({
      exitCode: 40,
    });
  });

  test.each([
    [{}, '127.0.0.1,undefined'],
    [{ NO_PROXY: 'a.test' }, 'a.test,127.0.0.1,undefined'],
    [{ no_proxy: 'a.test' }, 'undefined,a.test,127.0.0.1'],
    [{ NO_PROXY: '' }, '127.0.0.1,undefined'],
  ])('UX-23: no proxy stands between it and the sandbox: %j', async (env, expected) => {
    const found = '[process.env.NO_PROXY, process.env.no_proxy].map(String).join()';
    const text = `process.exit(${found} === '${expected}' ? 40 : 41)`;
    expect(await run(script(text), env)).toMatchObject({ exitCode: 40 });
  });

  test("S30: finds none of the user's own keys, whichever are set", async () => {
    const secrets = providers.flatMap(({ settings }) => settings.filter(({ secret }) => secret === true));
    const own = Object.fromEntries(secrets.map(({ name }) => [variableOf(name), `own-key-of-${name}`]));
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const text = "process.exit(JSON.stringify(process.env).includes('own-key-' + 'of') ? 1 : 0)";
    expect(await run(script(text), own)).toMatchObject({ exitCode: 0 });
  });

  test('S15: gets its arguments as they are, past no shell', async () => {
    const text = "process.exit(process.argv[1] === '$HOME; exit 9 && *' ? 40 : 41)";
    expect(await run([...script(text), '$HOME; exit 9 && *'])).toMatchObject({ exitCode: 40 });
  });

  test.each([['no-such-program-here'], ['/'], [''], ['bad\0name']])(
    'that cannot be started: %j',
    async (file) => {
      await expect(run([file])).rejects.toMatchObject({
        kind: 'usage',
        details: { hint: expect.stringContaining('exec --') },
      });
    },
  );
});

const stays = (handlers = ''): string[] => script(`setInterval(() => {}, 1000); ${handlers} ${report}`);
const cancelled = (exitCode: number): CliError => new CliError('cancelled', 'Stopped.', { exitCode });

describe('signals', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ])('%s is handed on, and the command decides how it ends', async (name, exitCode) => {
    const context = sandboxContext();
    const ended = execCommand(context, {}, stays(`process.on('${name}', () => process.exit(42));`));
    await arrived;
    context.stop(cancelled(exitCode));
    expect(await ended).toMatchObject({ exitCode: 42 });
  });

  test('a command that a signal ended is 128 and its number', async () => {
    const context = sandboxContext();
    const ended = execCommand(context, {}, stays());
    await arrived;
    context.stop(cancelled(143));
    expect(await ended).toMatchObject({ exitCode: 143 });
  });

  test('Ctrl-C at a terminal reached the command already and is not sent twice', async () => {
    const context = sandboxContext({ terminal: true });
    const ended = execCommand(
      context,
      {},
      script(
        `process.on('SIGINT', () => process.exit(41)); process.on('SIGUSR2', () => process.exit(40)); ${report} ${report} process.exit(42);`,
      ),
    );
    await arrived;
    context.stop(cancelled(130));
    expect(await ended).toMatchObject({ exitCode: 42 });
  });

  test('at a --timeout it gets SIGTERM, then SIGKILL, and the deadline is what is told', async () => {
    const context = sandboxContext();
    const ended = execCommand(context, {}, stays("process.on('SIGTERM', () => {});"));
    const expired = new CliError('expired', 'The command did not end in time.');
    const rejected = expect(ended).rejects.toBe(expired);
    await arrived;
    context.stop(expired);
    await context.clock.advance(5000);
    await rejected;
  });
});
