// The one gate: format, lint, types, build, tests. Arguments go to vitest.
import { availableParallelism } from 'node:os';
import { installDependencies, root, run } from './prepare.js';

const bin = (/** @type {string} */ name) => `${root}node_modules/${name}`;
const node = (/** @type {string[]} */ ...args) => run(process.execPath, args);
const given = process.argv.slice(2);

installDependencies();
if (given.length === 0) {
  node(bin('oxfmt/bin/oxfmt'), '--check');
  node(bin('oxlint/bin/oxlint'));
  node(bin('typescript/bin/tsc'));
}
await import('./build.js').then(({ build }) => build());
// Most tests wait for a process of their own, so that there may be more at a time than processors.
const workers = `--maxWorkers=${availableParallelism() + 1}`;
node(bin('vitest/vitest.mjs'), 'run', '--dir', 'test', '--testTimeout=30000', workers, ...given);
