import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type StartOptions, startSandboxCommand } from '../../../src/commands/sandbox/start.ts';
import { CliError } from '../../../src/errors.ts';
import { authrig } from '../../helpers/rig.ts';
import { ask, post, until } from '../../helpers/sandbox.ts';
import { sandboxContext } from '../../helpers/sandbox-context.ts';

const stopped = new CliError('cancelled', 'Stopped by SIGTERM.', { exitCode: 143 });
const jekimo = { method: 'POST', headers: { 'x-api-key': 'sandbox-jekimo-key' } };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authrig-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a sandbox while something is done with it, and ends it as SIGTERM does. */
async function whileRunning<T>(options: StartOptions, use: (origin: string) => Promise<T>): Promise<T> {
  const context = sandboxContext();
  const ended = startSandboxCommand(context, options);
  await Promise.race([ended, until(() => context.printed.length > 0)]);
  try {
    return await use(context.printed.join('').trim().split(' ').at(-1) ?? '');
  } finally {
    context.stop(stopped);
    await ended;
  }
}

async function loginWith(origin: string): Promise<string> {
  return ((await ask(`${origin}/jekimo/app.php/v1.1/auth/gettoken`, jekimo)).json as { token: string }).token;
}

async function sendOtp(origin: string, phone = '5550100'): Promise<string> {
  const to = { countryCode: '+44', phone, type: 'login' };
  expect((await post(`${origin}/verifik/v2/projects/phone-login`, to)).status).toBe(200);
  const { messages } = (await ask(`${origin}/__sandbox/outbox?to=%2B44${phone}`)).json as {
    messages: { code: string }[];
  };
  return messages.at(-1)?.code ?? '';
}

describe('--seed', () => {
  test('fixes codes, tokens and ids, also after a reset; another seed gives others', async () => {
    const drawn = (seed: string) =>
      whileRunning({ seed }, async (origin) => {
        const first = [await loginWith(origin), await sendOtp(origin)];
        await post(`${origin}/__sandbox/reset`, {});
        expect([await loginWith(origin), await sendOtp(origin)]).toEqual(first);
        return first;
      });
    const [one, again, other] = [await drawn('one'), await drawn('one'), await drawn('other')];
    expect(again).toEqual(one);
    expect(other[0]).not.toBe(one[0]);
    expect(other[1]).not.toBe(one[1]);
  });

  test('a provider draws the same whatever is asked of the others', async () => {
    const alone = await whileRunning({ seed: 'x' }, sendOtp);
    const after = await whileRunning({ seed: 'x' }, async (origin) => {
      await loginWith(origin);
      return sendOtp(origin);
    });
    expect(after).toBe(alone);
  });
});

test('--clock and --freeze: begins there, stands there, and is there again after a reset', async () => {
  const clock = Date.UTC(2030, 1, 3);
  await whileRunning({ clock, freeze: true }, async (origin) => {
    const now = async () => (await ask(`${origin}/__sandbox/health`)).json;
    const there = { clock: { now: '2030-02-03T00:00:00.000Z', frozen: true } };
    expect(await now()).toMatchObject(there);
    await post(`${origin}/__sandbox/clock`, { advance: '1h' });
    expect(await now()).toMatchObject({ clock: { now: '2030-02-03T01:00:00.000Z', frozen: true } });
    await post(`${origin}/__sandbox/reset`, {});
    expect(await now()).toMatchObject(there);
  });
});

test('--code: that recipient gets that code, whatever its case', async () => {
  await whileRunning({ code: { '+445550100': '111222' } }, async (origin) => {
    expect(await sendOtp(origin)).toBe('111222');
    expect(await sendOtp(origin, '5550101')).toMatch(/^\d{6}$/);
  });
});

