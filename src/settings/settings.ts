import { CliError } from '../errors.ts';
import type { SecretKind } from '../redaction/redactor.ts';
import type { StoreContents } from './contents.ts';
import { optionOf, variableOf } from './names.ts';
import { defaultProfile } from './profile-name.ts';
import { valuesOf } from './profiles.ts';
import { checkSecret } from './secret-value.ts';

/** A setting as a provider's card declares it. */
export interface SettingDefinition {
  /** `jekimo.apiKey`; the variable is AUTHRIG_JEKIMO_API_KEY, the option --api-key-from or --base-url. */
  readonly name: string;
  readonly summary: string;
  readonly secret?: true;
  /** A secret of this kind, masked everywhere: defaults to `key` for secrets. */
  readonly masks?: 'key' | 'phone' | 'email';
  readonly default?: string;
  /** True where the value is acceptable, else what is wrong with it. */
  readonly validate?: (value: string) => true | string;
}

export type Origin = 'flag' | 'sandbox' | 'environment' | 'profile' | 'default';

/** The settings of this run: flag, then environment, then the profile, then the default. */
export interface Settings {
  /** Every setting there is, in the order of the providers. */
  readonly definitions: readonly SettingDefinition[];
  /** The profile in force and what chose it. Throws `usage` where it was named and does not exist. */
  readonly profile: { readonly name: string; readonly origin: Origin };
  /** The value and where it came from, or undefined. An empty variable counts as unset. Throws `usage` on a bad one. */
  find(name: string): { readonly value: string; readonly origin: Origin } | undefined;
  /** The value, or a `credentials` error (for secrets) or `usage` error that names every way to set it. */
  need(name: string): string;
}

/** Where the settings of a run come from. */
export interface SettingsSources {
  readonly definitions: readonly SettingDefinition[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values given as options, by setting name. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  /** The sandbox's own settings, under --sandbox. */
  readonly sandbox?: Readonly<Record<string, string>> | undefined;
  /** The value of --profile. */
  readonly profileFlag?: string | undefined;
  /** Called once, and only when a setting or the profile is not settled without it. */
  readonly readStore: () => StoreContents;
  /** Told every masked value that is found, so that no output shows it. */
  readonly learn?: (value: string, kind: SecretKind) => void;
}

type Found = NonNullable<ReturnType<Settings['find']>>;

/** The settings of one run; nothing is read before the first is asked for. */
export function createSettings(sources: SettingsSources): Settings {
  const { definitions, env, flags = {}, sandbox = {}, learn } = sources;
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const contents = once(sources.readStore);
  const profile = once(() => chooseProfile(sources, contents));

  const search = ({ name, default: fallback }: SettingDefinition): Found | undefined => {
    const settled: [string | undefined, Origin][] = [
      [flags[name], 'flag'],
      [own(sandbox, name), 'sandbox'],
      [env[variableOf(name)] || undefined, 'environment'],
    ];
    for (const [value, origin] of settled) if (value !== undefined) return { value, origin };
    const value = own(valuesOf(contents(), profile().name), name);
    if (value !== undefined) return { value, origin: 'profile' };
    return fallback === undefined ? undefined : { value: fallback, origin: 'default' };
  };

  const find = (name: string): Found | undefined => {
    const definition = definitionOf(byName, name);
    // A profile that was named must exist, even where nothing is taken from it.
    if (profileNamed(sources) !== undefined) profile();
    const found = search(definition);
    if (found === undefined) return undefined;
    const kind = masksOf(definition);
    if (kind !== undefined) learn?.(found.value, kind);
    const verdict = checkSetting(definition, found.value);
    if (verdict === true) return found;
    const place = placeOf(definition, found.origin, () => profile().name);
    throw new CliError('usage', `${name} (from ${place}) is not usable: ${verdict}.`, {
      hint: found.origin === 'profile' ? `Type: authrig config set ${name}` : `Correct ${place}.`,
    });
  };

  return {
    definitions,
    get profile() {
      return profile();
    },
    find,
    need: (name) => {
      const found = find(name);
      if (found !== undefined) return found.value;
      throw missing(definitionOf(byName, name), profile().name);
    },
  };
}

/** What kind of secret a setting is for masks and redaction; undefined where it is none. */
export function masksOf({ secret, masks }: SettingDefinition): SecretKind | undefined {
  return masks ?? (secret === true ? 'key' : undefined);
}

/** True where the value may be used for this setting, else what is wrong with it, without a piece of a secret. */
export function checkSetting(definition: SettingDefinition, value: string): true | string {
  const verdict = definition.secret === true ? checkSecret(value) : value.trim() !== '' || 'it is empty';
  return verdict === true && definition.validate !== undefined ? definition.validate(value) : verdict;
}

function profileNamed({
  profileFlag,
  env,
}: SettingsSources): { name: string; source: string; origin: Origin } | undefined {
  if (profileFlag !== undefined) return { name: profileFlag, source: '--profile', origin: 'flag' };
  const name = env['AUTHRIG_PROFILE'];
  return name === undefined || name === ''
    ? undefined
    : { name, source: 'AUTHRIG_PROFILE', origin: 'environment' };
}

function chooseProfile(sources: SettingsSources, contents: () => StoreContents): Settings['profile'] {
  const named = profileNamed(sources);
  if (named !== undefined) {
    if (named.name !== defaultProfile) valuesOf(contents(), named.name, named.source);
    return { name: named.name, origin: named.origin };
  }
  const name = contents().profile;
  return { name, origin: name === defaultProfile ? 'default' : 'profile' };
}

function placeOf(definition: SettingDefinition, origin: Origin, profile: () => string): string {
  if (origin === 'flag') return optionOf(definition.name, definition.secret === true);
  if (origin === 'environment') return variableOf(definition.name);
  return origin === 'profile' ? `the profile "${profile()}"` : `the ${origin}`;
}

function missing({ name, secret }: SettingDefinition, profile: string): CliError {
  const option = optionOf(name, secret === true);
  return new CliError(secret ? 'credentials' : 'usage', `${name} is not set in the profile "${profile}".`, {
    hint: `Type \`authrig config set ${name}\`, set ${variableOf(name)}, or give ${option}${secret ? ' SOURCE' : ''}.`,
  });
}

function definitionOf(byName: ReadonlyMap<string, SettingDefinition>, name: string): SettingDefinition {
  const definition = byName.get(name);
  if (definition === undefined) throw new Error(`no provider declares the setting ${name}`);
  return definition;
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
