import { callsOf, type Exchange } from '../case.ts';
import { type Cause, cause, type Source } from '../cause.ts';

/** Whose key it is, and where a call of theirs carries it. */
export interface PageKey {
  readonly provider: string;
  readonly title: string;
  readonly row: string;
  readonly source: Source;
  readonly operations: readonly string[];
  readonly keyOf: (exchange: Exchange) => string | undefined;
}

/** A secret key in a call that a page made: whoever opens the page can read it. */
export function keyInPage({ provider, title, row, source, operations, keyOf }: PageKey): Cause {
  return cause({
    name: `${provider}.key-in-page`,
    row,
    source,
    remark: true,
    detect: (recording) => {
      if (recording.source !== 'browser') return undefined;
      const found = callsOf(recording, provider, ...operations).filter(
        (exchange) => !exchange.relayed && keyOf(exchange) !== undefined,
      );
      return found.length > 0 ? { at: found } : undefined;
    },
    say: () => ({
      reason: `The page itself calls ${title} with the API key: whoever opens the page can read the key.`,
      ask: ['Replace the key, and let the server make these calls.'],
      next: [`authrig config set ${provider}.apiKey`],
    }),
  });
}
