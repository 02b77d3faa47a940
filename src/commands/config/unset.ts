import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { valuesOf, withoutValue } from '../../settings/profiles.ts';
import { knownSetting } from './known.ts';

/** `authrig config unset NAME` */
export async function unset(
  { settings, store, terminal }: Context,
  _options: unknown,
  name: string,
): Promise<Result> {
  knownSetting(settings, name);
  await store.putAsideDamaged();
  const { name: profile } = settings.profile;
  let removed = false;
  await store.change((contents) => {
    removed = Object.hasOwn(valuesOf(contents, profile), name);
    return withoutValue(contents, profile, name);
  });
  const what = removed ? 'is no longer kept' : 'was not kept';
  terminal.message(`${name} ${what} in the profile "${profile}".`, removed ? 'good' : 'plain');
  return { data: { name, profile, removed } };
}
