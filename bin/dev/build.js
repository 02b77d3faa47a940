// Bundles src into dist, split so that a command loads only what it runs. `--watch` builds again on each change.
import { renameSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { root } from './prepare.js';

/** Each file costs about a millisecond to open: what every command loads is one of two, whatever its size. */
const always = {
  name: 'start',
  test: new RegExp(
    [
      'src/[a-z-]+\\.ts$(?<!/(?:main|open|stop|setting-flags)\\.ts)',
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

/** Replaces `dist` at one stroke, so that nobody meets half of it, and a source that does not build costs nothing. */
export async function build() {
  const { rolldown } = await import('rolldown');
  const fresh = `${root}node_modules/.dist-${process.pid}`;
  const bundle = await rolldown(options);
  try {
    await bundle.write({ ...options.output, dir: fresh });
    rmSync(`${root}dist`, { recursive: true, force: true });
    renameSync(fresh, `${root}dist`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    await bundle.close();
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
