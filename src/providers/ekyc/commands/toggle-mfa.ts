import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import type { TotpAlgorithm } from '../../../totp/totp.ts';
import { needApplication, type Toggle, toggleMfa as toggle } from '../api.ts';
import type { KeyOptions } from '../../../flow/totp-key.ts';
import { givenKey } from '../enrolment.ts';

export interface ToggleOptions extends KeyOptions {
  readonly enable?: boolean;
  readonly disable?: boolean;
}

/** Tells eKYC that a user's 2FA was enabled or disabled. */
export async function toggleMfa(context: Context, options: ToggleOptions): Promise<Result> {
  const { enable, disable, algorithm = 'SHA1', digits = 6, period = 30 } = options;
  if ((enable === true) === (disable === true)) {
    throw new CliError('usage', 'Either --enable or --disable is needed, and not both.', {
      hint:
        enable === true
          ? 'Leave one of the two out.'
          : 'authrig ekyc toggle-mfa --enable --secret-from prompt',
    });
  }
  const action = enable === true ? 'ENABLE' : 'DISABLE';
  await needApplication(context);
  const email = context.settings.need('ekyc.email');
  const given = await givenKey(context, askedFor(context, options, action));
  if (given === undefined)
    context.terminal.message(
      'No secret is sent. eKYC’s page says both that DISABLE needs none and that it does: --secret-from gives it.',
    );
  const numbers: { algorithm: TotpAlgorithm; digits: number; period: number } = { algorithm, digits, period };
  await changeMfa(context, { email, action, key: given ?? { ...numbers, secret: undefined } });
  context.terminal.message(`eKYC was told: ${action}.`, 'good');
  return {
    data: { email, action, code: 'SUCCESS' },
    rows: [
      ['email', email],
      ['action', action],
      ['code', 'SUCCESS'],
    ],
  };
}

/** EKY-16: the secret is needed to enable; a person at the terminal is asked for it. */
function askedFor({ prompter }: Context, options: ToggleOptions, action: Toggle['action']): KeyOptions {
  if (options.secretFrom !== undefined || action === 'DISABLE') return options;
  if (prompter.available) return { ...options, secretFrom: 'prompt' };
  throw new CliError('usage', 'The TOTP secret is needed to enable 2FA, and nobody can be asked.', {
    hint: "Give it with --secret-from file:PATH or --secret-from cmd:'…'.",
  });
}

/**
 * The change at eKYC, once. A refusal or a lost answer leaves the portal and eKYC apart (EKY-14, EKY-18), and says so
 * with the command that brings them together.
 */
export async function changeMfa(
  context: Context,
  change: Toggle,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  try {
    await toggle(context, change);
  } catch (error) {
    if (!(error instanceof CliError) || error.details.sent === false) throw error;
    const flag = change.action === 'ENABLE' ? '--enable' : '--disable';
    const hint = `Unsynchronised: treat 2FA as it was before, and tell eKYC again with \`authrig ekyc toggle-mfa ${flag} --secret-from prompt\`.`;
    throw new CliError(error.kind, error.message, {
      ...error.details,
      cause: error,
      hint: error.kind === 'cancelled' ? hint : `${hint} ${error.details.hint ?? ''}`.trim(),
      ...(Object.keys(data).length === 0 ? {} : { data }),
    });
  }
}
