import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { keychainNames, withoutProfile } from '../../settings/profiles.ts';

interface Options {
  readonly yes?: boolean;
}

/** `authrig profile delete NAME` */
export async function deleteProfile(context: Context, options: Options, name: string): Promise<Result> {
  const { store, sessions, keychain, terminal } = context;
  await store.putAsideDamaged();
  withoutProfile(store.read(), name);
  if (options.yes !== true) await confirm(context, name);
  // The keychain and the sessions first: a profile that is gone could not be named to remove what is left of them.
  for (const secret of keychainNames(store.read(), name)) await keychain.remove(name, secret);
  await sessions.forgetProfile(name);
  await store.change((contents) => withoutProfile(contents, name));
  terminal.message(`The profile "${name}" and its sessions are gone.`, 'good');
  return { data: { profile: name } };
}

async function confirm({ prompter }: Context, name: string): Promise<void> {
  if (!prompter.available) {
    throw new CliError('usage', `Deleting the profile "${name}" needs a yes, and nobody may be asked.`, {
      hint: `Type: authrig profile delete ${name} --yes`,
    });
  }
  const message = `Delete the profile "${name}" with its settings, tokens and sessions?`;
  if (await prompter.confirm({ message, option: '--yes', initial: false })) return;
  throw new CliError('cancelled', 'Nothing was deleted.');
}
