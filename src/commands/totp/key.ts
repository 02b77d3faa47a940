import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { type KeyOptions, readKey } from '../../flow/totp-key.ts';
import type { ReadKey } from '../../totp/secret.ts';

/** The key of --secret-from, or of the person at the terminal. Throws `usage` where there is neither. */
export async function keyOf(context: Context, options: KeyOptions): Promise<ReadKey> {
  const { secretFrom = context.prompter.available ? 'prompt' : undefined } = options;
  if (secretFrom !== undefined) return readKey(context, secretFrom, options);
  throw new CliError('usage', 'The TOTP secret is needed, and nobody can be asked.', {
    hint: "Give it with --secret-from file:PATH, --secret-from cmd:'…' or --secret-from stdin.",
  });
}
