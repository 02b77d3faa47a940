import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Running, start } from '../helpers/built.ts';
import { type StartedSandbox, startedSandbox } from '../helpers/started-sandbox.ts';

const sockets: Socket[] = [];
let env: StartedSandbox['env'];

beforeEach(async () => {
  ({ env } = await startedSandbox());
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

interface Login extends Running {
  readonly redirect: URL;
  readonly token: string;
}

async function login(): Promise<Login> {
  const run = start(['ekyc', 'login', '--no-browser', '--json'], { env });
  let told = '';
  run.child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
  await run.says('Waiting for the browser');
  const redirect = new URL(/Redirect URI: (\S+)/.exec(told)?.[1] ?? '');
  const page = new URL(/Sign-in page: (\S+)/.exec(told)?.[1] ?? '');
  return { ...run, redirect, token: page.searchParams.get('session_token') ?? '' };
}

/** Connections that begin a request and never end it. */
async function halfOpen({ port }: URL, count: number): Promise<void> {
  const opened = Array.from({ length: count }, async () => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    socket.write('GET /callback HTTP/1.1\r\nHost: ');
  });
  await Promise.all(opened);
}

describe('the process ends within a second', () => {
  test('F48: of the right answer, past a thousand clients that say nothing', async () => {
    const run = await login();
    await halfOpen(run.redirect, 1000);
    const answer = await fetch(`${run.redirect.href}?session_token=${run.token}`);
    expect(answer.status).toBe(200);
    await answer.text();
    const answered = performance.now();
    const { exitCode, stdout } = await run.ended;
    expect(performance.now() - answered).toBeLessThan(3000);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, data: { result: true } });
  });

  test('F46, F59, OA-09: of Ctrl-C, and gives the port back', async () => {
    const run = await login();
    await halfOpen(run.redirect, 50);
    const asked = performance.now();
    run.child.kill('SIGINT');
    const { exitCode } = await run.ended;
    expect(performance.now() - asked).toBeLessThan(3000);
    expect(exitCode).toBe(130);
    await expect(fetch(run.redirect)).rejects.toThrow('fetch failed');
  });
});
