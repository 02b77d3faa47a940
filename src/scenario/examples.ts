import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CliError } from '../errors.ts';
import { closest } from '../settings/closest.ts';

/** In the package they lie beside the code that reads them, as they do in the source. */
const folder = new URL('examples/', import.meta.url);

/** The names of the scenarios that ship with authrig. */
export function exampleNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .toSorted();
}

/** The path of a shipped scenario. Throws `usage` for a name that is none. */
export function exampleFile(name: string): string {
  const names = exampleNames();
  if (names.includes(name)) return fileURLToPath(new URL(`${name}.yaml`, folder));
  const near = closest(name, names);
  const guess = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new CliError('usage', `There is no example "${name.slice(0, 40)}".${guess}`, {
    hint: `The examples are: ${names.join(', ')}.`,
  });
}
