import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { checkEmail } from '../../../settings/email-address.ts';
import { emailChannel } from '../channel.ts';
import { readCodeOptions } from '../codes.ts';
import { logIn, type LoginOptions, whileAlone } from '../flow.ts';
import { tokenResult } from '../kept-token.ts';

/** Every address is a client's on the sandbox. */
const sandboxAddress = 'customer@example.com';

/** The whole login by e-mail (R-VER-3, R-VER-4), which is beyond the page that the other verbs follow. */
export async function email(
  context: Context,
  options: LoginOptions & { readonly email?: string },
): Promise<Result> {
  readCodeOptions(context, options);
  const channel = emailChannel(context, await needEmail(context, options.email));
  context.terminal.message(
    'Login by e-mail is on another page than login by phone: https://docs.verifik.co/authentication/api-key-access-via-email',
    'dim',
  );
  return tokenResult(await whileAlone(context, channel.account, () => logIn(context, channel, options)));
}

async function needEmail({ sandbox, prompter }: Context, given: string | undefined): Promise<string> {
  const known = given ?? (sandbox === undefined ? undefined : sandboxAddress);
  const address =
    known ??
    (await prompter.text({
      message: 'E-mail address of the client:',
      option: '--email',
      validate: checkEmail,
    }));
  const verdict = checkEmail(address);
  if (verdict === true) return address;
  throw new CliError('usage', `--email is not usable: ${verdict}.`, {
    hint: 'Give one address: --email you@example.com',
  });
}
