// Bundles src into dist, split so that a command loads only what it runs, and the library beside it, by itself.
// `--watch` builds the commands again on each change.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { root } from './prepare.js';

/** Each file costs about a millisecond to open: what every command loads is one of two, whatever its size. */
const always = {
  name: 'start',
  test: new RegExp(
    [
      'src/[a-z-]+\\.ts$(?<!/(?:main|real-clock|open|stop|setting-flags)\\.ts)',
      'src/(?:commands|providers|providers/[^/]+)/index\\.ts$',
      'src/(?:settings/(?:names|base-url)|http/address|terminal/(?:plain|terminal|colour))\\.ts$',
      'src/redaction/',
      'node_modules/commander/',
    ].join('|'),
  ),
};
const running = {
  name: 'rig',
  // A server, a browser and TOTP are for the few commands that name them.
  test: /src\/(?:open|stop|setting-flags|(?:http|settings|terminal)\/[^/]+|flow\/(?!callback-|browser|totp-)[^/]+)\.ts$|node_modules\/valibot\//,
};

/** What the vendors of the sandbox share with its core and its portal: one small file instead of four. */
const serving = {
  name: 'serving',
  test: /src\/(?:sandbox\/(?:problem|notify|refused)|page\/shell)\.ts$/,
};

/** @type {import('rolldown').RolldownOptions} */
const options = {
  cwd: root,
  input: { main: 'src/main.ts' },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { groups: [always, running, serving] },
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
  output: { ...options.output, codeSplitting: false },
  plugins: [
    {
      name: 'without-verbs',
      // A provider's card can import its verbs; nobody calls them here.
      load: {
        filter: { id: /\/providers\/[^/]+\/commands\/index\.ts$/ },
        handler: () => 'export const declare = () => {};',
      },
    },
  ],
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
 * @param {typeof options | typeof library} wanted
 * @param {string} dir
 */
async function bundle(wanted, dir) {
  const { rolldown } = await import('rolldown');
  const bundled = await rolldown(wanted);
  try {
    await bundled.write({ ...wanted.output, dir });
  } finally {
    await bundled.close();
  }
}

/** Replaces `dist` at one stroke, so that nobody meets half of it, and a source that does not build costs nothing. */
export async function build() {
  const fresh = `${root}node_modules/.dist-${process.pid}`;
  try {
    await bundle(options, fresh);
    await bundle(library, `${fresh}/library`);
    writeFileSync(`${fresh}/library/sandbox.d.ts`, await libraryTypes());
    rmSync(`${root}dist`, { recursive: true, force: true });
    renameSync(fresh, `${root}dist`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
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
