import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import type { KeptChallenge } from '../../../flow/kept-challenge.ts';
import { confirmCommand, keepPending, sendCode } from '../challenge.ts';
import { needPhone, phoneChannel } from '../channel.ts';
import { consent } from '../flow.ts';

/** The first half of a login: sends the OTP and keeps the challenge for `confirm`. */
export async function send(context: Context, { yes }: { readonly yes?: boolean }): Promise<Result> {
  const phone = needPhone(context);
  const channel = phoneChannel(context, phone);
  await consent(context, channel, yes);
  const { sent, pending } = await sendCode(context, channel);
  const kept = await keepPending(context, { ...channel, phone }, pending).catch(unkept);
  const challenge = kept instanceof CliError ? null : kept.id;
  // What --sandbox keeps is gone with this command.
  if (challenge !== null && context.sandbox === undefined)
    context.terminal.message(`Finish with: ${confirmCommand(context, challenge)}`);
  const { status, phoneGateway, expiresAt, requires2FA } = sent;
  return {
    data: {
      status,
      phoneGateway: phoneGateway ?? null,
      expiresAt: expiresAt ?? null,
      requires2FA,
      challenge,
    },
    rows: [
      ['status', status],
      ['phoneGateway', phoneGateway ?? 'not said'],
      ['expiresAt', expiresAt ?? 'not said'],
      ['requires2FA', String(requires2FA)],
      ['challenge', challenge ?? 'none'],
    ],
    ...(kept instanceof CliError ? { afterwards: kept } : {}),
  };
}

function unkept(error: unknown): CliError | KeptChallenge {
  if (!(error instanceof CliError)) throw error;
  return new CliError('local', `The OTP was sent, and its challenge was not kept: ${error.message}`, {
    ...error.details,
    cause: error,
  });
}
