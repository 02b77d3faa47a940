import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { normaliseCode } from '../../flow/code.ts';
import { type CodeChoice, codeChoice, type CodeOptions, type CodeSource } from '../../flow/code-source.ts';
import { consentToSend } from '../../flow/consent.ts';
import { dropChallenge, keepChallenge, type KeptChallenge } from '../../flow/kept-challenge.ts';
import { isOverAtSandbox } from '../../http/refusals.ts';
import { mask } from '../../redaction/mask.ts';
import { accountOf, placeOf } from './account.ts';
import { requestCode, type SignedIn, verifyCode } from './api.ts';

/** A code on its way: what `verify` needs, kept or not. */
export interface Transaction {
  readonly transactionId: string;
  readonly email: string;
  /** Wall clock, milliseconds: just before the call that mailed it. */
  readonly sentAt: number;
  /** Undefined where it could not be kept. */
  readonly challenge: string | undefined;
  readonly unkept?: CliError;
}

/** Digits, as the vendor's own SDK asks for them; how many is not documented (ELX-26). */
const shape = {};
/** How long a source is waited for that is no person; Elixir does not say how long a code is good (ELX-26). */
const answerMs = 10 * 60_000;
/** A person may mistype; each try is a call, and a verdict of Elixir's. */
const tries = 3;

/** Where the code comes from. Throws `usage` for what can be no code, before anything is sent. */
export function elixirCode(options: CodeOptions, alreadySent: boolean): CodeChoice {
  if (options.otp !== undefined) normaliseCode(options.otp, shape);
  return { ...codeChoice(options, 'OTP'), alreadySent };
}

/** Stands before `mailCode`: the key must be there, and the person at the terminal agrees. */
export async function agreeToMail(context: Context, email: string, yes: boolean | undefined): Promise<void> {
  await context.settings.secret('elixir.apiKey');
  const { provider, baseUrl } = placeOf(context);
  const [recipient, shown] = [accountOf(email), mask(email, 'email')];
  await consentToSend(context, { provider, title: 'Elixir', baseUrl, recipient, shown, yes });
}

/** Has a code mailed, and keeps its transaction for whoever verifies it (ELX-02). */
export async function mailCode(context: Context, email: string): Promise<Transaction> {
  const sentAt = context.clock.now();
  const transactionId = await requestCode(context, email);
  const recipient = mask(email, 'email');
  const shown = `Elixir mailed a code to ${recipient}. Check the mail: how long the code is good is not said.`;
  context.terminal.message(shown, 'good');
  const transaction = { transactionId, email, account: accountOf(email) };
  const challenge = { ...placeOf(context), transaction, recipient, sentAt, expiresAt: null };
  try {
    const { id } = await keepChallenge(context, challenge);
    return { transactionId, email, sentAt, challenge: id };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { transactionId, email, sentAt, challenge: undefined, unkept: error };
  }
}

/** What finishes this sign-in in another command; undefined where the challenge does not outlive this one. */
export function finishCommand(
  { sandbox }: Pick<Context, 'sandbox'>,
  challenge: string | undefined,
): string | undefined {
  if (challenge === undefined || sandbox !== undefined) return undefined;
  return `authrig elixir verify --challenge ${challenge}`;
}

/** The transaction of a kept challenge. */
export function transactionOf(
  { redactor }: Pick<Context, 'redactor'>,
  { id, transaction, sentAt }: KeptChallenge,
): Transaction {
  const { transactionId = '', email = '' } = transaction;
  redactor.learn(transactionId, 'token');
  redactor.learn(email, 'email');
  return { transactionId, email, sentAt, challenge: id };
}

/**
 * Reads the code and verifies it. A person at the prompt may try three times; every other source has one. The
 * challenge goes when it is answered; after a refusal it stays, since Elixir may allow another try.
 */
export async function confirmCode(
  context: Context,
  { transactionId, email, sentAt, challenge }: Transaction,
  source: CodeSource,
): Promise<SignedIn> {
  const request = {
    challenge: { id: challenge, provider: 'elixir', recipient: email, sentAt },
    deadline: context.clock.monotonic() + answerMs,
    shape,
    question: `OTP from the mail to ${mask(email, 'email')}:`,
  };
  for (let left = source.asks ? tries : 1; ; left -= 1) {
    const code = await source.read(request);
    try {
      const answer = await verifyCode(context, transactionId, code);
      // The answer is in hand: a challenge that can't be removed is swept some day.
      if (challenge !== undefined) await dropChallenge(context, challenge).catch(() => {});
      return answer;
    } catch (error) {
      if (!(error instanceof CliError) || error.kind !== 'denied') throw error;
      if (isOverAtSandbox(error)) throw error;
      if (left <= 1) throw stillThere(error, finishCommand(context, challenge));
      context.terminal.warning(`${error.message} Type it again, or press Ctrl-C.`, 'bad');
    }
  }
}

/** A refused code leaves the challenge: said beside the way to a new one. */
function stillThere(error: CliError, finish: string | undefined): CliError {
  if (finish === undefined) return error;
  const { kind, message, details } = error;
  const again = `The challenge is still there; try another code with: ${finish}`;
  const hint = details.hint === undefined ? again : `${details.hint}. ${again}`;
  return new CliError(kind, message, { ...details, cause: error, hint });
}
