import { writeFileSync } from 'node:fs';

export interface Sabotage {
  /** Which of the calls fails, counted from 1. */
  readonly nth: number;
  /** As what it fails: EIO, ENOSPC or ECONNRESET. */
  readonly code: string;
  /** A file that is made when the call came. */
  readonly note: string;
}

/**
 * Node's options under which the n-th call of the process to the file system or to the network fails: whatever writes,
 * makes, moves, removes or looks, by promise, by callback or at once, and every connection. Loading code is left alone,
 * which goes another way.
 */
export function saboteur({ nth, code, note }: Sabotage): string[] {
  const file = `${note}.mjs`;
  writeFileSync(file, script(nth, code, note));
  return ['--import', file];
}

/** Node loads code by the same functions: what ends as code does is passed through, and not counted. */
const script = (nth: number, code: string, note: string): string => `
  import fs from 'node:fs';
  import promises from 'node:fs/promises';
  import net from 'node:net';
  import { syncBuiltinESMExports } from 'node:module';
  const leave = fs.writeFileSync;
  let count = 0;
  const isOurs = (path) => !/\\.(?:js|mjs|cjs)$|package\\.json$/.test(String(path));
  const failure = (name) => Object.assign(new Error('${code}: spoilt, ' + name), { code: '${code}', syscall: name });
  const strikes = (path) => {
    if (!isOurs(path)) return false;
    count += 1;
    if (count !== ${nth}) return false;
    leave(${JSON.stringify(note)}, '');
    return true;
  };
  const names = ['open', 'writeFile', 'readFile', 'mkdir', 'mkdtemp', 'rename', 'rm', 'rmdir', 'unlink', 'stat', 'lstat', 'readdir', 'utimes', 'chmod', 'link'];
  for (const name of names) {
    const promise = promises[name];
    promises[name] = async (...given) => {
      if (strikes(given[0])) throw failure(name);
      return promise(...given);
    };
    const callback = fs[name];
    fs[name] = (...given) => {
      const done = given.at(-1);
      if (typeof done === 'function' && strikes(given[0])) return process.nextTick(done, failure(name));
      return callback(...given);
    };
  }
  for (const name of ['openSync', 'writeFileSync', 'writeSync', 'fsyncSync', 'mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'fstatSync', 'fchmodSync', 'lstatSync', 'readdirSync']) {
    const at = fs[name];
    fs[name] = (...given) => {
      if (strikes(given[0])) throw failure(name);
      return at(...given);
    };
  }
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...given) {
    if (strikes(undefined)) {
      process.nextTick(() => this.destroy(failure('connect')));
      return this;
    }
    return connect.apply(this, given);
  };
  syncBuiltinESMExports();`;
