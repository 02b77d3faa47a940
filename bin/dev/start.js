// `npm start` is a whole Jekimo login on the sandbox; `npm start -- ARGS` is `authrig ARGS`.
import { buildIfStale, installDependencies, root, run } from './prepare.js';

const given = process.argv.slice(2);

installDependencies();
await buildIfStale();
process.on('SIGINT', () => {}); // authrig itself says goodbye
run(process.execPath, [
  `${root}bin/authrig.js`,
  ...(given.length > 0 ? given : ['jekimo', 'login', '--sandbox']),
]);
