// What every part of the bench measures with.
import { spawn } from 'node:child_process';

/**
 * A child of ours, with a folder of its own for what it stores.
 * @typedef {Readonly<Record<string, string | undefined>>} Environment
 */

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Milliseconds until a command has ended, and what it printed. Throws where it ended otherwise than expected.
 * @param {readonly string[]} args
 * @param {Environment} env
 * @param {{cwd?: string | undefined, expected?: number, program?: string}} [options] where it runs, its exit code, and what
 *   runs it: this Node, where nothing is said
 */
export async function timeToEnd(args, env, { cwd, expected = 0, program = process.execPath } = {}) {
  const started = performance.now();
  const child = spawn(program, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd && { cwd }),
  });
  let printed = '';
  let said = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== expected) throw new Error(`${args.join(' ')} ended with ${code}:\n${said}${printed}`);
  return { ms: performance.now() - started, printed };
}

/**
 * Starts a server. `ms` is the time until the line that matches, by default its first, is on its stdout.
 * @param {readonly string[]} args
 * @param {Environment} env
 * @param {RegExp} ready
 */
export async function serve(args, env, ready = /\n/) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const printed = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (ready.test(text)) resolve(text);
    });
    child.once('close', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  // What it prints from now on is let go: to read it would take time from what is measured.
  child.stdout.removeAllListeners('data').resume();
  return {
    ms: performance.now() - started,
    url: /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '',
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Measures two things in turn, so that what else the machine does hits both; one more round comes first, for the caches.
 * @param {number} rounds
 * @param {() => Promise<number>} mine
 * @param {() => Promise<number>} floor
 */
export async function compare(rounds, mine, floor) {
  /** @type {{mine: number, floor: number}[]} */
  const taken = [];
  for (let round = -1; round < rounds; round += 1) {
    const pair = { floor: await floor(), mine: await mine() };
    if (round >= 0) taken.push(pair);
  }
  return {
    mine: median(taken.map((pair) => pair.mine)),
    floor: median(taken.map((pair) => pair.floor)),
    ratio: median(taken.map((pair) => pair.mine / pair.floor)),
  };
}

/**
 * @param {readonly string[]} heads
 * @param {readonly (readonly (string | number)[])[]} rows
 */
export function printTable(heads, rows) {
  for (const cells of [heads, heads.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
  console.log();
}
