import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { checkExport, type ExportForm, exportToken } from '../../../flow/token-export.ts';
import { findAccount, needPhone, phoneChannel } from '../channel.ts';
import { hasCodeSource, readCodeOptions } from '../codes.ts';
import { logIn, type LoginOptions, whileAlone } from '../flow.ts';
import { durationOf, findToken, tellExpiry, type Token, tokenResult } from '../kept-token.ts';

export interface TokenOptions extends LoginOptions {
  /** Milliseconds. */
  readonly minTtl: number;
  readonly export?: ExportForm;
}

const variable = 'VERIFIK_ACCESS_TOKEN';

/** Prints a valid token: the kept one while it is good for long enough, else that of a fresh login (VER-09). */
export async function token(context: Context, options: TokenOptions): Promise<Result> {
  const form = options.export;
  if (form !== undefined) checkForm(context, form);
  const valid = await validToken(context, options);
  const { rows: _rows, ...result } = tokenResult(valid);
  if (form === undefined) return { ...result, alone: valid.accessToken };
  const line = await exportToken(context, form, variable, valid.accessToken);
  return line === undefined ? result : { ...result, alone: line };
}

async function validToken(context: Context, options: TokenOptions): Promise<Token> {
  const account = findAccount(context);
  const kept = await goodToken(context, account, options.minTtl);
  if (kept !== undefined) return kept;
  if (!hasCodeSource(context, options)) throw nothingKept(account);
  readCodeOptions(context, options);
  const channel = phoneChannel(context, needPhone(context));
  return whileAlone(context, channel.account, async () => {
    // Whoever held the lock before may have left a good token.
    const byNow = await goodToken(context, channel.account, options.minTtl);
    return byNow ?? tellShortLife(context, await logIn(context, channel, options), options.minTtl);
  });
}

async function goodToken(
  context: Context,
  account: string | undefined,
  minTtl: number,
): Promise<Token | undefined> {
  const found = await findToken(context, account);
  if (found === undefined || found.leftMs <= 0 || found.leftMs < minTtl) return undefined;
  tellExpiry(context, found.token);
  return found.token;
}

/** Such a token makes every call of this command a login, which is worth a word. */
function tellShortLife({ clock, terminal }: Context, fresh: Token, minTtl: number): Token {
  const left = fresh.expiresAt - clock.now();
  if (left < minTtl)
    terminal.warning(`The new token is good for ${durationOf(left)}, which is less than --min-ttl.`);
  return fresh;
}

function nothingKept(account: string | undefined): CliError {
  const whose = account === undefined ? '' : ' of this phone';
  return new CliError('credentials', `No Verifik token${whose} is kept that is good for long enough.`, {
    hint: "Log in with: authrig verifik phone, or say where the OTP comes from: --otp-from cmd:'…'",
  });
}

function checkForm(context: Context, form: ExportForm): void {
  checkExport(context, form);
  if (context.output === 'text') return;
  throw new CliError(
    'usage',
    '--export prints the token in a form of its own, and takes no --json and no --field.',
    {
      hint: 'Leave one of them out.',
    },
  );
}
