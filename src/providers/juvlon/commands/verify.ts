import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { codeChoice, type CodeOptions, prepareCode, requireCodeSource } from '../../../flow/code-source.ts';
import { taken } from '../../../outside.ts';
import { type Pair, verifyPair } from '../api.ts';

export interface VerifyOptions extends CodeOptions {
  readonly token?: string;
  readonly contentType: 'json' | 'form';
}

const answerMs = 10 * 60_000;
const types = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** Verifies a token and its one-time code, once. */
export async function verify(context: Context, options: VerifyOptions): Promise<Result> {
  const pair = await findPair(context, options);
  const { token, transactionId } = await verifyPair(context, pair, types[options.contentType]);
  context.terminal.message(
    'Juvlon verified the pair: it matched, had not expired and had not been used.',
    'good',
  );
  return {
    data: { verify: true, transactionId, token },
    rows: [
      ['verify', 'true'],
      ['transactionId', transactionId ?? 'none'],
      ['token', token],
    ],
  };
}

/** JUV-22: token and code are handed out by the integrator; without them the sandbox's own pair is taken. */
async function findPair(context: Context, options: VerifyOptions): Promise<Pair> {
  const { token, otp, otpFrom } = options;
  const last = async () => context.sandbox?.outbox.list({ provider: 'juvlon' }).at(-1) ?? null;
  const given = context.sandbox === undefined ? null : await taken(context, 'outbox', 'pair', last);
  if (given !== null && token === undefined && otp === undefined && otpFrom === undefined) {
    return { token: given.to, otp: given.code };
  }
  const choice = { ...codeChoice(options, 'OTP'), alreadySent: true };
  requireCodeSource(choice, context);
  const named = token ?? (await askToken(context));
  const source = await prepareCode(choice, context);
  const code = await source.read({
    challenge: {
      provider: 'juvlon',
      recipient: given === null ? undefined : named,
      sentAt: context.clock.now(),
    },
    deadline: context.clock.monotonic() + answerMs,
    shape: { digitsOnly: false, minLength: 1, maxLength: 64 },
  });
  return { token: named, otp: code };
}

async function askToken({ prompter }: Context): Promise<string> {
  if (!prompter.available) {
    throw new CliError('usage', 'The token is needed and nobody can be asked.', {
      hint: 'Give it with --token TOKEN.',
    });
  }
  return prompter.text({
    message: 'Token:',
    option: '--token',
    validate: (text) => text !== '' || 'The token is needed.',
  });
}
