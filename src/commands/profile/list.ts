import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { countOf, profileNames } from '../../settings/profiles.ts';

/** `authrig profile list` */
export async function list({ store }: Context): Promise<Result> {
  const contents = store.read();
  const profiles = profileNames(contents).map((name) => ({
    name,
    current: name === contents.profile,
    settings: countOf(contents, name),
  }));
  return {
    data: { profiles },
    rows: profiles.map(({ name, current, settings }) => [
      name,
      `${settings} ${settings === 1 ? 'setting' : 'settings'}${current ? ', current' : ''}`,
    ]),
  };
}
