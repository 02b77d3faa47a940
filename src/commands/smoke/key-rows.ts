import { parse } from 'csv-parse/sync';
import { CliError } from '../../errors.ts';

/** One row of a key file, as it stands there. */
export interface Row {
  readonly line: number;
  readonly provider: string;
  readonly label: string;
  /** Where the key is. */
  readonly source: string;
  /** What stands in further columns, where any of them is filled. */
  readonly others?: Readonly<Record<string, string>>;
}

/** Reads CSV, or NDJSON where the text begins with a brace. Throws `usage` naming file and line. */
export function readRows(text: string, path: string): Row[] {
  const plain = text.replace(/^\uFEFF/, '');
  return /^\s*\{/.test(plain) ? readLines(plain, path) : readCsv(plain, path);
}

/** What is wrong with a line; what stands in it is not repeated unless the caller does. */
export function wrongLine(path: string, line: number, problem: string, hint: string): CliError {
  return new CliError('usage', `${path}:${line} ${problem}.`, { hint });
}

function readLines(text: string, path: string): Row[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    const line = index + 1;
    if (content.trim() === '') return [];
    const mend = 'Each line is one object: {"provider":"juvlon","label":"shop 1","source":"env:SHOP_1"}';
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch {
      throw wrongLine(path, line, 'is not JSON', mend);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw wrongLine(path, line, 'is no JSON object', mend);
    return [rowOf(Object.entries(value), path, line)];
  });
}

function readCsv(text: string, path: string): Row[] {
  let names: readonly string[] | undefined;
  const rows: Row[] = [];
  try {
    parse(text, {
      delimiter: [',', ';', '\t'],
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      // Each record is taken and let go, so that a long list is not in memory twice.
      on_record: (record: readonly string[], { lines }) => {
        if (names === undefined) names = columnsOf(record, path, lines);
        else rows.push(rowOf(cellsOf(record, names, path, lines), path, lines));
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw notCsv(path, error);
  }
  if (names === undefined) throw wrongLine(path, 1, 'names no columns: the file is empty', firstLine);
  return rows;
}

const firstLine = 'Begin with a line of column names: provider,label,source';

/** csv-parse's own message quotes the line, which may hold a key that stands in the wrong place. */
function notCsv(path: string, error: unknown): CliError {
  const line =
    error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
  return wrongLine(
    path,
    line,
    'is not CSV: a quote is open, or stands inside a cell',
    'Double the quotes inside a cell, and close each one.',
  );
}

function columnsOf(names: readonly string[], path: string, line: number): readonly string[] {
  const known = names.map((name) => (name === 'key' ? 'source' : name));
  for (const needed of ['provider', 'label', 'source']) {
    if (!known.includes(needed)) throw wrongLine(path, line, `has no column "${needed}"`, firstLine);
  }
  const twice = known.find((name, at) => known.indexOf(name) !== at);
  if (twice !== undefined) throw wrongLine(path, line, `names the column "${twice}" twice`, firstLine);
  return known;
}

function cellsOf(
  record: readonly string[],
  names: readonly string[],
  path: string,
  line: number,
): [string, string][] {
  if (record.length > names.length)
    throw wrongLine(
      path,
      line,
      `has ${record.length} cells for ${names.length} columns`,
      'Put a cell that holds a comma into quotes.',
    );
  return names.map((name, at) => [name, record[at] ?? '']);
}

function rowOf(members: readonly (readonly [string, unknown])[], path: string, line: number): Row {
  const row = { provider: '', label: '', source: '' };
  let others: Record<string, string> | undefined;
  for (const [name, value] of members) {
    if (typeof value !== 'string')
      throw wrongLine(
        path,
        line,
        `has a "${name.slice(0, 40)}" that is no text`,
        'Put each value into quotes.',
      );
    const text = value.trim();
    if (name === 'provider' || name === 'label') row[name] = text;
    else if (name === 'source' || name === 'key') row.source = text;
    else if (text !== '') (others ??= Object.create(null) as Record<string, string>)[name] = text;
  }
  return { line, ...row, ...(others === undefined ? {} : { others }) };
}
