import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { parseSecretSource, type SecretSource } from '../../flow/source.ts';
import { readBounded } from '../../flow/sources/bounded-read.ts';
import { closest } from '../../settings/closest.ts';
import { checkSetting } from '../../settings/settings.ts';
import { plainLine } from '../../terminal/plain.ts';
import { placeUnder } from './kept-keys.ts';
import { type Row, readRows, wrongLine } from './key-rows.ts';
import type { Examiner, Target } from './target.ts';

const largestFile = 64 * 1024 * 1024;

/**
 * The keys that a file lists: CSV with a line of column names, or NDJSON. A row has a `provider`, a `label`, and the
 * `source` where its key is found; further columns are settings of the provider. Throws `usage` with the line for
 * what is wrong with any of them, so that nothing is asked about half a list.
 */
export async function listedKeys(
  context: Pick<Context, 'settings' | 'signal' | 'sandbox' | 'clock'>,
  path: string,
  examiners: readonly Examiner[],
): Promise<Target[]> {
  const byName = new Map(examiners.map((examiner) => [examiner.card.name, examiner]));
  const places = new Map<string, Pick<Target, 'baseUrl' | 'settings'>>();
  const seen = new Map<string, number>();
  return readRows(await textOf(path, context), path).map((row) => {
    const examiner = byName.get(row.provider);
    if (examiner === undefined) throw unknownProvider(row, path, [...byName.keys()]);
    const label = plainLine(row.label, 100);
    if (label === '') throw wrongLine(path, row.line, 'has no label', 'Give each key a label of its own.');
    const id = `${row.provider} ${label}`;
    const before = seen.get(id);
    if (before !== undefined) {
      const mend = 'Give each key of a provider a label of its own.';
      throw wrongLine(path, row.line, `repeats the label "${label}" of line ${before}`, mend);
    }
    seen.set(id, row.line);
    const place = places.get(row.provider) ?? placeUnder(context, examiner);
    places.set(row.provider, place);
    return {
      examiner,
      profile: label,
      ...withSettings(place, row, path, examiner, context.sandbox !== undefined),
      key: { source: sourceOf(row, path), option: `${path}:${row.line}` },
      place: { file: path, line: row.line, column: 1 },
    };
  });
}

/** A pipe's writer is waited for, until the run is stopped. */
async function textOf(path: string, { clock, signal }: Pick<Context, 'clock' | 'signal'>): Promise<string> {
  const tooLarge = (): CliError =>
    new CliError('usage', `--keys names a file of more than 64 MB: ${path}`, { hint: 'Split it.' });
  const limits = { option: '--keys', limitBytes: largestFile, clock, signal, awaitWriter: true, tooLarge };
  const content = await readBounded(path, limits);
  if (content === undefined) throw unreadable(path, 'does not exist');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content.bytes);
  } catch (error) {
    throw unreadable(path, 'is not UTF-8 text', error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): CliError {
  return new CliError('usage', `The key file ${path} ${why}.`, {
    hint: 'Name a CSV file with the columns provider, label and source, or NDJSON: authrig smoke --keys keys.csv',
    ...(cause === undefined ? {} : { cause }),
  });
}

function unknownProvider({ provider, line }: Row, path: string, names: readonly string[]): CliError {
  if (provider === '') return wrongLine(path, line, 'names no provider', `There are: ${names.join(', ')}.`);
  const near = closest(provider, names);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const problem = `names a provider that there is not: ${plainLine(provider, 40)}`;
  return wrongLine(path, line, problem, `${meant}There are: ${names.join(', ')}.`);
}

/** What stands in the place of a source may be the key itself, so it is not repeated. */
function sourceOf({ source, line }: Row, path: string): SecretSource {
  const forms = 'Say where the key is: env:NAME, file:PATH, cmd:COMMAND or url:URL.';
  if (source === '') throw wrongLine(path, line, 'has no source', forms);
  let parsed: SecretSource;
  try {
    parsed = parseSecretSource(source, '--keys');
  } catch {
    throw wrongLine(path, line, 'does not say where its key is', `${forms} A key itself is refused here.`);
  }
  if (parsed.kind === 'prompt' || parsed.kind === 'stdin')
    throw wrongLine(
      path,
      line,
      `can't be read from ${parsed.kind}, which is there once for many keys`,
      forms,
    );
  return parsed;
}

function withSettings(
  place: Pick<Target, 'baseUrl' | 'settings'>,
  { others, line }: Row,
  path: string,
  { card }: Examiner,
  sandboxed: boolean,
): Pick<Target, 'baseUrl' | 'settings'> {
  if (others === undefined) return place;
  const settings: Record<string, string> = { ...place.settings, baseUrl: place.baseUrl };
  for (const [name, value] of Object.entries(others)) {
    const definition = card.settings.find((each) => each.name === `${card.name}.${name}`);
    if (definition === undefined || definition.secret === true) {
      const known = card.settings.filter(({ secret }) => secret !== true);
      const names = known.map((each) => each.name.slice(card.name.length + 1)).join(', ');
      const problem = `has a value for ${plainLine(name, 40)}, which is no setting of ${card.name}`;
      throw wrongLine(
        path,
        line,
        problem,
        `Its settings are: ${names}. Leave the cell empty for other providers.`,
      );
    }
    const verdict = checkSetting(definition, value);
    if (verdict !== true) throw wrongLine(path, line, `has an unusable ${name}: ${verdict}`, 'Correct it.');
    if (sandboxed && name.endsWith('Url'))
      throw wrongLine(
        path,
        line,
        `has a ${name} of its own, and --sandbox brings its own`,
        'Leave one of the two out.',
      );
    settings[name] = value;
  }
  const { baseUrl = place.baseUrl, ...rest } = settings;
  return { baseUrl, settings: rest };
}
