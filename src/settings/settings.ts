import { CliError } from '../errors.ts';
import type { SecretKind } from '../redaction/redactor.ts';
import type { StoreContents } from './contents.ts';
import type { Keychain } from './keychain-entries.ts';
import { optionOf, variableOf } from './names.ts';
import { defaultProfile } from './profile-name.ts';
import { keychainNames, valuesOf } from './profiles.ts';
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

export type Origin = 'flag' | 'sandbox' | 'environment' | 'profile' | 'keychain' | 'default';

/**
 * The settings of this run: flag, then environment, then the profile, then the default. What a profile keeps lies in the
 * settings file, or for a secret in the system's keychain: so secrets are asked for with `look` and `secret`, and wait.
 */
export interface Settings {
  /** Every setting there is, in the order of the providers. */
  readonly definitions: readonly SettingDefinition[];
  /** The profile in force and what chose it. Throws `usage` where it was named and does not exist. */
  readonly profile: { readonly name: string; readonly origin: Origin };
  /**
   * The value of a setting that is no secret and where it came from, or undefined. An empty variable counts as unset.
   * Throws `usage` on a bad one.
   */
  find(name: string): FoundSetting | undefined;
  /** As `find`, or a `usage` error that names every way to set it. */
  need(name: string): string;
  /** As `find`, for secrets too: the keychain is asked only for one that lies there. Throws `local` where it fails. */
  look(name: string): Promise<FoundSetting | undefined>;
  /** The secret, or a `credentials` error that names every way to set it. */
  secret(name: string): Promise<string>;
  /** Where the value would come from, without looking at it; undefined where there is none. */
  originOf(name: string): Origin | undefined;
}

/** A value and where it came from. */
export interface FoundSetting {
  readonly value: string;
  readonly origin: Origin;
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
  /** Asked for a secret that the profile keeps there, once for each, and for nothing else. */
  readonly keychain: Pick<Keychain, 'get'>;
  /** Told every masked value that is found, so that no output shows it. */
  readonly learn?: (value: string, kind: SecretKind) => void;
}

/** A value, or the place where it is still to be fetched from. */
type Place = FoundSetting | { readonly origin: 'keychain' };

/** The settings of one run; nothing is read before the first is asked for. */
export function createSettings(sources: SettingsSources): Settings {
  const { definitions, env, flags = {}, sandbox = {}, keychain, learn } = sources;
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const contents = once(sources.readStore);
  const profile = once(() => chooseProfile(sources, contents));
  const fetched = new Map<string, Promise<string>>();

  const search = ({ name, secret, default: fallback }: SettingDefinition): Place | undefined => {
    const settled: [string | undefined, Origin][] = [
      [flags[name], 'flag'],
      [own(sandbox, name), 'sandbox'],
      [env[variableOf(name)] || undefined, 'environment'],
    ];
    for (const [value, origin] of settled) if (value !== undefined) return { value, origin };
    const value = own(valuesOf(contents(), profile().name), name);
    if (value !== undefined) return { value, origin: 'profile' };
    if (secret && keychainNames(contents(), profile().name).includes(name)) return { origin: 'keychain' };
    return fallback === undefined ? undefined : { value: fallback, origin: 'default' };
  };

  const place = (definition: SettingDefinition): Place | undefined => {
    // A profile that was named must exist, even where nothing is taken from it.
    if (profileNamed(sources) !== undefined) profile();
    return search(definition);
  };

  const judged = (definition: SettingDefinition, found: FoundSetting): FoundSetting => {
    const kind = masksOf(definition);
    if (kind !== undefined) learn?.(found.value, kind);
    const verdict = checkSetting(definition, found.value);
    if (verdict === true) return definition.name.endsWith('Url') ? withoutEndSlash(found) : found;
    const where = placeOf(definition, found.origin, () => profile().name);
    throw new CliError('usage', `${definition.name} (from ${where}) is not usable: ${verdict}.`, {
      hint: isKept(found.origin) ? `Type: authrig config set ${definition.name}` : `Correct ${where}.`,
    });
  };

  const find = (name: string): FoundSetting | undefined => {
    const definition = definitionOf(byName, name);
    if (definition.secret) throw new Error(`${name} is a secret, and may lie in the keychain`);
    const found = place(definition);
    return found !== undefined && 'value' in found ? judged(definition, found) : undefined;
  };

  const look = async (name: string): Promise<FoundSetting | undefined> => {
    const definition = definitionOf(byName, name);
    const found = place(definition);
    if (found === undefined || 'value' in found) return found && judged(definition, found);
    const value = fetched.get(name) ?? keychain.get(profile().name, name);
    fetched.set(name, value);
    return judged(definition, { value: await value, origin: 'keychain' });
  };

  return {
    definitions,
    get profile() {
      return profile();
    },
    find,
    need: (name) => needed(find(name), definitionOf(byName, name), () => profile().name),
    look,
    secret: async (name) => needed(await look(name), definitionOf(byName, name), () => profile().name),
    originOf: (name) => place(definitionOf(byName, name))?.origin,
  };
}

/** One account has one base URL, however it ends: what is kept is found by it. */
function withoutEndSlash(found: FoundSetting): FoundSetting {
  return { ...found, value: found.value.replace(/(?<!\/)\/+$/, '') };
}

function needed(
  found: FoundSetting | undefined,
  definition: SettingDefinition,
  profile: () => string,
): string {
  if (found === undefined) throw missing(definition, profile());
  return found.value;
}

/** Whether the value is kept in a profile, where `config set` can replace it. */
function isKept(origin: Origin): boolean {
  return origin === 'profile' || origin === 'keychain';
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
