import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createInvoke } from '../src/invoke.ts';
import { CliError } from '../src/errors.ts';
import type { Machine } from '../src/machine.ts';
import { providers } from '../src/providers/index.ts';
import { createRedactor } from '../src/redaction/redactor.ts';
import { startEmbedded } from '../src/sandbox/embedded.ts';
import { createMemorySessions } from '../src/settings/memory-sessions.ts';
import { realClock } from './helpers/real-clock.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const never = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function machine(): Machine {
  const untouched = () => {
    throw new Error('a command inside another one must not reach the streams of the machine');
  };
  return {
    argv: [],
    env: { AUTHRIG_CONFIG_DIR: temporaryFolder() },
    get stdin() {
      return untouched();
    },
    stdinIsTTY: true,
    get stdout() {
      return untouched();
    },
    get stderr() {
      return untouched();
    },
    platform: 'linux',
    uid: process.getuid?.(),
    pid: process.pid,
    kill: untouched,
    nodeVersion: process.versions.node,
    keychainCommand: [],
    clock: realClock,
    randomBytes,
    signal: never,
  };
}

async function embedded() {
  const sandbox = await startEmbedded({ clock: realClock, randomBytes, signal: never, providers });
  closing.push(sandbox.close);
  return sandbox;
}

describe('a command that is run inside another one', () => {
  test('hands back its document and its exit code, on failure too', async () => {
    const invoke = createInvoke(machine(), '0.0.0-test', { redactor: createRedactor() });
    const sandbox = await embedded();
    const argv = ['--sandbox', 'juvlon', 'verify', '--token=OJUWLB', '--otp=9078'];
    expect(await invoke(argv, { sandbox })).toMatchObject({
      exitCode: 0,
      document: { ok: true, data: { verify: true } },
    });
    expect(await invoke(argv, { sandbox })).toMatchObject({
      exitCode: 3,
      document: { ok: false, error: { kind: 'denied' } },
    });
    expect(await invoke(['juvlon', 'verfy'])).toMatchObject({
      exitCode: 2,
      document: { error: { kind: 'usage' } },
    });
  });

  test('teaches its secrets to the redactor it is lent', async () => {
    const redactor = createRedactor();
    const invoke = createInvoke(machine(), '0.0.0-test', { redactor });
    const { document } = await invoke(['--sandbox', 'jekimo', 'request'], { sandbox: await embedded() });
    const { token } = document['data'] as { readonly token: string };
    expect(redactor.redact(`it is ${token}`)).not.toContain(token);
  });

  test('keeps what it keeps in the store it is lent, and is heard line by line', async () => {
    const invoke = createInvoke(machine(), '0.0.0-test', { redactor: createRedactor() });
    const sessions = createMemorySessions();
    const heard: string[] = [];
    const lent = { sandbox: await embedded(), sessions, onMessage: (line: string) => void heard.push(line) };
    expect((await invoke(['--sandbox', 'verifik', 'phone'], lent)).exitCode).toBe(0);
    expect(await sessions.list('sessions')).toHaveLength(1);
    expect(heard.at(-1)).toBe('Verifik confirmed the OTP.');
  });

  test('is asked nothing, and reads variables on top of those of the machine', async () => {
    const invoke = createInvoke(machine(), '0.0.0-test', { redactor: createRedactor() });
    const line = ['totp', 'code', '--secret-from=env:MINE', '--at=59'];
    expect((await invoke(line)).document).toMatchObject({ error: { kind: 'usage' } });
    const env = { MINE: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' };
    expect((await invoke(line, { env })).document).toMatchObject({ data: { code: '287082' } });
    expect((await invoke(['juvlon', 'verify'])).document).toMatchObject({ error: { kind: 'usage' } });
  });

  test('ends with the reason of the signal it is lent', async () => {
    const invoke = createInvoke(machine(), '0.0.0-test', { redactor: createRedactor() });
    const stop = new AbortController();
    const ending = invoke(['--sandbox', 'jekimo', 'login'], {
      sandbox: await embedded(),
      signal: stop.signal,
    });
    stop.abort(new CliError('expired', 'Enough.'));
    expect(await ending).toMatchObject({
      exitCode: 5,
      document: { error: { kind: 'expired' } },
    });
  });
});
