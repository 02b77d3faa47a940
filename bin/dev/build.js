// Bundles src into dist, split so that a command loads only what it runs, and the library beside it, by itself.
// `--watch` builds the commands again on each change.
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { noticesOf, packageCollector } from './notices.js';
import { plugins, suggestionsApart, withoutVerbs } from './plugins.js';
import { root } from './prepare.js';

/** Each file costs about a millisecond to open: what every command loads is one of two, whatever its size. */
const always = {
  name: 'start',
  test: new RegExp(
    [
      'src/(?:options/)?[a-z-]+\\.ts$(?<!/(?:main|real-clock|stop|setting-flags|same|typed-again)\\.ts)',
      'src/(?:commands|providers|providers/[^/]+)/index\\.ts$',
      'src/(?:settings/(?:names|base-url)|http/address|terminal/(?:plain|terminal|colour))\\.ts$',
      'src/redaction/',
      'node_modules/commander/',
    ].join('|'),
  ),
};
/** What every command that runs loads: all that `rig/open.ts` imports, and the schemas. */
const running = { name: 'rig', test: /src\/(?:rig\/open|http\/contract)\.ts$/ };
/** What calls a provider. A server, a browser and TOTP are for the few commands that name them. */
const calling = {
  name: 'flow',
  test: /src\/(?:http\/[^/]+|flow\/(?!callback-|browser|totp-)[^/]+)\.ts$/,
};
/** Whoever needs one contract pays less for the others than for a file more. */
const contracts = { name: 'contracts', test: /src\/providers\/[^/]+\/contract\.ts$/ };
/** What several libraries require of Node; each would get a file of its own. */
const natives = { name: 'natives', test: /esm-external-require-(?!node:|https$)/ };
/** `sandbox start`: the server and every vendor, with what they import; what they load on demand stays apart. */
const sandbox = {
  name: 'sandbox',
  test: /src\/(?:commands\/sandbox\/(?:start|running|environment)|sandbox\/start|providers\/[^/]+\/sandbox)\.ts$/,
};

/** @type {import('rolldown').RolldownOptions} */
const options = {
  cwd: root,
  input: { main: 'src/main.ts' },
  platform: 'node',
  // Native, and optional: it stays a package of its own.
  external: ['@napi-rs/keyring'],
  tsconfig: 'tsconfig.json',
  plugins: [suggestionsApart, ...plugins],
  optimization: { inlineConst: true },
  // A module of Node that nobody uses is not loaded for its own sake.
  treeshake: { moduleSideEffects: [{ external: true, sideEffects: false }] },
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { groups: [natives, always, running, calling, contracts, sandbox] },
  },
};

/**
 * What `import 'authrig/sandbox'` loads: one file by itself, so that a test run loads no command line, and the commands'
 * chunks stay as they are.
 * @type {import('rolldown').RolldownOptions}
 */
const library = {
  ...options,
  input: { sandbox: 'src/library.ts' },
  plugins: [withoutVerbs, ...plugins],
  output: { ...options.output, codeSplitting: false },
};

/**
 * What `authrig __complete` loads beside `main.js`, in one file.
 * @type {import('rolldown').RolldownOptions}
 */
const suggestions = {
  ...options,
  input: { suggestions: 'src/completion/live.ts' },
  plugins,
  output: { ...options.output, codeSplitting: false },
};

/** The library's types: its one file names nothing of the house, so that its declarations are whole by themselves. */
async function libraryTypes() {
  const { isolatedDeclarationSync } = await import('rolldown/experimental');
  const { code, errors } = isolatedDeclarationSync(
    'library.ts',
    readFileSync(`${root}src/library.ts`, 'utf8'),
  );
  const [wrong] = errors;
  if (wrong !== undefined) throw new Error(`src/library.ts can't be declared: ${wrong.message}`);
  if (/^import\b|\bimport\(/m.test(code)) throw new Error('src/library.ts declares a type of the house.');
  // `await using` has its types in a library that a project may not have asked for.
  return `/// <reference lib="esnext.disposable" />\n${code}`;
}

/**
 * @param {import('rolldown').RolldownOptions} wanted
 * @param {string} dir
 * @param {import('rolldown').Plugin} collector
 */
async function bundle(wanted, dir, collector) {
  const { rolldown } = await import('rolldown');
  const bundled = await rolldown({ ...wanted, plugins: [wanted.plugins, collector] });
  try {
    await bundled.write({ ...wanted.output, dir });
  } finally {
    await bundled.close();
  }
}

/** Replaces `dist` as a whole, so that nobody meets half of it, and a source that does not build costs nothing. */
export async function build() {
  const fresh = `${root}node_modules/.dist-${process.pid}`;
  const old = `${fresh}-old`;
  const { plugin, packages } = packageCollector();
  try {
    await bundle(options, fresh, plugin);
    await bundle(suggestions, fresh, plugin);
    await bundle(library, `${fresh}/library`, plugin);
    writeFileSync(`${fresh}/THIRD-PARTY-NOTICES.txt`, noticesOf(packages()));
    writeFileSync(`${fresh}/library/sandbox.d.ts`, await libraryTypes());
    // Read beside the code that knows them, so that they are found in the package too.
    cpSync(`${root}src/scenario/examples`, `${fresh}/examples`, { recursive: true });
    if (existsSync(`${root}dist`)) renameSync(`${root}dist`, old);
    renameSync(fresh, `${root}dist`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--watch')) {
    const { watch } = await import('rolldown');
    watch(options).on('event', (event) => {
      if (event.code === 'BUNDLE_END') process.stderr.write(`Built in ${event.duration} ms\n`);
      if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`);
    });
  } else {
    await build();
  }
}
