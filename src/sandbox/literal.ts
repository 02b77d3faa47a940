import type { Table } from './table.ts';
import type { SandboxAnswer, SandboxRequest } from './vendor.ts';

/**
 * ALL-12: answers in the very text of the vendor's page. What the page prints in place of a real token or id is
 * remembered in `aliases`, so that a client which sends it back is understood: as the newest one that it stood for.
 */
export interface Literal {
  /** The request with the page's values exchanged for those that this sandbox handed out. */
  read(request: SandboxRequest): SandboxRequest;
  /** The page's answer that is most like this one; the answer as it is where the page shows none of its outcome. */
  write(endpoint: Printed, request: SandboxRequest, answer: SandboxAnswer): SandboxAnswer;
  /** A text in which what this sandbox handed out stands as the page prints it: for the vendor's own pages and notices. */
  show(text: string): string;
}

interface Printed {
  readonly examples: readonly string[];
  readonly refusals?: readonly string[];
}

/** Members that are no object or list, by their path, as the text that stands for them. */
type Leaves = ReadonlyMap<string, string>;

export function createLiteral(aliases: Table<string>): Literal {
  const exchange = (text: string): string =>
    aliases
      .keys()
      .reduce((read, printed) => read.replaceAll(printed, () => aliases.get(printed) ?? printed), text);

  return {
    show: (text) =>
      aliases
        .keys()
        .reduce((shown, printed) => shown.replaceAll(aliases.get(printed) ?? printed, () => printed), text),
    read: (request) => ({
      ...request,
      body: exchange(request.body),
      query: new URLSearchParams(
        [...request.query].map(([name, value]): [string, string] => [name, exchange(value)]),
      ),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, exchange(value)]),
      ),
    }),
    write: ({ examples, refusals = [] }, request, answer) => {
      const leaves = leavesOf(answer.body);
      const [best] = [...examples, ...refusals]
        .map((text) => ({ text, printed: printedLeaves(text) }))
        .filter(({ printed }) => isSameOutcome(printed, leaves) && likeness(printed, leaves) > 0)
        .toSorted((one, other) => likeness(other.printed, leaves) - likeness(one.printed, leaves));
      if (best === undefined) return answer;
      for (const [path, value] of leaves) {
        const printed = best.printed.get(path);
        if (printed !== undefined && isHandle(path, printed, value) && !isSent(request, value))
          aliases.set(printed, value);
      }
      const headers = { 'content-type': 'application/json', ...answer.headers };
      return { ...answer, headers, body: best.text };
    },
  };
}

function leavesOf(body: unknown): Leaves {
  const leaves = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) leaves.set(path, String(value));
    else for (const [name, member] of Object.entries(value)) visit(member, `${path}/${name}`);
  };
  visit(body, '');
  return leaves;
}

/** Reads what is printed, and much of it is no JSON: comments, and members without a comma between them. */
function printedLeaves(text: string): Leaves {
  const leaves = new Map<string, string>();
  const path: string[] = [];
  let name = '';
  const bare = text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/.*/g, '$1');
  for (const [token, key, value] of bare.matchAll(
    /"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"|[^\s",{}[\]]+)?|[{}]/g,
  )) {
    if (token === '{') path.push(name);
    else if (token === '}') path.pop();
    else {
      name = key ?? '';
      if (value !== undefined)
        leaves.set([...path, name].join('/'), value.startsWith('"') ? textOf(value) : value);
    }
  }
  return leaves;
}

function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

/** What a client decides by: a wrong code must not be told in the words for a wrong key, or for a right one. */
const outcome = /\/(?:status|code|success|verify|error|risk|pin|requires2FA|accessToken|message)$/;
/** Of these it counts that they are there, and not what they say. */
const wording = /\/(?:accessToken|message)$/;

function isSameOutcome(printed: Leaves, leaves: Leaves): boolean {
  const paths = [...printed.keys(), ...leaves.keys()].filter((path) => outcome.test(path));
  return paths.every((path) => {
    const [one, other] = [printed.get(path), leaves.get(path)];
    return one !== undefined && other !== undefined && (one === other || wording.test(path));
  });
}

/** Every member that stands in both counts once, and three times with the same value. */
function likeness(printed: Leaves, leaves: Leaves): number {
  return [...leaves].reduce((sum, [path, value]) => {
    const other = printed.get(path);
    return other === undefined ? sum : sum + (other === value ? 3 : 1);
  }, 0);
}

/** What a client sends back later: tokens and ids, and nothing that is the same on the page. */
function isHandle(path: string, printed: string, value: string): boolean {
  return /(?:token|transactionId)$/i.test(path) && printed.length >= 5 && printed !== value;
}

/** Where the client named it itself, as Juvlon's token, nothing was handed out. */
function isSent({ body, headers }: SandboxRequest, value: string): boolean {
  return body.includes(value) || Object.values(headers).some((header) => header.includes(value));
}
