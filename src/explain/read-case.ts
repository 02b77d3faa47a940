import { exitCodes } from '../errors.ts';
import { isObject } from '../json-object.ts';
import type { Har, RecordedInput, RecordedRun } from '../recording/recording.ts';
import type { Case, Verdict } from './case.ts';
import { findExchanges } from './exchanges.ts';
import type { Place } from './places.ts';

/** A recording, ours or a browser's, as causes are looked for in it. */
export function readCase(har: Har, places: readonly Place[]): Case {
  const { creator, entries, _authrig: run } = har.log;
  const exchanges = findExchanges(har, places);
  return {
    source: run === undefined ? (isBrowser(creator.name) ? 'browser' : 'program') : 'authrig',
    creator: `${creator.name} ${creator.version}`.trim(),
    command: run?.command ?? '',
    options: run === undefined ? [] : optionsOf(run.argv),
    startedAt: momentOf(run?.startedAt),
    exchanges,
    others: entries.length - exchanges.length,
    inputs: run === undefined ? [] : run.answers,
    wrongTotps: (run?.inputs ?? []).filter(isWrongTotp).length,
    masked: run?.includesSecrets === false,
    claims: claimsOf(run),
    verdict: run && verdictOf(run),
  };
}

/** A comparison that found no step, as it is written now and as the first recordings have it. */
function isWrongTotp({ what, value }: RecordedInput): boolean {
  return what === 'totp' && (value === null || (isObject(value) && value['step'] === null));
}

function momentOf(text: string | undefined): number | undefined {
  const moment = Date.parse(text ?? '');
  return Number.isNaN(moment) ? undefined : moment;
}

/** Chrome and Edge, Safari, Firefox, and the browsers that tests drive. */
function isBrowser(creator: string): boolean {
  return /web ?inspector|firefox|chrom|safari|edge|playwright|puppeteer/i.test(creator);
}

/** Names, and where a value is one word of letters, as choices are, `name=value` as well. */
function optionsOf(argv: readonly string[]): string[] {
  return argv.flatMap((word) => {
    const [, name, value] = /^--([a-z][a-z0-9-]*)(?:=([a-z]+)$)?/.exec(word) ?? [];
    if (name === undefined) return [];
    return value === undefined ? [name] : [name, `${name}=${value}`];
  });
}

function claimsOf(run: RecordedRun | undefined): Case['claims'] {
  return new Map(
    Object.entries(run?.pseudonyms ?? {}).flatMap(([name, { claims }]) => (claims ? [[name, claims]] : [])),
  );
}

function verdictOf({ verdict: { exitCode, error } }: RecordedRun): Verdict {
  const { kind, message, hint, provider } = error ?? {};
  const code = error === undefined ? exitCode : (error.exitCode ?? exitCodes[error.kind]);
  return { exitCode, kind, message, hint, provider, otherCode: code === exitCode ? undefined : code };
}
