import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { audit as auditSettings, type Remark } from '../audit.ts';

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
  const token = authUrl !== undefined && URL.canParse(authUrl) ? new URL(authUrl).searchParams : undefined;
  for (const name of ['session_token', 'state']) context.redactor.learn(token?.get(name) ?? '', 'token');
  const identifierUrl = context.settings.need('ekyc.identifierUrl');
  const checks = auditSettings({ callbackUrl, authUrl, identifierUrl });
  const bad = checks.filter(({ status }) => status === 'bad').length;
  return {
    data: { checks },
    rows: checks.flatMap(rowsOf),
    ...(bad === 0 ? {} : { afterwards: found(bad) }),
  };
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
