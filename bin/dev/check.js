// What the package must hold beyond the tests: nothing unused, nothing that a registry would stumble over, no secret that
// looks live, and no word misspelt in what people read.
import { build } from './build.js';
import { installDependencies, root, run } from './prepare.js';

installDependencies();
await build();
run(process.execPath, [`${root}node_modules/knip/bin/knip.js`]);
run(process.execPath, [`${root}node_modules/publint/src/cli.js`, '--strict']);
run(process.execPath, [
  `${root}node_modules/@arethetypeswrong/cli/dist/index.js`,
  '--pack',
  '.',
  '--profile',
  'esm-only',
  '--quiet',
]);
run(process.execPath, [`${root}node_modules/secretlint/bin/secretlint.js`, '**/*']);
run(process.execPath, [`${root}node_modules/cspell/bin.mjs`, 'lint', '--no-progress', '--no-summary']);
