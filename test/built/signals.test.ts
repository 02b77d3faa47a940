import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Running, start } from '../helpers/built.ts';
import { leadingTo, patientJekimo, token } from '../helpers/patient-jekimo.ts';
import { until } from '../helpers/until.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Milliseconds. A machine of its own takes a tenth of it. */
const soon = 3000;

const codes = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** Sends the signal and tells how long the end took, in milliseconds. */
async function stop({ child, ended }: Running, name: NodeJS.Signals) {
  const asked = performance.now();
  child.kill(name);
  const { exitCode, signal, stdout, stderr } = await ended;
  return { exitCode, signal, stdout, stderr, took: performance.now() - asked };
}

/** What was said last. */
function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Whether the process is there; one that only waits to be reaped is not. */
function lives(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('F59: a signal stops the wait for the customer', () => {
  test.each(codes)('%s ends with %i at once, and one line says so', async (name, exitCode) => {
    await using server = await patientJekimo();
    const run = start(['jekimo', 'login', '--interval', '5'], { env: leadingTo(server) });
    await run.says('Waiting for the customer');
    const { stdout, stderr, took, ...end } = await stop(run, name);
    expect(end).toEqual({ exitCode, signal: null });
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`120 s left\nStopped by ${name}\\.\n$`));
    expect(took).toBeLessThan(soon);
  });

  test('under --json stdout still holds one document', async () => {
    await using server = await patientJekimo();
    const run = start(['jekimo', 'wait', token, '--json'], { env: leadingTo(server) });
    await run.says('Waiting for the customer');
    const { exitCode, stdout } = await stop(run, 'SIGTERM');
    expect(exitCode).toBe(143);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'cancelled', exitCode: 143 } });
  });

  test('--sandbox leaves no port open', async () => {
    const run = start(['jekimo', 'login', '--sandbox']);
    await run.says('Waiting for the customer');
    const { exitCode, stderr } = await stop(run, 'SIGINT');
    expect(exitCode).toBe(130);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(stderr)?.[1]);
    expect(port).toBeGreaterThan(0);
    expect(await isOpen(port)).toBe(false);
  });

  test('an answer that never comes holds nothing up', async () => {
    const silent = () => {};
    await using server = await scriptedServer({ '/v1.1/auth/gettoken': [silent] });
    const run = start(['jekimo', 'request'], { env: leadingTo(server) });
    await until(() => server.requests.length === 1);
    const { exitCode, stderr, took } = await stop(run, 'SIGINT');
    expect(exitCode).toBe(130);
    expect(lastLine(stderr)).toBe(
      'Stopped by SIGINT. The outcome is unknown: the change may have been made.',
    );
    expect(took).toBeLessThan(soon);
  });
});

describe('F59: a signal stops other waits', () => {
  test('for standard input that stays open', async () => {
    const run = start(['config', 'set', 'jekimo.apiKey'], { stdin: 'open' });
    await setTimeout(400);
    const { exitCode, stderr, took } = await stop(run, 'SIGTERM');
    expect({ exitCode, stderr }).toEqual({ exitCode: 143, stderr: 'Stopped by SIGTERM.\n' });
    expect(took).toBeLessThan(soon);
  });

  test.each(codes)('for a command that looks for the code: %s leaves no child', async (name, exitCode) => {
    const file = join(temporaryFolder(), 'pid');
    const source = `cmd:echo $$ > '${file}'; echo started >&2; sleep 60 & wait`;
    const run = start(['juvlon', 'verify', '--sandbox', '--token', 'OJUWLB', '--otp-from', source]);
    await run.says('started');
    const child = Number(readFileSync(file, 'utf8'));
    expect(lives(child)).toBe(true);
    const { stderr, took, ...end } = await stop(run, name);
    expect(end.exitCode).toBe(exitCode);
    expect(lastLine(stderr)).toBe(`Stopped by ${name}.`);
    expect(took).toBeLessThan(soon + 500);
    expect(lives(child)).toBe(false);
  });
});

describe('a server that is asked to stop', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with 0 on %s, its port closed', async (name) => {
    const run = start(['sandbox', 'start', '--json']);
    await run.says('\n');
    const { exitCode, stdout, stderr, took } = await stop(run, name);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { data } = JSON.parse(stdout) as { data: { url: string } };
    expect(await isOpen(Number(new URL(data.url).port))).toBe(false);
    expect(took).toBeLessThan(soon);
  });
});

describe('a second signal', () => {
  test('that comes with the first, as through a wrapper, is the same wish', async () => {
    const tidy = `trap 'sleep 0.3; exit 7' INT; echo started; while :; do sleep 0.05; done`;
    const run = start(['sandbox', 'exec', '--', 'sh', '-c', tidy]);
    await run.says('started');
    run.child.kill('SIGINT');
    await setTimeout(20);
    run.child.kill('SIGINT');
    expect(await run.ended).toMatchObject({ exitCode: 7, signal: null });
  });

  test('that comes later ends at once what the first one could not', async () => {
    const file = join(temporaryFolder(), 'pid');
    const deaf = `trap "" INT; echo $$ > '${file}'; echo started; exec sleep 60`;
    const run = start(['sandbox', 'exec', '--', 'sh', '-c', deaf]);
    await run.says('started');
    run.child.kill('SIGINT');
    await setTimeout(300);
    expect(run.child.exitCode).toBe(null);
    const gone = once(run.child, 'exit');
    const asked = performance.now();
    run.child.kill('SIGINT');
    expect(await gone).toEqual([130, null]);
    expect(performance.now() - asked).toBeLessThan(soon);
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
  });
});
