// Whether the tests would notice: Stryker breaks one thing at a time in what must not break, and the tests of that area
// have to fail. `npm run mutate` does all areas, which takes its time, `npm run mutate -- totp poll` those alone; it fails
// where an area scores below 80 %. What survived stands in node_modules/.mutants/AREA.html.
import { Stryker } from '@stryker-mutator/core';
import { installDependencies } from './prepare.js';

/** @type {Readonly<Record<string, { readonly mutate: readonly string[], readonly tests: string }>>} */
const areas = {
  totp: { mutate: ['src/totp/*.ts'], tests: 'test/totp' },
  redaction: { mutate: ['src/redaction/*.ts'], tests: 'test/redaction' },
  poll: { mutate: ['src/flow/poll.ts'], tests: 'test/flow' },
  callback: { mutate: ['src/flow/callback-*.ts'], tests: 'test/flow' },
  store: {
    mutate: ['store', 'contents', 'private-file', 'private-folder', 'set-aside', 'lock', 'storage-error'].map(
      (name) => `src/settings/${name}.ts`,
    ),
    tests: 'test/settings',
  },
  sessions: {
    mutate: ['src/settings/sessions.ts', 'src/settings/memory-sessions.ts'],
    tests: 'test/settings',
  },
};

const given = process.argv.slice(2);
const unknown = given.find((name) => !Object.hasOwn(areas, name));
if (unknown !== undefined) {
  console.error(`There is no area ${unknown}; there are ${Object.keys(areas).join(', ')}.`);
  process.exit(2);
}

installDependencies();
for (const [name, { mutate, tests }] of Object.entries(areas)) {
  if (given.length > 0 && !given.includes(name)) continue;
  console.log(`\n${name}`);
  await new Stryker({
    mutate: [...mutate],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { dir: tests, related: false },
    coverageAnalysis: 'perTest',
    // The compiler of this house has no library that Stryker could ask.
    tsconfigFile: 'none.json',
    concurrency: Number(process.env['AUTHRIG_MUTATE_CONCURRENCY'] ?? 2),
    timeoutMS: 10_000,
    // A mutant that is slow is no gap, so what measures time stays outside, and what takes its time for all of them too.
    ignorePatterns: ['dist', '.git', '*.speed.test.ts', '*.property.test.ts'],
    tempDirName: 'node_modules/.mutants/work',
    reporters: ['clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
    htmlReporter: { fileName: `node_modules/.mutants/${name}.html` },
    jsonReporter: { fileName: `node_modules/.mutants/${name}.json` },
    thresholds: { high: 90, low: 80, break: 80 },
    allowConsoleColors: false,
  }).runMutationTest();
}
