import { randomBytes } from 'node:crypto';
import { withLock } from '../../src/settings/lock.ts';
import { withValues } from '../../src/settings/profiles.ts';
import { createSessions } from '../../src/settings/sessions.ts';
import { createStore, type StoreTools } from '../../src/settings/store.ts';

/** A process of its own for the tests of the store: `FOLDER DEED …`, failures as `kind: message` on stdout. */
const [folder = '', deed = '', first = '', second = ''] = process.argv.slice(2);

// The libraries of the store answer this signal by ending the process; with a listener the write fails instead.
process.on('SIGXFSZ', () => {});

const tools: StoreTools = {
  machine: {
    env: { AUTHRIG_CONFIG_DIR: folder },
    platform: process.platform,
    uid: process.getuid?.(),
    pid: process.pid,
    clock: {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    randomBytes,
    signal: new AbortController().signal,
  },
  warn: (text) => process.stdout.write(`${text}\n`),
};

const store = createStore(tools);
const sessions = createSessions({ ...tools, profile: () => 'default' });
const keep = (name: string, value: string): Promise<void> =>
  store.change((contents) => withValues(contents, 'default', { [name]: value }));

const deeds: Record<string, () => Promise<void>> = {
  /** Keeps `second` settings of its own, one by one. */
  set: async () => {
    for (let count = 0; count < Number(second); count += 1) await keep(`load.of${first}n${count}`, 'kept');
  },
  /** Keeps one value of `first` bytes. */
  fill: () => keep('load.big', 'b'.repeat(Number(first))),
  /** As `fill`, for a session. */
  put: () => sessions.put('tokens', 'ada', 'b'.repeat(Number(first))),
  /** Replaces a large value for ever, until it is killed. */
  churn: async () => {
    for (let count = 0; ; count += 1) {
      await keep('load.big', `${count % 10}`.repeat(200_000));
      await sessions.put('tokens', 'ada', `${count % 10}`.repeat(200_000));
      if (count === 0) process.stdout.write('churning\n');
    }
  },
  /** Takes the lock and keeps it until it is killed. */
  hold: async () => {
    await keep('load.held', 'before');
    await withLock(store.path, tools, async () => {
      process.stdout.write('holding\n');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });
  },
};

await deeds[deed]?.().catch((error: { kind?: string; message: string }) => {
  process.stdout.write(`${error.kind}: ${error.message}\n`);
});
