import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { keychainNames, valuesOf } from '../../settings/profiles.ts';

interface Options {
  readonly includeSecrets?: boolean;
}

/** `authrig config export`. What no provider of this release declares counts as secret. */
export async function exportSettings(
  { settings, store, keychain }: Context,
  options: Options,
): Promise<Result> {
  const profile = settings.profile.name;
  const open = new Set(settings.definitions.filter(({ secret }) => !secret).map(({ name }) => name));
  const contents = store.read();
  const printed = Object.entries(valuesOf(contents, profile)).filter(
    ([name]) => options.includeSecrets === true || open.has(name),
  );
  for (const name of options.includeSecrets === true ? keychainNames(contents, profile) : [])
    printed.push([name, await keychain.get(profile, name)]);
  const data = { schemaVersion: 1, profile, settings: Object.fromEntries(printed) };
  return { data, alone: JSON.stringify(data, undefined, 2) };
}
