import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { prepareCode } from '../../../flow/code-source.ts';
import { dropChallenge, findChallenge, type KeptChallenge, sentCode } from '../../../flow/kept-challenge.ts';
import { answerChallenge, by, type Pending } from '../challenge.ts';
import { phoneChannel } from '../channel.ts';
import { type CodeOptions, readCodeOptions } from '../codes.ts';
import { keepToken, tokenResult } from '../kept-token.ts';
import { checkCountryCode, checkPhone, phoneOf } from '../phone-number.ts';
import { whileKept } from '../unfinished.ts';

export interface ConfirmOptions extends CodeOptions {
  readonly challenge?: string;
}

const longMs = 86_400_000;

/** The second half of a login: takes the newest live challenge, or the one that is named, and confirms its OTP. */
export async function confirm(context: Context, options: ConfirmOptions): Promise<Result> {
  const codes = readCodeOptions(context, options, true);
  const challenge = await findOwn(context, options.challenge);
  const channel = phoneChannel(context, phoneIn(challenge));
  const source = await prepareCode(codes.otp, context);
  const pending = pendingOf(context, challenge);
  const { id } = challenge;
  context.terminal.message(
    `Confirming the OTP that was sent to ${channel.shown}${by(pending.gateway)} (challenge ${id}).`,
  );
  const token = await whileKept(context, { id, pending, asked: source.asks }, () =>
    answerChallenge(context, channel, pending, source, codes),
  );
  context.terminal.message('Verifik confirmed the OTP.', 'good');
  const kept = await keepToken(context, channel.account, token);
  // A challenge that can't be removed is refused by Verifik and swept later; the token matters more.
  await dropChallenge(context, id).catch(() => {});
  return tokenResult(kept);
}

/** A phone that is named on the command line must be the challenge's; the settings' own may be another by now. */
async function findOwn(context: Context, id: string | undefined): Promise<KeptChallenge> {
  const { settings } = context;
  const phone = settings.find('verifik.phone');
  const countryCode = settings.find('verifik.countryCode');
  const named = phoneOf(countryCode?.value ?? '', phone?.value ?? '');
  const transaction = {
    ...(phone?.origin === 'flag' ? { phone: named.phone } : {}),
    ...(countryCode?.origin === 'flag' ? { countryCode: named.countryCode } : {}),
  };
  const baseUrl = settings.need('verifik.baseUrl');
  return findChallenge(
    context,
    { provider: 'verifik', baseUrl, id, transaction },
    sentCode('authrig verifik send'),
  );
}

function phoneIn({ id, transaction }: KeptChallenge): ReturnType<typeof phoneOf> {
  const { countryCode = '', phone = '' } = transaction;
  if (checkCountryCode(countryCode) === true && checkPhone(phone) === true)
    return phoneOf(countryCode, phone);
  throw new CliError('credentials', `The challenge ${id} names no phone: another hand wrote it.`, {
    hint: 'Send a code with: authrig verifik send',
  });
}

function pendingOf({ clock }: Context, { id, sentAt, expiresAt, transaction }: KeptChallenge): Pending {
  const { gateway, requires2FA } = transaction;
  return {
    id,
    sentAt,
    expiresAt: expiresAt ?? undefined,
    deadline: clock.monotonic() + (expiresAt === null ? longMs : expiresAt - clock.now()),
    gateway,
    requires2FA: requires2FA === 'true',
  };
}
