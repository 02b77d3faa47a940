import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { blank } from '../../redaction/mask.ts';
import { shown } from './known.ts';

/** `authrig config list`. An overview shows no secret, in JSON neither; `config get` prints one. */
export async function list({ settings }: Context): Promise<Result> {
  const overview = [];
  for (const definition of settings.definitions) {
    const { name, secret } = definition;
    const { value, origin } = await lookAt(settings, name);
    const masked = value === null ? null : shown(definition, value);
    overview.push({ name, value: secret ? masked : value, origin, secret: secret === true, masked });
  }
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

/** An overview does not ask the keychain, which may ask the user. */
async function lookAt(settings: Context['settings'], name: string) {
  const origin = settings.originOf(name) ?? null;
  if (origin === 'keychain') return { value: blank, origin };
  return { value: (await settings.look(name))?.value ?? null, origin };
}
