import type { State } from '../explain/case.ts';
import type { HttpAnswer } from '../http/http.ts';
import type { HarEntry } from './recording.ts';

/** How an exchange left its sign-in, where that can be told. */
export type StateOf = (entry: HarEntry) => State | undefined;

/** Why the answer of today belongs to another outcome than the recorded one; undefined where it belongs to the same. */
export type Otherwise = (entry: HarEntry, now: HttpAnswer) => string | undefined;

/**
 * A refusal has causes beside the calls: who the recipient is, how late it is, how often somebody asked. They are in no
 * recording, and where they are missing today's answer, and those after it, say nothing of the vendor. Takes the calls in
 * their order.
 */
export function createOutcomes(stateOf: StateOf): Otherwise {
  const elsewhere = new Set<string>();
  return (entry, now) => {
    const { _authrig: exchange } = entry;
    const provider = exchange?.provider ?? '';
    const [then, today] = [stateOf(entry), stateOf(answeredBy(entry, now))];
    const came = elsewhere.has(provider);
    const why = came
      ? 'the calls before it came out otherwise'
      : whyOtherwise(entry, now.status, then, today);
    if (why !== undefined || then !== today) elsewhere.add(provider);
    return why;
  };
}

function whyOtherwise(
  { response }: HarEntry,
  status: number,
  then: State | undefined,
  today: State | undefined,
): string | undefined {
  if (then === 'lost') return 'no answer came then, and what led to that is not in the recording';
  if (then !== 'bad') return undefined;
  const was = `it was refused then (HTTP ${response.status})`;
  if (today !== 'bad') return `${was} and is not now: what led to the refusal is not in the recording`;
  if (status === response.status) return undefined;
  return `${was} and is now for another reason (HTTP ${status}): what led to the first is not in the recording`;
}

/** The call as if it had been answered like this then. */
function answeredBy(entry: HarEntry, { status, headers, body }: HttpAnswer): HarEntry {
  const content = { size: body.length, mimeType: headers['content-type'] ?? '', text: body };
  return { ...entry, response: { ...entry.response, status, content } };
}
