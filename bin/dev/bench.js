// What authrig costs, as ratios over the barest thing that does the same, in one run: absolute numbers say more about the
// machine. `npm run bench` takes a part by its name, and a number of rounds: `npm run bench -- sandbox 15`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCall } from './bench/call.js';
import { benchCompletion } from './bench/completion.js';
import { benchSandbox } from './bench/sandbox.js';
import { benchScenario } from './bench/scenario.js';
import { benchSingleFile } from './bench/single-file.js';
import { benchSmoke } from './bench/smoke.js';
import { benchStartUp } from './bench/start-up.js';
import { build } from './build.js';
import { installDependencies } from './prepare.js';

const parts = {
  'start-up': benchStartUp,
  call: benchCall,
  sandbox: benchSandbox,
  scenario: benchScenario,
  smoke: benchSmoke,
  'single-file': benchSingleFile,
  completion: benchCompletion,
};
const given = process.argv.slice(2);
const rounds = Number(given.find((word) => /^\d+$/.test(word)) ?? 21);
const names = given.filter((word) => !/^\d+$/.test(word));
const unknown = names.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

installDependencies();
await build();
const folder = mkdtempSync(join(tmpdir(), 'authrig-bench-'));
const env = { ...process.env, CI: '1', AUTHRIG_CONFIG_DIR: folder };
console.log(`Node ${process.version}, ${rounds} rounds each, in turn; medians\n`);
try {
  for (const [name, bench] of Object.entries(parts)) {
    if (names.length === 0 || names.includes(name)) await bench(rounds, env);
  }
} finally {
  rmSync(folder, { recursive: true });
}
