import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { valuesOf } from '../../settings/profiles.ts';
import { masksOf, type SettingDefinition } from '../../settings/settings.ts';
import { inKeychain, keepValues, type Where } from './keep.ts';
import { knownSetting } from './known.ts';
import { accepted, readValue } from './read-value.ts';

interface Options {
  readonly store?: Where;
}

/** `authrig config set NAME [VALUE]` */
export async function set(context: Context, options: Options, name: string, given?: string): Promise<Result> {
  const { settings, store, terminal, redactor } = context;
  const definition = knownSetting(settings, name);
  if (definition.secret && given !== undefined) throw onCommandLine(name);
  checkPlace(definition, options);
  await store.putAsideDamaged();
  const { name: profile } = settings.profile;
  const secrets = inKeychain(context, profile, [name], options.store);
  const value = given === undefined ? await readValue(definition, context) : accepted(definition, given);
  const kind = masksOf(definition);
  if (kind !== undefined) redactor.learn(value, kind);
  // A profile that is not there is told before the keychain is touched.
  valuesOf(store.read(), profile);
  await keepValues(context, profile, { [name]: value }, secrets);
  const where = secrets.length === 0 ? '' : ", in the system's keychain";
  terminal.message(`${name} is kept in the profile "${profile}"${where}.`, 'good');
  return { data: { name, profile, store: secrets.length === 0 ? 'file' : 'keychain' } };
}

function checkPlace({ name, secret }: SettingDefinition, { store }: Options): void {
  if (store !== 'keychain' || secret) return;
  throw new CliError('usage', `${name} is no secret: the keychain is for keys.`, {
    hint: 'Leave --store keychain out.',
  });
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
