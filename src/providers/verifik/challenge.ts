import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { type CodeSource, prepareCode } from '../../flow/code-source.ts';
import { keepChallenge, type KeptChallenge } from '../../flow/kept-challenge.ts';
import { plainLine } from '../../terminal/plain.ts';
import type { AccessToken, SentCode } from './api.ts';
import type { Channel } from './channel.ts';
import { authenticatorShape, type Codes, otpShape } from './codes.ts';
import { WrongCode, WrongSecondFactor } from './refusal.ts';

/** An OTP that is on its way, and until when it can be confirmed. */
export interface Pending {
  readonly id?: string | undefined;
  /** Wall clock, milliseconds. */
  readonly sentAt: number;
  /** Wall clock, milliseconds; undefined where Verifik names no deadline. */
  readonly expiresAt: number | undefined;
  /** The same on the clock that never jumps. */
  readonly deadline: number;
  readonly gateway: string | undefined;
  readonly requires2FA: boolean;
}

const gateways: Readonly<Record<string, string>> = { whatsapp: 'WhatsApp', sms: 'SMS', email: 'e-mail' };
/** How long a code is waited for where Verifik does not say how long it is good. */
const unknownLifeMs = 600_000;
const mostTries = 3;

/** Makes Verifik send the OTP, and tells the person where it goes and until when it is good (VER-06). */
export async function sendCode(
  { clock, terminal }: Context,
  channel: Channel,
): Promise<{ readonly sent: SentCode; readonly pending: Pending }> {
  const sentAt = clock.now();
  const sent = await channel.send();
  const { phoneGateway, lifeMs, requires2FA } = sent;
  const pending: Pending = {
    sentAt,
    expiresAt: lifeMs === undefined ? undefined : clock.now() + lifeMs,
    deadline: clock.monotonic() + (lifeMs ?? unknownLifeMs),
    gateway: phoneGateway ?? (channel.phone === undefined ? 'email' : undefined),
    requires2FA,
  };
  const until =
    pending.expiresAt === undefined
      ? 'Verifik does not say until when it is good'
      : `it is good until ${timeOf(pending.expiresAt)}`;
  terminal.message(`Verifik sent the OTP to ${channel.shown}${by(pending.gateway)}; ${until}.`, 'good');
  return { sent, pending };
}

/**
 * Reads the OTP, and the second factor where one is required, and confirms them. A person who typed a wrong code may
 * type another one, three in all; each costs one call, and a wrong second factor does not cost the OTP. Nothing is sent after the deadline (VER-11).
 */
export async function answerChallenge(
  context: Context,
  channel: Channel,
  pending: Pending,
  otp: CodeSource,
  codes: Codes,
): Promise<AccessToken> {
  const authenticator = pending.requires2FA ? await prepareSecondFactor(context, codes) : undefined;
  let typed: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    refuseLate(context, channel, pending);
    typed ??= await readOtp(context, channel, pending, otp);
    const second = authenticator && (await readSecondFactor(pending, authenticator));
    refuseLate(context, channel, pending);
    try {
      return await channel.confirm({ otp: typed, authenticatorOTP: second }, pending.requires2FA);
    } catch (error) {
      const source = error instanceof WrongSecondFactor ? authenticator : otp;
      if (!(error instanceof WrongCode) || source?.asks !== true || attempt === mostTries) throw error;
      context.terminal.warning(error.message, 'bad');
      if (source === otp) typed = undefined;
    }
  }
}

async function readOtp(
  { terminal }: Context,
  channel: Channel,
  pending: Pending,
  source: CodeSource,
): Promise<string> {
  const until = pending.expiresAt === undefined ? '' : `, good until ${timeOf(pending.expiresAt)}`;
  const code = await source.read({
    challenge: { id: pending.id, provider: 'verifik', recipient: channel.account, sentAt: pending.sentAt },
    deadline: pending.deadline,
    question: `OTP sent to ${channel.shown}${by(pending.gateway)}${until}:`,
    shape: otpShape,
  });
  terminal.trace('The OTP has arrived.');
  return code;
}

/** VER-15, R-VER-9: throws `usage` with nobody to ask, before the OTP is used up. */
async function prepareSecondFactor(context: Context, { authenticator }: Codes): Promise<CodeSource> {
  context.terminal.warning(
    'Verifik wants a second factor (requires2FA). Its page does not say how to give it: authrig sends authenticatorOTP, as Verifik’s own front end does.',
  );
  return prepareCode(authenticator, context);
}

async function readSecondFactor(pending: Pending, source: CodeSource): Promise<string> {
  return source.read({
    challenge: { id: pending.id, provider: 'verifik', sentAt: pending.sentAt },
    deadline: pending.deadline,
    question: 'Second factor, as the authenticator app shows it:',
    shape: authenticatorShape,
  });
}

function refuseLate({ clock }: Context, { shown, phone }: Channel, { deadline, expiresAt }: Pending): void {
  if (expiresAt === undefined || clock.monotonic() < deadline) return;
  throw new CliError('expired', `The OTP that was sent to ${shown} expired at ${timeOf(expiresAt)}.`, {
    hint: `It was not sent to Verifik. Ask for a new one with: authrig verifik ${phone === undefined ? 'email' : 'phone'}`,
  });
}

/** Keeps the challenge for the process that confirms it. Throws `local`. */
export async function keepPending(
  context: Context,
  { shown, phone }: Channel & { readonly phone: NonNullable<Channel['phone']> },
  { sentAt, expiresAt, gateway, requires2FA }: Pending,
): Promise<KeptChallenge> {
  return keepChallenge(context, {
    provider: 'verifik',
    baseUrl: context.settings.need('verifik.baseUrl'),
    transaction: {
      ...phone,
      requires2FA: String(requires2FA),
      ...(gateway === undefined ? {} : { gateway }),
    },
    recipient: shown,
    sentAt,
    expiresAt: expiresAt ?? null,
  });
}

/** The command that finishes a challenge: in the same profile and at the same host. */
export function confirmCommand({ settings }: Pick<Context, 'settings'>, id: string): string {
  const { name, origin } = settings.profile;
  const profile = origin === 'flag' ? ` --profile ${name}` : '';
  const base = settings.find('verifik.baseUrl');
  const host = base?.origin === 'flag' ? ` --base-url ${base.value}` : '';
  return `authrig verifik confirm --challenge ${id}${profile}${host}`;
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

/** ` by WhatsApp`, or nothing where Verifik does not say how the OTP travels. */
export function by(gateway: string | undefined): string {
  return gateway === undefined ? '' : ` by ${nameOf(gateway)}`;
}

function nameOf(gateway: string): string {
  return Object.hasOwn(gateways, gateway) ? (gateways[gateway] ?? '') : plainLine(gateway, 40);
}
