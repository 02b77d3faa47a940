import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { topics } from './topics.ts';

/** Prints a help topic. Throws `usage` for words that are neither a topic nor a command. */
export async function help(_context: Context, _options: unknown, words: readonly string[]): Promise<Result> {
  const [name = ''] = words;
  const topic =
    Object.hasOwn(topics, name) && words.length === 1 ? topics[name as keyof typeof topics] : undefined;
  if (topic === undefined) {
    throw new CliError('usage', `There is no help on "${words.join(' ').slice(0, 60)}".`, {
      hint: `The topics are ${Object.keys(topics).join(', ')}. For all commands run: authrig --help`,
    });
  }
  const text = await topic();
  return { data: { topic: name, text }, alone: text };
}
