import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { shown } from './known.ts';

/** `authrig config list`. An overview shows no secret, in JSON neither; `config get` prints one. */
export async function list({ settings }: Context): Promise<Result> {
  const overview = settings.definitions.map((definition) => {
    const { name, secret } = definition;
    const { value = null, origin = null } = settings.find(name) ?? {};
    const masked = value === null ? null : shown(definition, value);
    return { name, value: secret ? masked : value, origin, secret: secret === true, masked };
  });
  return {
    data: {
      profile: settings.profile.name,
      settings: overview.map(({ masked: _masked, ...setting }) => setting),
    },
    rows: [
      ['profile', `${settings.profile.name} (${settings.profile.origin})`],
      ...overview.map(
        ({ name, masked, origin }) => [name, masked === null ? 'not set' : `${masked} (${origin})`] as const,
      ),
    ],
  };
}
