import type { Context } from '../../context.ts';
import { prepareCode } from '../../flow/code-source.ts';
import { consentToSend } from '../../flow/consent.ts';
import { dropChallenge } from '../../flow/kept-challenge.ts';
import { lockSession, sessionId } from '../../flow/kept-session.ts';
import { answerChallenge, keepPending, type Pending, sendCode } from './challenge.ts';
import type { Channel } from './channel.ts';
import { type CodeOptions, readCodeOptions } from './codes.ts';
import { keepToken, type Token } from './kept-token.ts';
import { whileKept } from './unfinished.ts';

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
  const id = await keepForLater(context, channel, pending);
  const answer = () => answerChallenge(context, channel, { ...pending, id }, otp, codes);
  const token = await (id === undefined
    ? answer()
    : whileKept(context, { id, pending, asked: otp.asks }, answer));
  context.terminal.message('Verifik confirmed the OTP.', 'good');
  const kept = await keepToken(context, channel.account, token);
  if (id !== undefined) await dropChallenge(context, id).catch(() => {});
  return kept;
}

/**
 * An OTP that was sent and not used up is worth more than a new message to the same person, so it can be finished
 * however this process ends. Undefined where that can't be; the login goes on without.
 */
async function keepForLater(
  context: Context,
  channel: Channel,
  pending: Pending,
): Promise<string | undefined> {
  const { phone } = channel;
  if (phone === undefined || context.sandbox !== undefined) return undefined;
  const kept = await keepPending(context, { ...channel, phone }, pending).catch(() => undefined);
  return kept?.id;
}
