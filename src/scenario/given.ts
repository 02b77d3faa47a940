import { CliError } from '../errors.ts';
import { parseSecretSource, parseSource } from '../flow/source.ts';
import type { VerbCard, VerbOption } from '../verbs.ts';
import { meant, type Place, type Problems, quoted } from './problems.ts';
import { fill, fillText, referencesIn, type Variables } from './template.ts';
import type { Entry, Node } from './yaml.ts';

/** Options that the run itself decides, for all steps alike. */
const ofTheRun = new Set(['sandbox', 'json', 'field', 'input', 'no-input', 'color', 'verbose', 'quiet']);
/** Sources that need somebody at the keyboard or a pipe of the step's own. */
const attended = new Set(['prompt', 'stdin']);

/** Checks the options and arguments of a step against the command's own, as far as that goes without their variables. */
export function checkGiven(
  verb: VerbCard,
  place: Place,
  given: ReadonlyMap<string, Entry>,
  problems: Problems,
): void {
  for (const [name, { place: at, value }] of given) {
    const option = verb.options.get(name);
    const input = verb.inputs.find((each) => each.name === name);
    if (option !== undefined) checkOption(option, value, problems);
    else if (input !== undefined) checkValue(name, value, input.variadic, problems);
    else if (verb.options.has(`no-${name}`)) checkSwitch(name, value, problems);
    else problems.add(at, unknownOption(verb, name));
  }
  for (const { name, required } of verb.inputs)
    if (required && !given.has(name)) problems.add(place, `${verb.name} needs ${quoted(name)}.`);
}

function unknownOption(verb: VerbCard, name: string): string {
  if (name.startsWith('-'))
    return `Options are written without their dashes: ${quoted(name.replace(/^-+/, ''))}.`;
  if (verb.options.has(`${name}-from`))
    return `${quoted(name)} is a secret, and no value of a file: give its source as ${name}-from, such as env:NAME.`;
  if (ofTheRun.has(name)) return `${quoted(name)} is decided for the whole run, and by no step of its own.`;
  const known = [...verb.options.keys(), ...verb.inputs.map((input) => input.name)];
  return `${verb.name} has no option ${quoted(name)}.${meant(name, known)}`;
}

function checkOption(option: VerbOption, value: Node, problems: Problems): void {
  const { name, takesValue, choices, isSource } = option;
  if (!takesValue) return checkSwitch(name, value, problems);
  if (!checkValue(name, value, false, problems)) return;
  if (value.kind !== 'scalar' || referencesIn(value).length > 0) return;
  if (choices !== undefined && !choices.includes(value.text))
    problems.add(value.place, `${name} does not take ${quoted(value.text)}.${meant(value.text, choices)}`);
  if (isSource) checkSource(name, value.text, value.place, problems);
}

/** What was written may be the secret itself, so it is not repeated. */
function checkSource(name: string, text: string, place: Place, problems: Problems): void {
  const isOfCode = name.endsWith('otp-from');
  if (attended.has(text)) {
    problems.add(
      place,
      `${name} can't be ${text} here: nobody is asked while a scenario runs. Give env:NAME, file:PATH or cmd:COMMAND.`,
    );
    return;
  }
  try {
    if (isOfCode) parseSource(text, name);
    else parseSecretSource(text, name);
  } catch {
    const forms = isOfCode ? 'cmd:COMMAND, url:URL or sandbox' : 'env:NAME, file:PATH or cmd:COMMAND';
    const what = isOfCode ? 'the source of a code' : 'no secret but its source';
    problems.add(place, `${name} takes ${what}, such as ${forms}.`);
  }
}

function checkValue(name: string, value: Node, many: boolean, problems: Problems): boolean {
  const values = many && value.kind === 'list' ? value.items : [value];
  const wrong = values.find((each) => each.kind !== 'scalar' || each.value === null);
  if (wrong !== undefined) problems.add(wrong.place, `${name} takes a text or a number.`);
  return wrong === undefined;
}

function checkSwitch(name: string, value: Node, problems: Problems): void {
  const known = value.kind === 'scalar' && typeof value.value === 'boolean';
  if (!known && referencesIn(value).length === 0) problems.add(value.place, `${name} takes true or false.`);
}

/** The command line of a step, with its variables filled in. Throws `usage` where one can't be what it has to be. */
export function commandLine(
  verb: VerbCard,
  given: ReadonlyMap<string, Entry>,
  variables: Variables,
): string[] {
  const options = [...given].flatMap(([name, { value }]) => {
    if (verb.inputs.some((input) => input.name === name)) return [];
    const option = verb.options.get(name);
    return option?.takesValue === true
      ? [`--${name}=${fillText(value, variables)}`]
      : switchOf(verb, name, fill(value, variables));
  });
  const inputs = verb.inputs.flatMap(({ name }) => {
    const value = given.get(name)?.value;
    if (value === undefined) return [];
    return value.kind === 'list'
      ? value.items.map((item) => fillText(item, variables))
      : [fillText(value, variables)];
  });
  return [...verb.name.split(' '), ...options, ...(inputs.length === 0 ? [] : ['--', ...inputs])];
}

/** A switch that is off is left out, unless the command has a word for it. */
function switchOf({ options }: VerbCard, name: string, value: unknown): string[] {
  const on = value === true || value === 'true';
  if (!on && value !== false && value !== 'false')
    throw new CliError('usage', `${name} takes true or false, and its variable is neither.`, {
      hint: 'Give the variable one of the two: --var NAME=true',
    });
  const opposite = name.startsWith('no-') ? name.slice(3) : `no-${name}`;
  const word = on ? name : opposite;
  return options.has(word) ? [`--${word}`] : [];
}

/** The variables of the scenario that the sources of a step name, as `env:NAME`: the step's environment. */
export function environmentOf(
  verb: VerbCard,
  given: ReadonlyMap<string, Entry>,
  variables: Variables,
): Record<string, string> {
  const names = [...given].flatMap(([name, { value }]) => {
    if (verb.options.get(name)?.isSource !== true) return [];
    return /^env:(\w+)$/.exec(fillText(value, variables))?.[1] ?? [];
  });
  return Object.fromEntries(
    names.flatMap((name) => (variables.has(name) ? [[name, String(variables.get(name))]] : [])),
  ) as Record<string, string>;
}
