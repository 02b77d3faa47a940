// Bundles src into dist, split so that a command loads only what it runs. `--watch` builds again on each change.
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { root } from './prepare.js';

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
  },
};

export async function build() {
  const { rolldown } = await import('rolldown');
  rmSync(`${root}dist`, { recursive: true, force: true });
  const bundle = await rolldown(options);
  await bundle.write(Array.isArray(options.output) ? options.output[0] : options.output);
  await bundle.close();
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
