import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { findSession, type KeptSession, listSessions } from '../../flow/kept-session.ts';
import { mask } from '../../redaction/mask.ts';
import { checkEmail } from '../../settings/email-address.ts';
import { baseUrlOf } from './api.ts';

/** The account of a session that came without an address: Elixir does not say whose a QR value is (ELX-15). */
export const unnamed = 'unnamed';

type Reach = Pick<Context, 'sessions' | 'clock' | 'settings' | 'redactor' | 'sandbox' | 'terminal'>;

/** Where sessions and challenges of this run are kept. */
export function placeOf(context: Pick<Context, 'settings'>): {
  readonly provider: string;
  readonly baseUrl: string;
} {
  return { provider: 'elixir', baseUrl: baseUrlOf(context) };
}

/** The address that a code goes to: the setting, else what the person at the terminal types. Throws `usage`. */
export async function needEmail({
  settings,
  prompter,
  redactor,
}: Pick<Context, 'settings' | 'prompter' | 'redactor'>): Promise<string> {
  const found = settings.find('elixir.email')?.value;
  if (found !== undefined || !prompter.available) return (found ?? settings.need('elixir.email')).trim();
  const asked = await prompter.text({ message: 'E-mail:', option: '--email', validate: checkEmail });
  redactor.learn(asked, 'email');
  return asked;
}

/** One mailbox, however its letters were typed. */
export function accountOf(email: string): string {
  return email.trim().toLowerCase();
}

/** The account as people may see it. */
export function maskAccount(account: string): string {
  return account === unnamed ? 'an account without an address' : mask(account, 'email');
}

/** Under which account a sign-in is kept that names none itself: that of the address in force, where there is one. */
export function accountInForce({ settings }: Pick<Context, 'settings'>): string {
  const email = settings.find('elixir.email')?.value;
  return email === undefined ? unnamed : accountOf(email);
}

/**
 * The kept session of elixir.email, else the one that has no address; the only one there is where no address is set,
 * or the only one that has an address. Throws `credentials` where none is kept, `usage` where there are several.
 */
export async function needSession(context: Reach): Promise<KeptSession> {
  const session = await lookUp(context);
  const { token = '', refreshToken = '' } = session === undefined ? {} : tokensOf(session);
  // An entry that lost its tokens is none.
  if (session === undefined || token === '' || refreshToken === '') throw noSession(context);
  for (const secret of [token, refreshToken]) context.redactor.learn(secret, 'token');
  if (session.account !== unnamed) context.redactor.learn(session.account, 'email');
  return session;
}

async function lookUp(context: Reach): Promise<KeptSession | undefined> {
  const place = placeOf(context);
  const email = context.settings.find('elixir.email');
  if (email === undefined) return onlySession(context, place);
  const named = await findSession(context, place, accountOf(email.value), '--email');
  if (named !== undefined || email.origin === 'flag') return named;
  return findSession(context, place, unnamed, '--email');
}

async function onlySession(
  context: Reach,
  place: ReturnType<typeof placeOf>,
): Promise<KeptSession | undefined> {
  const kept = await listSessions(context, place);
  if (kept.length <= 1) return kept[0];
  const [named, ...others] = kept.filter(({ account }) => account !== unnamed);
  if (named !== undefined && others.length === 0) {
    context.terminal.warning(
      `${kept.length} sessions are kept: that of ${maskAccount(named.account)} is taken.`,
    );
    return named;
  }
  const accounts = kept.map(({ account }) => maskAccount(account)).toSorted();
  throw new CliError(
    'usage',
    `${kept.length} sessions are kept, and none is named: ${accounts.join(', ')}.`,
    {
      hint: 'Name one with --email.',
    },
  );
}

/** What to say where nothing is kept. */
export function noSession(context: Pick<Context, 'sandbox' | 'settings'>): CliError {
  const { sandbox, settings } = context;
  const email = settings.find('elixir.email')?.value;
  const whose = ` for ${email === undefined ? '' : `${mask(email, 'email')} at `}${placeOf(context).baseUrl}`;
  return new CliError('credentials', `No Elixir session is kept${whose}.`, {
    hint:
      sandbox === undefined
        ? 'Sign in with: authrig elixir otp, or see what is kept with: authrig elixir status'
        : '--sandbox forgets everything when the command ends. Several commands share one with: authrig sandbox exec',
  });
}

/** The tokens of a kept session; empty texts where the file held none. */
export function tokensOf({ tokens }: Pick<KeptSession, 'tokens'>): {
  readonly token: string;
  readonly refreshToken: string;
} {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { token: text(tokens['token']), refreshToken: text(tokens['refreshToken']) };
}
