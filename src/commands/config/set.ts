import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { withValues } from '../../settings/profiles.ts';
import { masksOf } from '../../settings/settings.ts';
import { knownSetting } from './known.ts';
import { accepted, readValue } from './read-value.ts';

/** `authrig config set NAME [VALUE]` */
export async function set(
  context: Context,
  _options: unknown,
  name: string,
  given?: string,
): Promise<Result> {
  const { settings, store, terminal, redactor } = context;
  const definition = knownSetting(settings, name);
  if (definition.secret && given !== undefined) throw onCommandLine(name);
  await store.putAsideDamaged();
  const { name: profile } = settings.profile;
  const value = given === undefined ? await readValue(definition, context) : accepted(definition, given);
  const kind = masksOf(definition);
  if (kind !== undefined) redactor.learn(value, kind);
  await store.change((contents) => withValues(contents, profile, { [name]: value }));
  terminal.message(`${name} is kept in the profile "${profile}".`, 'good');
  return { data: { name, profile } };
}

function onCommandLine(name: string): CliError {
  return new CliError(
    'usage',
    `${name} is a secret, and command lines show in process lists and shell histories.`,
    {
      hint: `Type \`authrig config set ${name}\` and paste it, or pipe it in. Replace this one: others may have seen it.`,
    },
  );
}
