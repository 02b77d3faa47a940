import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import type { CodeOptions } from '../../../flow/code-source.ts';
import type { LinkOptions } from '../../../flow/link.ts';
import type { TokenOptions } from '../api.ts';
import { announce } from '../announce.ts';
import { checkInterval, tokenLifeMs, waitForCustomer } from '../flow.ts';
import { pinChoice, stepUp } from '../step-up.ts';
import { tellWhoIsIn, verdictOf } from '../verdict.ts';

export interface LoginOptions extends TokenOptions, LinkOptions, CodeOptions {
  /** Milliseconds. */
  readonly interval?: number;
}

/** The whole QR login. A person at the terminal is offered a new token after a refusal or a timeout. */
export async function login(context: Context, options: LoginOptions): Promise<Result> {
  for (;;) {
    try {
      return await tryOnce(context, options);
    } catch (error) {
      if (!(await isRetried(context, error))) throw error;
    }
  }
}

async function tryOnce(context: Context, options: LoginOptions): Promise<Result> {
  const interval = checkInterval(context, options.interval);
  const choice = pinChoice(context, options);
  const { token, receivedAt } = await announce(context, options);
  const budgetMs = tokenLifeMs - (context.clock.monotonic() - receivedAt);
  const { check, attempts } = await waitForCustomer(context, token, budgetMs, interval);
  context.terminal.message('Jekimo authorised the sign-in.', 'good');
  await stepUp(context, check, choice, options.twoFa === true);
  tellWhoIsIn(context);
  return verdictOf(token, check, attempts);
}

/** JEK-18, JEK-19: a retry is a new token, never the old one again. */
async function isRetried({ prompter, terminal, signal }: Context, error: unknown): Promise<boolean> {
  const again = error instanceof CliError && (error.kind === 'denied' || error.kind === 'expired');
  if (!again || !prompter.available || signal.aborted) return false;
  terminal.warning(error.message, 'bad');
  return prompter.confirm({ message: 'Try again with a new token?', option: '--no-input', initial: true });
}
