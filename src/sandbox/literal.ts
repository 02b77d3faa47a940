import type { Table } from './table.ts';
import type { SandboxAnswer, SandboxRequest } from './vendor.ts';

/**
 * ALL-12: answers in the very text of the vendor's page. What the page prints in place of a real token or id is
 * remembered in `aliases`, so that a client which sends it back is understood.
 */
export interface Literal {
  /** The request with the page's values exchanged for those that this sandbox handed out. */
  read(request: SandboxRequest): SandboxRequest;
  /** The page's answer that is most like this one; the answer as it is where the page shows none. */
  write(endpoint: Printed, answer: SandboxAnswer): SandboxAnswer;
}

interface Printed {
  readonly examples: readonly string[];
  readonly refusals?: readonly string[];
}

type Leaf = readonly [name: string, value: string | number | boolean | null];

export function createLiteral(aliases: Table<string>): Literal {
  const exchange = (text: string): string =>
    aliases.keys().reduce((read, printed) => read.replaceAll(printed, aliases.get(printed) ?? printed), text);

  return {
    read: (request) => ({
      ...request,
      body: exchange(request.body),
      query: new URLSearchParams(exchange(request.query.toString())),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, exchange(value)]),
      ),
    }),
    write: ({ examples, refusals = [] }, answer) => {
      const leaves = leavesOf(answer.body);
      const [best] = [...examples, ...refusals]
        .map((text) => ({ text, likeness: likeness(text, leaves) }))
        .toSorted((one, other) => other.likeness - one.likeness);
      if (best === undefined || best.likeness === 0) return answer;
      for (const [name, value] of leaves) {
        const printed = printedText(best.text, name);
        if (printed !== undefined && typeof value === 'string' && isHandle(name, printed, value))
          aliases.set(printed, value);
      }
      const headers = { 'content-type': 'application/json', ...answer.headers };
      return { ...answer, headers, body: best.text };
    },
  };
}

/** Every member of the answer that is no object or list, at any depth. */
function leavesOf(body: unknown): Leaf[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]): Leaf[] =>
    typeof value === 'object' && value !== null ? leavesOf(value) : [[name, value as Leaf[1]]],
  );
}

/** A member that stands in both counts once, and three times with the same value. */
function likeness(text: string, leaves: readonly Leaf[]): number {
  return leaves.reduce((sum, [name, value]) => {
    const printed = new RegExp(`"${name}"\\s*:\\s*("[^"]*"|[^\\s,}/]+)`).exec(text)?.[1];
    if (printed === undefined) return sum;
    return sum + (printed === JSON.stringify(value) ? 3 : 1);
  }, 0);
}

function printedText(text: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`).exec(text)?.[1];
}

/** What a client sends back later: tokens and ids, and nothing that is the same on the page. */
function isHandle(name: string, printed: string, value: string): boolean {
  return /token|transactionId$/i.test(name) && printed.length >= 5 && printed !== value;
}
