import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { beforeAll } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

export interface Child {
  /** The bundle, for tests that start it in their own way. */
  readonly file: string;
  /**
   * Runs the bundle with nothing in its environment but PATH and these variables; returns its stdout. What it says on
   * stderr is handed on as it comes.
   */
  run(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    onMessage?: (text: string) => void,
  ): Promise<string>;
}

/**
 * Bundles a TypeScript file of the tests, libraries and all, so that plain Node can run it, before the tests
 * around this call.
 */
export function bundledChild(entry: URL): Child {
  let built: Child;
  // Slow on a busy machine.
  beforeAll(async () => {
    built = await buildChild(entry);
  }, 60_000);
  return {
    get file() {
      return built.file;
    },
    run: (...given) => built.run(...given),
  };
}

async function buildChild(entry: URL): Promise<Child> {
  const folder = temporaryFolder();
  const bundle = await rolldown({
    input: fileURLToPath(entry),
    platform: 'node',
    // Native code can't be bundled.
    external: ['@napi-rs/keyring'],
    logLevel: 'silent',
  });
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: 'child.mjs',
    chunkFileNames: '[name].mjs',
  });
  await bundle.close();
  const file = join(folder, output[0].fileName);
  return {
    file,
    run: async (args, env = {}, onMessage = () => {}) => {
      const { PATH = '' } = process.env;
      const running = promisify(execFile)(process.execPath, [file, ...args], { env: { PATH, ...env } });
      running.child.stderr?.on('data', onMessage);
      return (await running).stdout;
    },
  };
}
