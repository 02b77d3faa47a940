import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { entryOf } from '../../src/recording/entry.ts';
import type { Seen } from '../../src/recording/exchange-log.ts';
import { createPseudonyms } from '../../src/recording/pseudonyms.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { leaksIn, spellings } from '../helpers/leaks.ts';

vi.setConfig({ testTimeout: 60_000 });

const sign = fc.constantFrom(...'ABCXYZabcxyz0189+/=_-."&%é ');
/** Long enough to be searched for, and nothing that says that it is none. */
const secret = fc
  .string({ unit: sign, minLength: 8, maxLength: 40 })
  .map((value) => value.trim())
  .filter((value) => value.length >= 8 && new Set(value).size >= 4);
const spelling = fc.constantFrom(...Object.values(spellings));
const filling = fc.string({ unit: fc.constantFrom(...'xyz, {}:<>\n'), maxLength: 12 });

/** A header can't hold everything that a body can. */
const inHeader = (text: string): string => text.replaceAll(/[^\x20-\x7E]/g, '?');

function exchange(text: string, secrets: readonly string[]): Seen {
  const [first = ''] = secrets;
  return {
    direction: 'out',
    call: {
      provider: 'juvlon',
      operation: 'verifyOneTimeCode',
      effect: 'consumes',
      sentSecrets: ['otp'],
      answeredSecrets: ['token'],
    },
    method: 'POST',
    url: `https://a.test/${encodeURIComponent(first)}?q=${encodeURIComponent(text)}`,
    headers: { 'x-note': inHeader(text), 'x-api-key': inHeader(first) },
    body: JSON.stringify({ otp: first, note: text }),
    startedAt: 0,
    started: 0,
    ended: 5,
    steps: new Map(),
    answer: {
      status: 302,
      headers: { location: `https://b.test/?token=${encodeURIComponent(first)}`, 'x-echo': inHeader(text) },
      body: `{"token": ${JSON.stringify(first)}, "text": ${JSON.stringify(text)}`,
    },
  };
}

function written(seen: Seen, learnt: readonly string[]): string {
  const redactor = createRedactor();
  for (const value of learnt) redactor.learn(value, 'token');
  const pseudonyms = createPseudonyms(redactor);
  const span = { from: 0, to: 5 };
  entryOf(seen, span, pseudonyms);
  return JSON.stringify([entryOf(seen, span, pseudonyms), pseudonyms.shapes()]);
}

describe('S24: no registered secret survives in a recording', () => {
  test('wherever it stands in an exchange, in whatever encoding, between whatever', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(spelling, filling), { minLength: 1, maxLength: 4 }),
        (secrets, places) => {
          const text = places
            .map(([spell, around], at) => around + spell(secrets[at % secrets.length] ?? '') + around)
            .join(' ');
          expect(leaksIn(written(exchange(text, secrets), secrets), secrets)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('and one that nobody learnt does not survive where a contract calls it secret', () => {
    fc.assert(
      fc.property(secret, (value) => {
        expect(leaksIn(written(exchange('nothing', [value]), []), [value])).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('the property is no tautology: without a word to the redactor a note keeps its secret', () => {
    expect(leaksIn(written(exchange('note: unknown-secret-1', ['x']), []), ['unknown-secret-1'])).not.toEqual(
      [],
    );
  });
});
