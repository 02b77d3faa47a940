import { CliError } from '../../src/errors.ts';
import type { Keychain } from '../../src/settings/keychain-entries.ts';

export interface FakeKeychain extends Keychain {
  /** What it holds, by `PROFILE/NAME`. */
  readonly entries: Map<string, string>;
  /** Every call, such as `get default/jekimo.apiKey`. */
  readonly calls: string[];
  /** Refuses from now on. */
  lock(): void;
}

/** A keychain in memory. */
export function fakeKeychain(held: Readonly<Record<string, string>> = {}): FakeKeychain {
  const entries = new Map(Object.entries(held));
  const calls: string[] = [];
  let locked = false;
  const call = async <T>(
    verb: string,
    profile: string,
    name: string,
    act: (key: string) => T,
  ): Promise<T> => {
    calls.push(`${verb} ${profile}/${name}`);
    if (locked) throw new CliError('local', 'The keychain is locked.');
    return act(`${profile}/${name}`);
  };
  return {
    entries,
    calls,
    lock: () => {
      locked = true;
    },
    get: (profile, name) =>
      call('get', profile, name, (key) => {
        const value = entries.get(key);
        if (value === undefined) throw new CliError('credentials', 'The keychain has no such entry.');
        return value;
      }),
    probe: () => call('probe', '', '', () => {}),
    set: (profile, name, value) => call('set', profile, name, (key) => void entries.set(key, value)),
    remove: (profile, name) => call('remove', profile, name, (key) => entries.delete(key)),
  };
}
