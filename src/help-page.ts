import type { Command, Help, Option } from 'commander';
import { exitCodes } from './errors.ts';
import { type Notes, notesOf } from './notes.ts';
import type { Verb } from './program.ts';
import { wrap } from './terminal/wrap.ts';

/** The heading of options that name none. */
const ownOptions = 'Options:';

/**
 * The help of a command, in the order in which it is read: what it is for, lines to copy, what it takes, how it ends, what
 * comes next. It replaces the parser's own page, whose parts it is made of.
 */
export function helpPage(command: Verb, helper: Help): string {
  const notes = notesOf(command);
  const width = helper.helpWidth ?? 80;
  const terms = helper.padWidth(command, helper);
  const item = (term: string, text: string): string => helper.formatItem(term, terms, text, helper);
  const globals = helper.visibleGlobalOptions(command).filter(({ long }) => long !== '--version');
  const options = helper.visibleOptions(command);
  const listed = (chosen: readonly Option[]): string[] =>
    chosen.map((option) => item(helper.optionTerm(option), helper.optionDescription(option)));
  const inherits = command.parent !== null;
  const groups = groupsOf(options.filter(({ long }) => !inherits || long !== '--help'));
  const commands = groupBy(helper.visibleCommands(command), (each) => each.helpGroup() || 'Commands:');

  return [
    `Usage: ${helper.commandUsage(command)}`,
    helper.boxWrap(helper.commandDescription(command), width),
    exampleSection(notes ?? { examples: firstExamples(command) }),
    section(
      'Arguments:',
      helper
        .visibleArguments(command)
        .map((argument) => item(helper.argumentTerm(argument), helper.argumentDescription(argument))),
    ),
    wordSection(notes, item),
    ...[...commands].map(([heading, members]) =>
      section(
        heading,
        members.map((each) => item(helper.subcommandTerm(each), helper.subcommandDescription(each))),
      ),
    ),
    ...groups.map(([heading, members]) => section(heading, listed(members))),
    section(
      'Options of every command:',
      inherits ? listed([...globals, ...options.filter(({ long }) => long === '--help')]) : [],
    ),
    fieldSection(command, width),
    exitSection(notes, item),
    nextSection(command, notes),
  ]
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('\n');
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [heading, ...lines].join('\n');
}

function exampleSection({ examples }: Pick<Notes, 'examples'>): string {
  return section(
    examples.length === 1 ? 'Example:' : 'Examples:',
    examples.flatMap(([shows, line]) => [`  # ${shows}`, `  ${line}`]),
  );
}

function wordSection(notes: Notes | undefined, item: (term: string, text: string) => string): string {
  const { heading, rows } = notes?.words ?? { heading: '', rows: [] };
  return section(
    heading,
    rows.map(([word, says]) => item(word, says)),
  );
}

/** A noun shows what its first verb begins with. */
function firstExamples({ commands }: Command): Notes['examples'] {
  const [first] = commands;
  return (first === undefined ? undefined : notesOf(first))?.examples.slice(0, 1) ?? [];
}

function fieldSection({ declared }: Verb, width: number): string {
  const fields = declared?.fields;
  if (fields === undefined) return '';
  return section('Fields of the result, for --field:', [
    `  ${wrap(fields.join(', '), width - 2).replaceAll('\n', '\n  ')}`,
  ]);
}

function exitSection(notes: Notes | undefined, item: (term: string, text: string) => string): string {
  const lines = exitRows(notes).map(([code, kind, text]) => item(`${code} ${kind}`.trim(), text));
  return section('Exit codes (all of them: authrig help exit-codes):', lines);
}

/** The exit codes that a command explains, lowest first: code, kind (none for success) and when. */
export function exitRows(
  notes: Notes | undefined,
): readonly (readonly [code: number, kind: string, when: string])[] {
  const rows = Object.entries(notes?.exits ?? {}).map(([kind, when]) =>
    kind === 'ok'
      ? ([0, '', when] as const)
      : ([exitCodes[kind as keyof typeof exitCodes], kind, when] as const),
  );
  return rows.toSorted(([one], [other]) => one - other);
}

function nextSection(command: Command, notes: Notes | undefined): string {
  if (notes?.next !== undefined)
    return section(
      'Next:',
      notes.next.map((line) => `  ${line}`),
    );
  const names = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return command.commands.length === 0 ? '' : `Help on one of them:\n  ${names.join(' ')} COMMAND --help`;
}

/** Options by their heading, those without one first. */
function groupsOf(options: readonly Option[]): (readonly [string, readonly Option[]])[] {
  const groups = [...groupBy(options, ({ helpGroupHeading }) => helpGroupHeading ?? ownOptions)];
  return groups.toSorted(([one], [other]) => Number(other === ownOptions) - Number(one === ownOptions));
}

function groupBy<T>(items: readonly T[], headingOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const heading = headingOf(item);
    groups.set(heading, [...(groups.get(heading) ?? []), item]);
  }
  return groups;
}
