import type { Suggestion } from './live.ts';

/** Nobody waits longer for a list. In milliseconds. */
const patienceMs = 500;
const largestAnswer = 1024 * 1024;
/** A store may remember many that were killed. */
const mostTried = 4;

/** By kind: the route under `/__sandbox`, and the member of its answer that is the list. */
const lists = {
  'sign-ins': ['sessions', 'sessions'],
  recipients: ['outbox', 'messages'],
  faults: ['faults', 'faults'],
} as const;

/** Reads one list of the first sandbox on this machine that answers, newest first. Empty where none does. */
export async function askRunningSandbox(
  kind: keyof typeof lists,
  origins: readonly string[],
): Promise<readonly Suggestion[]> {
  const [route, member] = lists[kind];
  for (const origin of origins
    .filter((each) => /^http:\/\/127\.0\.0\.1:\d+$/.test(each))
    .slice(0, mostTried)) {
    const answer = await fetchJson(`${origin}/__sandbox/${route}`).catch(() => undefined);
    if (answer === undefined) continue;
    const found = listIn(answer, member)
      .toReversed()
      .flatMap((item) => suggestionOf(kind, item));
    return [...new Map(found)];
  }
  return [];
}

function suggestionOf(
  kind: keyof typeof lists,
  item: Readonly<Record<string, unknown>>,
): readonly Suggestion[] {
  const about = [item['kind'], item['provider']].filter((word) => typeof word === 'string').join(' ');
  const value = kind === 'recipients' ? item['to'] : item['id'];
  const isOver = kind === 'sign-ins' && item['state'] !== 'pending';
  return typeof value === 'string' && !isOver ? [[value, about]] : [];
}

function listIn(answer: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  const list: unknown =
    typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[name] : undefined;
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}

/** The client of the commands costs as much again as all of this. */
async function fetchJson(url: string): Promise<unknown> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    const request = get(url, { timeout: patienceMs, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (text.length > largestAnswer) request.destroy(new Error('too long'));
      });
      response.once('error', reject).once('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    request.once('error', reject).once('timeout', () => request.destroy(new Error('too slow')));
  });
}
