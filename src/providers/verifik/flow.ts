import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { prepareCode } from '../../flow/code-source.ts';
import { consentToSend } from '../../flow/consent.ts';
import { lockSession, sessionId } from '../../flow/kept-session.ts';
import { answerChallenge, confirmCommand, keepPending, type Pending, sendCode } from './challenge.ts';
import type { Channel } from './channel.ts';
import { type CodeOptions, readCodeOptions } from './codes.ts';
import { keepToken, type Token } from './kept-token.ts';
import { WrongCode } from './refusal.ts';

export interface LoginOptions extends CodeOptions {
  /** `--yes`. */
  readonly yes?: boolean;
}

/** The longest that another login of the same account is waited for: an OTP's life, and what surrounds it. */
const patienceMs = 900_000;

/**
 * Runs the work while no other process logs this account in: a second OTP could make the first one worthless, and the
 * second process finds the first one's token.
 */
export async function whileAlone<T>(context: Context, account: string, work: () => Promise<T>): Promise<T> {
  const baseUrl = context.settings.need('verifik.baseUrl');
  return lockSession(context, sessionId({ provider: 'verifik', baseUrl, account }), work, patienceMs);
}

/** Asks whoever may be asked before a message reaches a real person (VER-23). Throws `cancelled` and `local`. */
export async function consent(
  context: Context,
  { account, shown }: Channel,
  yes: boolean | undefined,
): Promise<void> {
  const baseUrl = context.settings.need('verifik.baseUrl');
  await consentToSend(context, {
    provider: 'verifik',
    title: 'Verifik',
    baseUrl,
    recipient: account,
    shown,
    yes,
  });
}

/** The whole login: send, read the OTP, confirm, keep the token. To be run while alone. */
export async function logIn(context: Context, channel: Channel, options: LoginOptions): Promise<Token> {
  const codes = readCodeOptions(context, options);
  await consent(context, channel, options.yes);
  const otp = await prepareCode(codes.otp, context);
  const { pending } = await sendCode(context, channel);
  try {
    const token = await answerChallenge(context, channel, pending, otp, codes);
    context.terminal.message('Verifik confirmed the OTP.', 'good');
    return await keepToken(context, channel.account, token);
  } catch (error) {
    await keepForLater(context, channel, pending, error);
    throw error;
  }
}

/** An OTP that was sent and not used up is worth more than a new message to the same person. */
async function keepForLater(
  context: Context,
  channel: Channel,
  pending: Pending,
  error: unknown,
): Promise<void> {
  const { phone } = channel;
  const unused = error instanceof WrongCode || (error instanceof CliError && error.kind === 'usage');
  if (!unused || phone === undefined || context.sandbox !== undefined) return;
  const kept = await keepPending(context, { ...channel, phone }, pending).catch(() => undefined);
  if (kept !== undefined)
    context.terminal.message(`The OTP may still be good: ${confirmCommand(context, kept.id)}`);
}
