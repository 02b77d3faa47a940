import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { isWebAddress } from '../../../http/address.ts';
import { audit as auditSettings, type Remark } from '../audit.ts';
import { isPlaceholder } from '../guessing.ts';

export interface AuditOptions {
  readonly callbackUrl?: string;
  readonly authUrl?: string;
}

const marks = { good: 'good', doubtful: 'doubtful', bad: 'BAD' } as const;

/** Says in words what an integrator's own settings expose. Sends nothing. */
export async function audit(context: Context, { callbackUrl, authUrl }: AuditOptions): Promise<Result> {
  if (callbackUrl === undefined && authUrl === undefined) {
    throw new CliError('usage', 'There is nothing to look at.', {
      hint: 'Give the registered --callback-url URL, or the --auth-url URL that your portal sends the browser to.',
    });
  }
  const given = { '--callback-url': callbackUrl, '--auth-url': authUrl };
  for (const [option, url] of Object.entries(given)) {
    if (url !== undefined) learn(context, needWebAddress(url, option));
  }
  const identifierUrl = context.settings.need('ekyc.identifierUrl');
  const checks = auditSettings({ callbackUrl, authUrl, identifierUrl });
  const bad = checks.filter(({ status }) => status === 'bad').length;
  return {
    data: { checks },
    rows: checks.flatMap(rowsOf),
    ...(bad === 0 ? {} : { afterwards: found(bad) }),
  };
}

/** What was typed may be a secret in the wrong place, so it is not repeated. */
function needWebAddress(text: string, option: string): URL {
  if (isWebAddress(text)) return new URL(text);
  throw new CliError('usage', `${option} takes a whole web address.`, {
    hint: `Begin it with https://, as in ${option} https://portal.example.com/callback`,
  });
}

/** A placeholder is no secret, and would be masked in the very words that tell of it. */
function learn({ redactor }: Context, { searchParams, password }: URL): void {
  const values = ['session_token', 'state'].map((name) => searchParams.get(name) ?? '');
  for (const value of values) if (!isPlaceholder(value)) redactor.learn(value, 'token');
  redactor.learn(password, 'key');
}

function rowsOf({ name, status, detail, hint }: Remark): (readonly [string, string])[] {
  const row = [name, `${marks[status]}: ${detail}`] as const;
  return hint === undefined ? [row] : [row, ['', hint]];
}

function found(bad: number): CliError {
  return new CliError('inconclusive', `${bad} of these ${bad === 1 ? 'is' : 'are'} bad.`, {
    hint: 'A sign-in may work with them, and so may an attack. See what eKYC asks of a portal: https://authen.ekyc.com/docs',
  });
}
