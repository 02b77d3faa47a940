import type { Result } from '../command.ts';
import type { Context } from '../context.ts';
import type { Script } from './script.ts';

/** The script as a result; says which of its variables are still to be set, where the environment has not all of them. */
export function told({ terminal, env }: Pick<Context, 'terminal' | 'env'>, script: Script): Result {
  const missing = script.needed.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) terminal.message(`Set these variables before you run it: ${missing.join(', ')}`);
  return { data: { commands: script.commands, script: script.text }, alone: script.text };
}
