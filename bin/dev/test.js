// The one gate: format, lint, types, build, tests. Arguments go to vitest.
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
node(bin('vitest/vitest.mjs'), 'run', '--dir', 'test', '--testTimeout=30000', ...given);
