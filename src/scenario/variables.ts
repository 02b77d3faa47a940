import type { Context } from '../context.ts';
import { meant, placeText, type Place, type Problems, quoted } from './problems.ts';
import { builtIn, type Declared, type Scenario } from './scenario.ts';
import { fill, referencesIn, type Variables } from './template.ts';
import type { Node } from './yaml.ts';

/** Values from outside, by name. */
export interface Given {
  /** `--var NAME=VALUE` */
  readonly flags: Readonly<Record<string, string>>;
  /** `--var-file FILE` */
  readonly file: ReadonlyMap<string, Node>;
  readonly env: Context['env'];
  readonly sandbox: boolean;
}

/** A file with one row of its matrix, and all that is known before its first step. */
export interface Row {
  /** `algorithm=SHA1, digits=6`; empty without a matrix. */
  readonly label: string;
  readonly variables: Variables;
}

/**
 * Settles the variables of a file, once for each row of its matrix: `--var`, then the file of `--var-file`, then the
 * environment, then what is written. What nobody gives is told, and what is made of itself. Secrets are learnt.
 */
export function settleRows(
  scenario: Scenario,
  given: Given,
  learn: (secret: string) => void,
  problems: Problems,
): Row[] {
  const secrets = settleSecrets(scenario, given, learn, problems);
  return rowsOf(scenario).map((row, index) => ({
    label: [...row].map(([name, { text }]) => `${name}=${text}`).join(', '),
    variables: settle(scenario, row, secrets, given, index === 0 ? problems : silent),
  }));
}

/** The second row of a matrix has the same problems as the first. */
const silent: Problems = { found: [], add: () => {} };

function settleSecrets(
  { secrets }: Scenario,
  { env }: Given,
  learn: (secret: string) => void,
  problems: Problems,
): Map<string, string> {
  const settled = new Map<string, string>();
  for (const [name, { place, env: variable = '' }] of secrets) {
    const value = env[variable] ?? '';
    if (value === '') {
      if (variable !== '') problems.add(place, `The secret ${quoted(name)} is not there: set ${variable}.`);
    } else learn(value);
    settled.set(name, value);
  }
  return settled;
}

type Cell = Extract<Node, { kind: 'scalar' }>;

/** Every combination of the matrix, the last dimension fastest; one empty row without a matrix. */
function rowsOf({ matrix }: Scenario): Map<string, Cell>[] {
  return matrix.reduce<Map<string, Cell>[]>(
    (rows, { name, values }) =>
      rows.flatMap((row) =>
        values.flatMap((value) => (value.kind === 'scalar' ? [new Map([...row, [name, value]])] : [])),
      ),
    [new Map()],
  );
}

function settle(
  { vars }: Scenario,
  row: ReadonlyMap<string, Cell>,
  secrets: ReadonlyMap<string, string>,
  given: Given,
  problems: Problems,
): Variables {
  const settled = new Map<string, unknown>([[builtIn, given.sandbox], ...secrets]);
  const open: string[] = [];

  function follow(name: string, place: Place): void {
    if (settled.has(name)) return;
    const source = sourceOf(name, vars.get(name), row, given);
    if (open.includes(name)) {
      problems.add(
        place,
        `${quoted(name)} is made of itself: ${[...open.slice(open.indexOf(name)), name].join(' -> ')}.`,
      );
      settled.set(name, '');
    } else if (source === undefined) {
      problems.add(place, missing(name, vars, settled));
      settled.set(name, '');
    } else if (typeof source === 'string') settled.set(name, source);
    else {
      open.push(name);
      for (const reference of referencesIn(source, problems)) follow(reference.name, reference.place);
      open.pop();
      if (!settled.has(name)) settled.set(name, fill(source, settled));
    }
  }

  for (const [name, node] of row) follow(name, node.place);
  for (const [name, { place }] of vars) follow(name, place);
  return settled;
}

function missing(name: string, vars: ReadonlyMap<string, Declared>, settled: Variables): string {
  const declared = vars.get(name);
  if (declared === undefined)
    return `There is no variable ${quoted(name)}.${meant(name, [...vars.keys(), ...settled.keys()])}`;
  const variable = declared.env === undefined ? '' : `, or set ${declared.env}`;
  return `${quoted(name)} has no value: give it with --var ${name}=…${variable}.`;
}

function sourceOf(
  name: string,
  declared: Declared | undefined,
  row: ReadonlyMap<string, Cell>,
  { flags, file, env }: Given,
): string | Node | undefined {
  const cell = row.get(name);
  if (cell !== undefined) return cell;
  if (declared === undefined) return undefined;
  if (Object.hasOwn(flags, name)) return flags[name];
  return file.get(name) ?? (env[declared.env ?? ''] || undefined) ?? declared.value;
}

/** A --var that no file declares is a mistake in its name. */
export function checkFlags(
  flags: Given['flags'],
  scenarios: readonly Scenario[],
): { readonly name: string; readonly hint: string } | undefined {
  const known = [...new Set(scenarios.flatMap(({ vars }) => [...vars.keys()]))];
  const name = Object.keys(flags).find((flag) => !known.includes(flag));
  const first = scenarios[0];
  return name === undefined
    ? undefined
    : {
        name,
        hint:
          meant(name, known).trim() ||
          `Declare it first under vars, in ${first === undefined ? 'the file' : placeText(first.place)}.`,
      };
}
