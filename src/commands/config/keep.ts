import type { Context } from '../../context.ts';
import { keychainNames, withKeychainNames, withValues } from '../../settings/profiles.ts';

/** Where secrets are kept: in the settings file, or in the system's keychain. */
export type Where = 'file' | 'keychain';

type Values = Readonly<Record<string, string>>;
type Tools = Pick<Context, 'store' | 'keychain' | 'terminal'>;

/** The names of those settings that belong into the keychain: what lies there stays there until it is told otherwise. */
export function inKeychain(
  { store }: Pick<Context, 'store'>,
  profile: string,
  names: readonly string[],
  where?: Where,
): readonly string[] {
  if (where !== undefined) return where === 'keychain' ? names : [];
  const kept = keychainNames(store.read(), profile);
  return names.filter((name) => kept.includes(name));
}

/**
 * Keeps the values in the profile, those of `secrets` in the keychain. The keychain comes first: where it fails, nothing
 * else is done, and never is a secret of it written to the file instead. Throws `local`.
 */
export async function keepValues(
  tools: Tools,
  profile: string,
  values: Values,
  secrets: readonly string[],
): Promise<void> {
  const { store, keychain } = tools;
  const before = keychainNames(store.read(), profile);
  for (const name of secrets) await keychain.set(profile, name, values[name] ?? '');
  const plain = Object.entries(values).filter(([name]) => !secrets.includes(name));
  try {
    await store.change((contents) => {
      const marked = secrets.length === 0 ? contents : withKeychainNames(contents, profile, secrets);
      return plain.length === 0 ? marked : withValues(marked, profile, Object.fromEntries(plain));
    });
  } catch (error) {
    // What nobody would find again must not stay there.
    for (const name of secrets.filter((each) => !before.includes(each)))
      await keychain.remove(profile, name).catch(() => {});
    throw error;
  }
  const moved = plain.map(([name]) => name).filter((name) => before.includes(name));
  for (const name of moved) await dropFromKeychain(tools, profile, name);
}

async function dropFromKeychain({ keychain, terminal }: Tools, profile: string, name: string): Promise<void> {
  await keychain.remove(profile, name).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    terminal.warning(`The old ${name} is still in the keychain, where authrig no longer looks. ${why}`);
  });
}
