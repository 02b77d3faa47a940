import { spawn } from 'node:child_process';
import type { Machine } from '../machine.ts';
import type { KeychainCall, KeychainReply } from './keychain.ts';
import { withoutOurs } from './names.ts';

/**
 * Has the call carried out by a process of its own, that the signal kills: a keychain that waits for its password holds the
 * thread that asked it, and no process can end before its threads. Keys go through the pipes alone, and are neither in
 * the arguments nor in the environment (S02).
 */
export function askProcess(
  { keychainCommand: [file = '', ...args], env }: Pick<Machine, 'keychainCommand' | 'env'>,
  call: KeychainCall,
  signal: AbortSignal,
): Promise<KeychainReply> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: withoutOurs(env),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
      signal,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve(read(Buffer.concat(chunks).toString('utf8'), code)));
    child.stdin.on('error', () => {}).end(JSON.stringify(call));
  });
}

function read(text: string, code: number | null): KeychainReply {
  try {
    return JSON.parse(text) as KeychainReply;
  } catch {
    return { failure: 'refused', reason: `the process that asks it ended with ${code ?? 'a signal'}` };
  }
}
