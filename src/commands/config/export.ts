import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { valuesOf } from '../../settings/profiles.ts';

interface Options {
  readonly includeSecrets?: boolean;
}

/** `authrig config export`. What no provider of this release declares counts as secret. */
export async function exportSettings({ settings, store }: Context, options: Options): Promise<Result> {
  const profile = settings.profile.name;
  const open = new Set(settings.definitions.filter(({ secret }) => !secret).map(({ name }) => name));
  const kept = Object.entries(valuesOf(store.read(), profile));
  const printed = options.includeSecrets === true ? kept : kept.filter(([name]) => open.has(name));
  const data = { schemaVersion: 1, profile, settings: Object.fromEntries(printed) };
  return { data, alone: JSON.stringify(data, undefined, 2) };
}
