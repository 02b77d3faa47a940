import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

export interface PhpServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Puts a file where it is served. */
  put(path: string, text: string): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** PHP's own web server on a free loopback port, over an empty folder. */
export async function phpServer(): Promise<PhpServer> {
  const folder = temporaryFolder();
  const { PATH = '' } = process.env;
  const child = spawn('php', ['-S', '127.0.0.1:0', '-t', folder], {
    // No proxy stands between it and loopback.
    env: { PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const origin = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const at = /\((http:\/\/127\.0\.0\.1:\d+)\) started/.exec(said)?.[1];
      if (at !== undefined) resolve(at);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`php ended:\n${said}`)));
  });
  return {
    origin,
    put: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