test('--set reads another way; --docs-literal answers as the page prints', async () => {
  const answers = await whileRunning(
    { set: { 'jekimo.refusalStatus': '401' }, docsLiteral: true },
    async (origin) => [
      await ask(`${origin}/jekimo/app.php/v1.1/auth/check`, { method: 'POST' }),
      await ask(`${origin}/jekimo/app.php/v1.1/auth/gettoken`, jekimo),
    ],
  );
  expect(answers[0]?.status).toBe(401);
  expect(answers[1]?.text).toContain('"qrcode": "..."\n"url"');
});

describe('--state', () => {
  const file = () => join(folder, 'state.json');

  test('F70: a sandbox that is started again goes on in the middle of a flow', async () => {
    const token = await whileRunning({ state: file() }, async (origin) => {
      await post(`${origin}/__sandbox/faults`, { kind: 'status', status: 503, provider: 'juvlon' });
      await sendOtp(origin);
      return loginWith(origin);
    });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    await whileRunning({ state: file() }, async (origin) => {
      expect((await post(`${origin}/__sandbox/sessions/${token}`, { decision: 'approve' })).status).toBe(200);
      const check = { ...jekimo, headers: { ...jekimo.headers, token } };
      expect((await ask(`${origin}/jekimo/app.php/v1.1/auth/check`, check)).json).toMatchObject({
        status: 'OK',
      });
      expect((await ask(`${origin}/__sandbox/outbox`)).json).toMatchObject({
        messages: [{ provider: 'elixir' }, { provider: 'juvlon' }, { provider: 'verifik', to: '+445550100' }],
      });
      expect((await post(`${origin}/juvlon/v4/verifyOneTimeCode`, {})).status).toBe(503);
    });
  });

  test('with a seed it repeats no code that it has drawn', async () => {
    const state = { state: file(), seed: 'same' };
    expect(await whileRunning(state, sendOtp)).not.toBe(await whileRunning(state, sendOtp));
  });

  test('is on the disk soon after a change, so that a kill costs little', async () => {
    const context = sandboxContext();
    const ended = startSandboxCommand(context, { state: file() });
    await Promise.race([ended, until(() => context.printed.length > 0)]);
    await sendOtp(context.printed.join('').trim().split(' ').at(-1) ?? '');
    await context.clock.advance(200);
    await until(() => readdirSync(folder).includes('state.json'));
    expect(readFileSync(file(), 'utf8')).toContain('+445550100');
    context.stop(stopped);
    await ended;
  });

  test.each([
    '',
    '{',
    '[]',
    '{"schemaVersion":1}',
    '{"schemaVersion":1,"clock":{"frozen":false,"at":0},"tables":{"x":[1]}}',
  ])('F70: a damaged file is a local error, and is kept: %s', async (text) => {
    writeFileSync(file(), text, { mode: 0o600 });
    const started = startSandboxCommand(sandboxContext(), { state: file() });
    await expect(started).rejects.toMatchObject({
      kind: 'local',
      message: expect.stringContaining('corrupt'),
    });
    const [kept = ''] = readdirSync(folder);
    expect(kept).toContain('state.json.corrupt-');
    expect(readFileSync(join(folder, kept), 'utf8')).toBe(text);
  });

  test('a file that cannot be written is told, and ends with a local error', async () => {
    const context = sandboxContext();
    const ended = startSandboxCommand(context, { state: join(folder, 'nowhere', 'state.json') });
    await Promise.race([ended, until(() => context.printed.length > 0)]);
    context.stop(stopped);
    await expect(ended).rejects.toMatchObject({ kind: 'local' });
  });
});

describe('what the command line refuses before anything listens', () => {
  test.each([
    ['--set', 'juvlon.verify=maybe'],
    ['--set', 'juvlon.nothing=1'],
    ['--set', 'juvlon.verify'],
    ['--code', '=1234'],
    ['--clock', '2030-02-30T00:00:00Z'],
    ['--clock', 'noon'],
    ['--seed', ''],
  ])('%s %s', async (...words) => {
    const { exitCode, stderr } = await authrig(['sandbox', 'start', ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).not.toBe('');
  });
});
