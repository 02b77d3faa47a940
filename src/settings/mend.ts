import { optionOf, variableOf } from './names.ts';
import type { Settings } from './settings.ts';

/** The next thing to type for a setting that the provider refused: it depends on where the value came from. */
export function mendOf(settings: Settings, name: string): string {
  const origin = settings.originOf(name);
  const secret = settings.definitions.find((definition) => definition.name === name)?.secret === true;
  if (origin === 'flag') return `Correct what ${optionOf(name, secret)} gives.`;
  if (origin === 'environment') return `Correct ${variableOf(name)}, which stands above the profile.`;
  return `Keep the right one with: authrig config set ${name}`;
}
