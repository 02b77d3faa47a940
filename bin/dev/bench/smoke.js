// What `authrig smoke` takes for many keys: time over the ideal, beside the barest loop over got, and memory.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { compare, printTable, serve, timeToEnd } from './measure.js';

const bin = join(root, 'bin/authrig.js');
const latencyMs = 50;
const places = 20;
const keys = 1000;
const idealMs = (keys * latencyMs) / places;

/**
 * Tests a list of so many keys, each in the variable that `nameOf` says.
 * @param {string} folder
 * @param {number} count
 * @param {(at: number) => string} nameOf
 */
function smoke(folder, count, nameOf) {
  const list = join(folder, `keys-${count}.csv`);
  const rows = Array.from({ length: count }, (_, at) => `juvlon,key ${at},env:${nameOf(at)}`);
  writeFileSync(list, `provider,label,source\n${rows.join('\n')}\n`);
  return [bin, 'smoke', '--json', '--quiet', '--concurrency', String(places), '--keys', list];
}

/**
 * Megabytes at the peak, for so many keys that differ.
 * @param {string} folder
 * @param {number} count
 * @param {import('./measure.js').Environment} env
 */
async function peakOf(folder, count, env) {
  const peak = join(folder, `peak-${count}`);
  /** @param {number} at */
  const nameOf = (at) => `BENCH_KEY_${at}`;
  const wrong = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [nameOf(at), `another-key-${at}`]),
  );
  const args = ['--import', join(root, 'test/bench/peak.js'), ...smoke(folder, count, nameOf)];
  await timeToEnd(args, { ...env, ...wrong, BENCH_PEAK: peak }, { expected: 4 });
  return Number(readFileSync(peak, 'utf8')) / 1024;
}

/**
 * @param {number} rounds
 * @param {import('./measure.js').Environment} environment
 */
export async function benchSmoke(rounds, environment) {
  const folder = environment['AUTHRIG_CONFIG_DIR'] ?? '';
  const sandbox = await serve([bin, 'sandbox', 'start'], environment);
  const key = 'AUTHRIG_JUVLON_API_KEY';
  const baseUrl = `${sandbox.url}/juvlon`;
  const env = { ...environment, [key]: 'sandbox-juvlon-key', AUTHRIG_JUVLON_BASE_URL: baseUrl };
  try {
    const [small, large] = [await peakOf(folder, 5000, env), await peakOf(folder, 10_000, env)];
    await fetch(`${sandbox.url}/__sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'latency', provider: 'juvlon', ms: latencyMs }),
    });
    const loop = [join(root, 'test/bench/got-loop.js'), `${baseUrl}/v4/verifyOneTimeCode`];
    const { mine, floor } = await compare(
      rounds,
      async () =>
        (
          await timeToEnd(
            smoke(folder, keys, () => key),
            env,
          )
        ).ms,
      async () => (await timeToEnd([...loop, String(keys), String(places)], env)).ms,
    );
    console.log(`${keys} keys, ${latencyMs} ms of latency, ${places} at a time: ideally ${idealMs} ms\n`);
    printTable(
      ['what', 'ms', 'over the ideal', 'at most'],
      [
        ['`authrig smoke --keys`, start and end included', mine.toFixed(0), (mine / idealMs).toFixed(2), 1.3],
        ['the barest loop over got', floor.toFixed(0), (floor / idealMs).toFixed(2), ''],
      ],
    );
    const more = (large - small).toFixed(1);
    console.log(
      `Peak of memory: ${small.toFixed(0)} MB for 5,000 keys, ${more} MB more for 10,000; at most 20 more.\n`,
    );
  } finally {
    await sandbox.stop();
  }
}
