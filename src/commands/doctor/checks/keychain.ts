import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import { keychainNames } from '../../../settings/profiles.ts';
import { bad, type Check, type Examine, good, withoutStop } from '../check.ts';

/**
 * The system's keychain: each secret that the profile keeps there is read. Where none is, it is asked whether it would take
 * one; a machine without it lacks nothing.
 */
export const keychain: Examine = async ({ context }) => {
  const { name: profile } = context.settings.profile;
  const names = keychainNames(context.store.read(), profile);
  if (names.length === 0) return [await available(context)];
  return Promise.all(names.map((name) => readable(name, profile, context)));
};

async function available(context: Context): Promise<Check> {
  try {
    await context.keychain.probe();
    return good('keychain', 'it can be used: authrig config set NAME --store keychain');
  } catch (error) {
    if (!(error instanceof CliError) || error.kind !== 'local') throw error;
    return good('keychain', `nothing is kept in it, and nothing could be. ${withoutStop(error.message)}`);
  }
}

async function readable(
  name: string,
  profile: string,
  { keychain: chain, redactor }: Context,
): Promise<Check> {
  try {
    redactor.learn(await chain.get(profile, name), 'key');
    return good('keychain', `it holds ${name}`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return bad('keychain', `${name}: ${withoutStop(error.message)}`, error.details.hint ?? '');
  }
}
