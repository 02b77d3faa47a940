import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSessions } from '../../src/settings/sessions.ts';
import { createStore } from '../../src/settings/store.ts';
import { bundledChild } from '../helpers/child.ts';
import { onWindows, type StoreMachine, storeMachine } from '../helpers/store-machine.ts';

const child = bundledChild(new URL('./store-process.ts', import.meta.url));

/** Starts a process of its own and waits for its first words. */
async function start(tools: StoreMachine, deed: string): Promise<ChildProcess> {
  const started = spawn(process.execPath, [child.file, tools.folder, deed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(started.stdout, 'data');
  return started;
}

async function kill(started: ChildProcess): Promise<void> {
  started.kill('SIGKILL');
  await once(started, 'exit');
}

test('T2, F57: 8 processes that keep 25 settings each lose none, and a reader never sees half a file', async () => {
  const tools = storeMachine();
  const store = createStore(tools);
  const running = new Set(
    Array.from({ length: 8 }, (_, index) => child.run([tools.folder, 'set', `${index}`, '25'])),
  );
  const all = Promise.all([...running].map((writer) => writer.finally(() => running.delete(writer))));
  let reads = 0;
  for (; running.size > 0; reads += 1) {
    store.read();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  expect(reads).toBeGreaterThan(10);
  expect(Object.keys(store.read().profiles['default'] ?? {})).toHaveLength(200);
  expect(readdirSync(tools.folder)).toEqual(['config.json']);
}, 60_000);

test('T3: the lock of a killed process is taken over within three seconds', async () => {
  const tools = storeMachine();
  const owner = await start(tools, 'hold');
  await kill(owner);
  expect(readdirSync(tools.folder)).toContain('config.json.lock');
  await createStore(tools).change((contents) => ({
    ...contents,
    profiles: { ...contents.profiles, after: {} },
  }));
  expect(tools.machine.clock.monotonic()).toBeLessThanOrEqual(3000);
  expect(tools.warnings).toEqual([expect.stringContaining(`pid ${owner.pid}`)]);
  expect(readdirSync(tools.folder)).toEqual(['config.json']);
}, 30_000);

test('F58: SIGKILL in the middle of writing leaves files that parse and hold one whole state', async () => {
  const tools = storeMachine();
  const sessions = createSessions({ ...tools, profile: () => 'default' });
  for (let round = 0; round < 6; round += 1) {
    const writer = await start(tools, 'churn');
    // A moment of its own each time, somewhere in a write.
    for (let turn = 0; turn < round * 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await kill(writer);
    const value = createStore(tools).read().profiles['default']?.['load.big'] ?? '';
    const session = String(await sessions.get('tokens', 'ada'));
    for (const text of [value, session]) expect(text).toMatch(/^(\d)\1{199999}$/);
    // The next round shall not wait for the dead owner in real time.
    for (const left of ['.lock', '.lock-owner']) {
      rmSync(join(tools.folder, `config.json${left}`), { recursive: true, force: true });
    }
  }
  expect(tools.warnings).toEqual([]);
}, 60_000);

test.skipIf(onWindows)(
  'T1, F51: a write that the system cuts short leaves the old file and is reported',
  () => {
    const tools = storeMachine();
    mkdirSync(tools.folder, { mode: 0o700 });
    const before = JSON.stringify({
      schemaVersion: 1,
      profile: 'default',
      profiles: { default: { 'load.before': 'x'.repeat(3000) } },
    });
    writeFileSync(join(tools.folder, 'config.json'), before, { mode: 0o600 });
    // 16 blocks of 512 bytes: enough for the old file, too little for the new one.
    const limited = (deed: string, bytes: number): string =>
      execFileSync(
        'sh',
        ['-c', `ulimit -f 16; exec "$@"`, 'sh', process.execPath, child.file, tools.folder, deed, `${bytes}`],
        {
          encoding: 'utf8',
        },
      );
    expect(limited('fill', 14_000)).toMatch(/^local: .*config\.json could not be written/);
    expect(limited('put', 14_000)).toMatch(/^local: .*ada\.json could not be written/);
    expect(readFileSync(join(tools.folder, 'config.json'), 'utf8')).toBe(before);
    expect(readdirSync(tools.folder).toSorted()).toEqual(['config.json', 'sessions']);
    expect(readdirSync(join(tools.folder, 'sessions', 'default', 'tokens'))).toEqual([]);
    expect(limited('fill', 10)).toBe('');
    expect(createStore(tools).read().profiles['default']?.['load.big']).toBe('b'.repeat(10));
  },
  30_000,
);
