import * as callbackFs from 'node:fs';
import { mkdir, rmdir, stat, writeFile } from 'node:fs/promises';
import { CliError, errorCode } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { storageError } from './storage-error.ts';

export interface LockTools {
  readonly machine: Pick<Machine, 'clock' | 'pid' | 'randomBytes' | 'signal'>;
  readonly warn: (text: string) => void;
  /** How the user has the file somewhere else, for hints; without it by AUTHRIG_CONFIG_DIR. */
  readonly elsewhere?: string;
  /** What is told where a living owner, whose pid is given, keeps the lock. */
  readonly busy?: (pid: string) => CliError;
}

/** Proof of holding a lock. */
export interface Held {
  /** Throws `local` where another process took the lock over, as after a long suspension. */
  confirm(): Promise<void>;
}

/** An owner touches its lock every second; one that did not for this long is dead. All in milliseconds. */
const deadAfter = 2200;
const tellAfter = 500;
const giveUpAfter = 30_000;
const pause = 25;

/**
 * Runs `work` while no other process holds the lock of `path`, which need not exist but its folder must. The lock of
 * a dead owner is taken over. Throws `local` where a living owner keeps it for longer than `patienceMs`.
 */
export async function withLock<T>(
  path: string,
  tools: LockTools,
  work: (held: Held) => Promise<T>,
  patienceMs = giveUpAfter,
): Promise<T> {
  const { clock, pid, randomBytes, signal } = tools.machine;
  const owner = `${path}.lock-owner`;
  const mark = `${pid} ${Buffer.from(randomBytes(8)).toString('hex')}`;
  const acquire = await createAcquire(path, owner, mark, tools.elsewhere);
  let release = await acquire();
  if (release === undefined) {
    const watch = createWatch(path, owner, tools, patienceMs);
    while (release === undefined) {
      await watch();
      await clock.sleep(pause, signal);
      release = await acquire();
    }
  }
  try {
    return await work({
      confirm: async () => {
        if (readOwner(owner) !== mark) throw takenOver(path);
      },
    });
  } finally {
    await release().catch(() => {});
  }
}

/**
 * Who holds the lock of `path` right now, without touching it; undefined where nobody does. `now` is the wall clock, as the
 * owner's sign of life is the time of a file.
 */
export async function lookAtLock(
  path: string,
  now: number,
): Promise<{ readonly pid: number | undefined; readonly dead: boolean } | undefined> {
  const stats = await stat(`${path}.lock`).catch(() => undefined);
  if (stats === undefined) return undefined;
  const pid = Number.parseInt(readOwner(`${path}.lock-owner`) ?? '', 10);
  return { pid: Number.isNaN(pid) ? undefined : pid, dead: now - stats.mtimeMs >= deadAfter };
}

/** One attempt at the lock: how to give it back, or undefined where another process holds it. */
async function createAcquire(
  path: string,
  owner: string,
  mark: string,
  elsewhere: string | undefined,
): Promise<() => Promise<(() => Promise<void>) | undefined>> {
  const { default: lockfile } = await import('proper-lockfile');
  let unmarked = false;
  const options = {
    realpath: false,
    // Death is judged here: the library's own take-over lets two waiting processes both believe they won.
    stale: 1e9,
    update: 1000,
    fs: guardedFs(() => unmarked || readOwner(owner) === mark),
    onCompromised: () => {},
  };
  return async () => {
    try {
      const release = await lockfile.lock(path, options);
      await writeFile(owner, mark, { mode: 0o600 }).catch(async (error: unknown) => {
        unmarked = true;
        await release();
        throw error;
      });
      return release;
    } catch (error) {
      if (errorCode(error) === 'ELOCKED') return undefined;
      throw storageError(error, `${path}.lock`, 'written', elsewhere);
    }
  };
}

/** File operations for the library that never remove a lock which is another's by now. */
function guardedFs(isOurs: () => boolean): object {
  const { mkdir: make, stat: look, utimes, realpath, rmdirSync, rmSync } = callbackFs;
  const drop = (lock: string): void => {
    if (!isOurs()) return;
    rmSync(`${lock}-owner`, { force: true });
    rmdirSync(lock);
  };
  return {
    mkdir: make,
    stat: look,
    utimes,
    realpath,
    rmdir: (lock: string, done: callbackFs.NoParamCallback) => {
      try {
        drop(lock);
        done(null);
      } catch (error) {
        done(error as NodeJS.ErrnoException);
      }
    },
    rmdirSync: drop,
  };
}

/** A look at a lock that is held: says so, takes it from a dead owner, and gives up in the end. */
function createWatch(
  path: string,
  owner: string,
  { machine, warn, busy = (pid) => tooLong(path, pid) }: LockTools,
  patienceMs: number,
): () => Promise<void> {
  const { clock } = machine;
  const lock = `${path}.lock`;
  const began = clock.monotonic();
  let seen: { readonly identity: string | undefined; readonly since: number } | undefined;
  let told = false;
  const holder = (): string => readOwner(owner)?.split(' ')[0] ?? 'unknown';

  return async () => {
    const now = clock.monotonic();
    const identity = await identityOf(lock);
    if (seen === undefined || seen.identity !== identity) seen = { identity, since: now };
    if (!told && now - began >= tellAfter) {
      told = true;
      warn(`Waiting for the lock of ${path}, held by pid ${holder()}.`);
    }
    if (identity !== undefined && now - seen.since >= deadAfter) await takeOver(lock, identity, clock.now());
    if (now - began >= patienceMs) throw busy(holder());
  };
}

/** Removes a dead owner's lock. Of several processes that try, the claim admits one, and it looks again. */
async function takeOver(lock: string, identity: string, now: number): Promise<void> {
  const claim = `${lock}-claim`;
  try {
    await mkdir(claim, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw storageError(error, claim, 'written');
    const claimed = await stat(claim).catch(() => undefined);
    if (claimed !== undefined && Math.abs(now - claimed.mtimeMs) > deadAfter)
      await rmdir(claim).catch(() => {});
    return;
  }
  try {
    if ((await identityOf(lock)) === identity) await rmdir(lock);
  } finally {
    await rmdir(claim).catch(() => {});
  }
}

async function identityOf(lock: string): Promise<string | undefined> {
  const stats = await stat(lock, { bigint: true }).catch(() => undefined);
  return stats && `${stats.ino} ${stats.mtimeNs}`;
}

function readOwner(owner: string): string | undefined {
  try {
    return callbackFs.readFileSync(owner, 'utf8');
  } catch {
    return undefined;
  }
}

function tooLong(path: string, pid: string): CliError {
  return new CliError('local', `${path} is locked by pid ${pid} for too long.`, {
    hint: 'Wait until that process has ended, then type the same command again.',
    retryable: true,
  });
}

function takenOver(path: string): CliError {
  return new CliError('local', `Another process took over the lock of ${path} while this one stood still.`, {
    hint: 'Nothing was written. Type the same command again.',
    retryable: true,
  });
}
