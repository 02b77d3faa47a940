import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { keychainNames, valuesOf, withoutValue } from '../../settings/profiles.ts';
import { knownSetting } from './known.ts';

/** `authrig config unset NAME` */
export async function unset(context: Context, _options: unknown, name: string): Promise<Result> {
  const { settings, store, terminal } = context;
  knownSetting(settings, name);
  await store.putAsideDamaged();
  const { name: profile } = settings.profile;
  const before = store.read();
  const inFile = Object.hasOwn(valuesOf(before, profile), name);
  const inKeychain = keychainNames(before, profile).includes(name);
  const stuck = inKeychain ? await removeEntry(context, profile, name) : undefined;
  await store.change((contents) => withoutValue(contents, profile, name));
  const removed = inFile || inKeychain;
  const what = removed ? 'is no longer kept' : 'was not kept';
  terminal.message(`${name} ${what} in the profile "${profile}".`, removed ? 'good' : 'plain');
  return { data: { name, profile, removed }, ...(stuck !== undefined && { afterwards: stuck }) };
}

/** Where the keychain is out of reach, the profile lets go of the setting all the same; what stays behind is told. */
async function removeEntry(
  { keychain }: Context,
  profile: string,
  name: string,
): Promise<CliError | undefined> {
  try {
    await keychain.remove(profile, name);
    return undefined;
  } catch (error) {
    if (!(error instanceof CliError) || error.kind !== 'local') throw error;
    return new CliError('local', `Its entry is still in the keychain. ${error.message}`, {
      hint: `Remove "${profile}/${name}" of authrig in the password manager of your system.`,
      cause: error,
    });
  }
}
