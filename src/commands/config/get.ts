import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { knownSetting, shown } from './known.ts';

/** `authrig config get NAME` */
export async function get({ settings }: Context, _options: unknown, name: string): Promise<Result> {
  const definition = knownSetting(settings, name);
  const found = await settings.look(name);
  if (found === undefined) {
    throw new CliError(definition.secret ? 'credentials' : 'usage', `${name} is not set.`, {
      hint: `Type: authrig config set ${name}`,
    });
  }
  const { value, origin } = found;
  return {
    data: { name, value, origin },
    rows: [
      [name, shown(definition, value)],
      ['origin', origin],
    ],
  };
}
