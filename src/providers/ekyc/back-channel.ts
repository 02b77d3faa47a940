import { plainLine } from '../../terminal/plain.ts';
import { isSame } from '../../same.ts';

/** The backend callback as it came, https://authen.ekyc.com/docs, "API receive verification response". */
export type BackVerdict =
  | { readonly result: boolean }
  /** Another session's: no business of ours, and answered like ours (EKY-55). */
  | { readonly foreign: true }
  | { readonly problem: string };

/** Reads `result` and `session_token` from a callback's query: each once, `result` exactly true or false (EKY-50). */
export function judgeBack(query: URLSearchParams, expected: string): BackVerdict {
  const [results, tokens] = [query.getAll('result'), query.getAll('session_token')];
  if (results.length !== 1) return { problem: times('result', results.length) };
  if (tokens.length !== 1 || tokens[0] === '') return { problem: times('session_token', tokens.length) };
  const [result = ''] = results;
  if (result !== 'true' && result !== 'false')
    return { problem: `its result is "${plainLine(result, 40)}", neither true nor false` };
  return isSame(tokens[0] ?? '', expected) ? { result: result === 'true' } : { foreign: true };
}

/** What the callbacks of one session add up to: a first false stays (EKY-55), and duplicates change nothing. */
export interface BackChannel {
  readonly result: boolean | undefined;
  /** True where a callback for another session came. */
  readonly foreign: boolean;
  take(query: URLSearchParams): BackVerdict;
}

/** A back channel that has heard nothing yet. */
export function createBackChannel(expected: () => string | undefined): BackChannel {
  let result: boolean | undefined;
  let foreign = false;
  return {
    get result() {
      return result;
    },
    get foreign() {
      return foreign;
    },
    take(query) {
      const verdict = judgeBack(query, expected() ?? '');
      if ('foreign' in verdict) foreign = true;
      if ('result' in verdict) result = result !== false && verdict.result;
      return verdict;
    },
  };
}

function times(name: string, count: number): string {
  return count === 0 ? `it has no ${name}` : `its ${name} is empty or there ${count} times`;
}
