import { CliError } from '../../errors.ts';
import { mask } from '../../redaction/mask.ts';
import { closest } from '../../settings/closest.ts';
import { masksOf, type SettingDefinition, type Settings } from '../../settings/settings.ts';

/** The setting of this name. Throws `usage` where there is none, with the one that was most likely meant. */
export function knownSetting({ definitions }: Settings, name: string): SettingDefinition {
  const found = definitions.find((definition) => definition.name === name);
  if (found !== undefined) return found;
  const names = definitions.map((definition) => definition.name);
  const meant = closest(name, names);
  throw new CliError('usage', `There is no setting "${name.slice(0, 60)}".`, {
    hint: meant === undefined ? 'To see them all, type: authrig config list' : `Did you mean ${meant}?`,
  });
}

/** The value as an overview may show it. */
export function shown(definition: SettingDefinition, value: string): string {
  const kind = masksOf(definition);
  return kind === undefined ? value : mask(value, kind);
}
