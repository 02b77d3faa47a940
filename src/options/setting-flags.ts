import type { Command } from 'commander';
import { parseSecretSource, type SourceDeps } from '../flow/source.ts';
import { optionOf } from '../settings/names.ts';
import type { SettingDefinition } from '../settings/settings.ts';

/** The settings that were given as options of this command; a secret is read from the source it was given as. */
export async function settingFlags(
  command: Command,
  definitions: readonly SettingDefinition[],
  options: Readonly<Record<string, unknown>>,
  deps: SourceDeps,
): Promise<Record<string, string>> {
  const flags: Record<string, string> = {};
  const noun = command.parent?.name();
  for (const { name, secret } of definitions) {
    if (!name.startsWith(`${noun}.`)) continue;
    const flag = optionOf(name, secret === true);
    const given = options[attributeOf(flag)];
    if (typeof given !== 'string') continue;
    flags[name] = secret === true ? await secretFrom(given, flag, deps) : given;
  }
  return flags;
}

async function secretFrom(given: string, flag: string, deps: SourceDeps): Promise<string> {
  const { readSecret } = await import('../flow/secret.ts');
  return readSecret(parseSecretSource(given, flag), deps, flag);
}

/** `--base-url` as the parser names it: baseUrl. */
function attributeOf(flag: string): string {
  return flag.slice(2).replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}
