import type { HttpRequest } from '../http/http.ts';
import { decode } from '../recording/hide.ts';
import { shellWord, shouted, valueOf, type Variable } from './shell.ts';

/** A call that would be made. */
export interface Call {
  readonly request: HttpRequest & { readonly call: NonNullable<HttpRequest['call']> };
  /** What the sandbox answered in the vendor's stead; undefined where it gave no answer. */
  readonly answer: string | undefined;
}

/** What the values in the calls stand for. */
export interface Meaning {
  /** Of settings, and of what is kept, by variable. */
  readonly variables: readonly Variable[];
  /** What was typed, and so stays as it is. */
  readonly typed: ReadonlySet<string>;
  /** Codes that come by mail or phone once the call before them is made. */
  readonly sent: ReadonlySet<string>;
  /** True where a browser comes back to a server of ours, which no curl does. */
  readonly goesOn: boolean;
}

/** Calls as commands: the whole script, and each curl of it. */
export interface Script {
  readonly text: string;
  readonly commands: readonly string[];
  /** The variables that must be set before, by name. */
  readonly needed: readonly string[];
}

const member = String.raw`member() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" | head -n 1; }`;

/** Writes calls down so that a POSIX shell makes them, each with what the answers before it brought. */
export function scriptOf(calls: readonly Call[], meaning: Meaning): Script {
  const variables: Variable[] = [...meaning.variables];
  const steps: string[] = [];
  const commands: string[] = [];
  const provided = new Set<string>();
  const distinct = calls.filter((call, at) => at === 0 || !isSame(call, calls[at - 1]));
  for (const [index, call] of distinct.entries()) {
    const asked = secretsIn(call, variables, meaning);
    variables.push(...asked);
    const command = curlOf(call.request, variables);
    commands.push(command);
    const questions = asked.filter(({ value }) => index > 0 && meaning.sent.has(value));
    const later = distinct.slice(index + 1);
    const brought = broughtBy(call, later, variables).filter(({ value }) => !meaning.typed.has(value));
    variables.push(...brought);
    for (const { name } of [...questions, ...brought]) provided.add(name);
    const { provider, operation } = call.request.call;
    const again = calls.some((each, at) => at > 0 && isSame(each, calls[at - 1]) && isSame(each, call));
    steps.push(
      [
        `# ${provider} ${operation}${again ? ', again every 5 s while nothing is decided' : ''}`,
        ...questions.map(({ name }) => questionFor(name)),
        ...(brought.length === 0
          ? [command]
          : [
              `answer=$(${command})`,
              `printf '%s\\n' "$answer"`,
              ...brought.map(
                ({ name, member: from }) => `${name}=$(printf '%s\\n' "$answer" | member ${from})`,
              ),
            ]),
      ].join('\n'),
    );
  }
  if (meaning.goesOn)
    steps.push('# The rest happens in a browser, and at a callback server, which curl is not.');
  const used = variables.filter((variable) => commands.some((each) => each.includes(valueOf(variable))));
  const names = new Set(used.map(({ name }) => name));
  const needed = [...names].filter((name) => !provided.has(name)).toSorted();
  const calling = steps.join('\n\n');
  const text = [
    // In $(…) an unset variable would end nothing but that.
    ...(needed.length === 0 ? [] : [`: ${needed.map((name) => valueOf({ name })).join(' ')}`]),
    ...(calling.includes('| member ') ? [member] : []),
    calling,
  ].join('\n\n');
  return { text, commands, needed };
}

function questionFor(name: string): string {
  return `printf '%s: ' ${name} >&2; read -r ${name}`;
}

function isSame(call: Call, other: Call | undefined): boolean {
  const key = ({ request }: Call): string =>
    JSON.stringify([request.method, request.url, request.headers, request.body]);
  return other !== undefined && key(call) === key(other);
}

function curlOf({ method, url, headers, body }: HttpRequest, variables: readonly Variable[]): string {
  const [address = '', query = ''] = url.split('?');
  const sent = { ...headers };
  if (!Object.keys(headers).some((name) => name.toLowerCase() === 'accept'))
    sent['Accept'] = 'application/json';
  const options = Object.entries(sent).map(
    ([name, value]) => `-H ${shellWord(`${name}: ${value}`, variables)}`,
  );
  const pairs = query.split('&').filter((pair) => pair !== '');
  const inQuery = pairs.map((pair) => `--data-urlencode ${shellWord(decode(pair), variables)}`);
  // Escapes of JSON are left to the value: one that needs them would have to be escaped by hand.
  const payload = body === undefined ? [] : [`--data-raw ${shellWord(body, variables)}`];
  return [
    `curl -sS${inQuery.length === 0 ? '' : ' -G'} -X ${method} ${shellWord(address, variables)}`,
    ...options,
    ...inQuery,
    ...payload,
  ].join(' \\\n  ');
}

/** What is secret in a request and has no variable yet: it gets one by its provider and its own name. */
function secretsIn({ request }: Call, known: readonly Variable[], { typed }: Meaning): Variable[] {
  const { provider, sentSecrets } = request.call;
  const names = new Set(sentSecrets.map((name) => name.toLowerCase()));
  return membersOf(request)
    .filter(([name, value]) => names.has(name.toLowerCase()) && value !== '' && !typed.has(value))
    .filter(([, value]) => !known.some((variable) => value.includes(variable.value)))
    .map(([name, value]) => ({ value, name: `AUTHRIG_${shouted(provider)}_${shouted(name)}` }));
}

/** Every header, parameter and member of the body, by its name. */
export function membersOf({ headers, body = '', url }: HttpRequest): (readonly [string, string])[] {
  const query = [...new URL(url).searchParams];
  return [...Object.entries(headers), ...query, ...textsIn(body)];
}

/** Every text and number under a name in JSON; nothing for what is none. */
export function textsIn(json: string): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string' || typeof value === 'number') found.push([name, String(value)]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, Array.isArray(value) ? name : key);
  };
  try {
    visit(JSON.parse(json), '');
  } catch {
    return [];
  }
  return found;
}

/** What an answer brings that a later call sends, by a variable of its name. */
function broughtBy(
  { answer = '' }: Call,
  later: readonly Call[],
  known: readonly Variable[],
): (Variable & { readonly member: string })[] {
  const sent = later.flatMap(({ request }) => membersOf(request).map(([, value]) => value));
  return textsIn(answer)
    .filter(([, value]) => value.length >= 6 && sent.some((text) => text.includes(value)))
    .filter(([, value]) => !known.some((variable) => variable.value === value))
    .map(([name, value]) => ({ value, member: name, name: shouted(name).toLowerCase() }));
}
