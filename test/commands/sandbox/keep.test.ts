import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import { startSandboxCommand } from '../../../src/commands/sandbox/start.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { ask, jekimoKey, loginWith, post, sendOtp } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';
import { sandboxContext, stopped, whileRunning } from '../../helpers/sandbox-context.ts';
import { onWindows } from '../../helpers/store-machine.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
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
      const check = { method: 'POST', headers: { ...jekimoKey, token } };
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
    expect(await whileRunning(state, (origin) => sendOtp(origin))).not.toBe(
      await whileRunning(state, (origin) => sendOtp(origin)),
    );
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
    '{',
    '{"schemaVersion":1,"clo',
    '{"schemaVersion":1,"clock":{"frozen":false,"at":0},"tables":{"x":[["a",',
    '{"schemaVersion":1,"clock":{"frozen":false,"at":0},"tables":{"x":[1]}}',
    '{"schemaVersion":1,"clock":{},"tables":{}}',
  ])('F70: a damaged state is a local error, and is kept: %s', async (text) => {
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

  test.each([
    '{"name":"mine","version":"1.0.0"}',
    '[]',
    'null',
    '{"schemaVersion":1,"profile":"default","profiles":{"default":{}}}',
    '{"schemaVersion":1}',
    'a diary',
    '{"schemaVersion":2,"clo',
    '{"schemaVersion":2,"clock":{"frozen":false,"at":0},"tables":{}}',
    '\0\0\0\0',
  ])('a file that was never a state, or is of a later release, is left as it is: %s', async (text) => {
    writeFileSync(file(), text);
    chmodSync(file(), 0o644);
    const context = sandboxContext();
    await expect(startSandboxCommand(context, { state: file() })).rejects.toMatchObject({
      kind: 'local',
      message: expect.stringContaining('It was left as it is.'),
      details: { hint: expect.stringContaining('--state') },
    });
    expect(context.printed).toEqual([]);
    expect(context.warnings).toEqual([]);
    expect(readdirSync(folder)).toEqual(['state.json']);
    expect(readFileSync(file(), 'utf8')).toBe(text);
    if (!onWindows) expect(statSync(file()).mode & 0o777).toBe(0o644);
  });

  test('an empty file is an empty state, as mktemp makes one', async () => {
    writeFileSync(file(), '');
    const token = await whileRunning({ state: file() }, loginWith);
    expect(readFileSync(file(), 'utf8')).toContain(token);
  });

  test.skipIf(onWindows)('a state that others could read is closed, and told', async () => {
    await whileRunning({ state: file() }, loginWith);
    chmodSync(file(), 0o644);
    const warnings = await whileRunning({ state: file() }, async (_origin, context) => {
      expect(statSync(file()).mode & 0o777).toBe(0o600);
      return context.warnings;
    });
    expect(warnings).toEqual([expect.stringContaining('was open to other users')]);
  });

  test('two sandboxes never share a file: the second is refused, and names it', async () => {
    await whileRunning({ state: file() }, async () => {
      const touching = fakeClock({ auto: true });
      // The owner is alive: it touches its lock while the other one waits.
      const lockClock: Clock = {
        ...touching,
        sleep: (milliseconds, signal) => {
          utimesSync(`${file()}.lock`, 1, Math.floor(touching.monotonic() / 1000) + 1);
          return touching.sleep(milliseconds, signal);
        },
      };
      const other = sandboxContext({ lockClock });
      await expect(startSandboxCommand(other, { state: file() })).rejects.toMatchObject({
        kind: 'local',
        message: expect.stringContaining(`${file()} is the state of another sandbox`),
        details: { hint: expect.stringContaining('authrig sandbox stop') },
      });
      expect(other.printed).toEqual([]);
    });
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  test('a killed one does not stand in the way of the next', async () => {
    mkdirSync(`${file()}.lock`);
    writeFileSync(`${file()}.lock-owner`, '4242 mark');
    await whileRunning({ state: file() }, loginWith);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  test('a lost lock costs the state alone, and the file stays the new owner’s', async () => {
    const context = sandboxContext();
    const ended = startSandboxCommand(context, { state: file() });
    await Promise.race([ended, until(() => context.printed.length > 0)]);
    writeFileSync(`${file()}.lock-owner`, '777 another');
    context.stop(stopped);
    // The one document is out: what was lost shows in the exit code and on stderr.
    expect(await ended).toMatchObject({ silent: true, exitCode: 10 });
    expect(context.printed).toHaveLength(1);
    expect(readdirSync(folder)).not.toContain('state.json');
  });

  test.each([
    ['nowhere/state.json', 'mkdir -p'],
    ['file/state.json', 'mkdir -p'],
    ['folder', '--state'],
  ])('what can’t be a state file is refused before the sandbox is ready: %s', async (path, hint) => {
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'file'), '');
    const context = sandboxContext();
    const started = startSandboxCommand(context, { state: join(folder, path) });
    await expect(started).rejects.toMatchObject({
      kind: 'local',
      details: { hint: expect.stringContaining(hint) },
    });
    await expect(started).rejects.not.toMatchObject({
      details: { hint: expect.stringContaining('AUTHRIG_CONFIG_DIR') },
    });
    expect(context.printed).toEqual([]);
  });

  test('no hint for it speaks of the store', async () => {
    const path = join(folder, 'x'.repeat(300));
    await expect(startSandboxCommand(sandboxContext(), { state: path })).rejects.toMatchObject({
      details: { hint: 'Take a shorter one: name another file with --state.' },
    });
  });

  test('--clock and --freeze stand above the time that the file holds, and without them it goes on', async () => {
    const timeAt = async (origin: string) =>
      ((await ask(`${origin}/__sandbox/health`)).json as { readonly clock: unknown }).clock;
    const clock = Date.UTC(2030, 1, 3);
    const there = { now: '2030-02-03T00:00:00.000Z', frozen: true };
    await whileRunning({ state: file(), clock: Date.UTC(2040, 0), freeze: true }, loginWith);
    expect(await whileRunning({ state: file() }, timeAt)).toMatchObject({ now: '2040-01-01T00:00:00.000Z' });
    expect(await whileRunning({ state: file(), clock }, timeAt)).toMatchObject({ frozen: false });
    expect(await whileRunning({ state: file(), clock, freeze: true }, timeAt)).toEqual(there);
    await whileRunning({ state: file() }, (origin) => post(`${origin}/__sandbox/clock`, { freeze: false }));
    expect(await whileRunning({ state: file(), freeze: true }, timeAt)).toEqual(there);
  });
});
