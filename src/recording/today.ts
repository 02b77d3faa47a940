import { CliError } from '../errors.ts';
import { restore } from './hide.ts';
import { pseudonymPattern } from './pseudonyms.ts';
import type { OwnRecording } from './read.ts';
import type { HarEntry, RecordedExchange, RecordedRun } from './recording.ts';
import { createStandIns } from './stand-in.ts';

/** Where calls are sent anew, and what with. */
export interface Target {
  /** Base URLs, keys and accounts of today, by setting name. */
  setting(name: string): Promise<string | undefined>;
  /** The code that was sent by the calls so far; undefined where nobody can say it. */
  code(exchange: RecordedExchange): Promise<string | undefined>;
  /** What the vendor has handed out by another way, of which the last one counts. */
  outbox(provider: string): { readonly to: string; readonly code: string } | undefined;
  /** The most that is waited between two calls, in milliseconds; otherwise as long as then. */
  readonly pauseMs: number;
}

/** What stands for each pseudonym of a recording today. */
export interface Today {
  /**
   * Why a call can't be made: undefined where everything in it is known. Asks for a code where one is due. Throws
   * `credentials` for a setting that is not there.
   */
  missing(entry: HarEntry, exchange: RecordedExchange): Promise<string | undefined>;
  /** An answer of today brings what the recorded one brought at the same place. */
  bring(recorded: string, now: string): void;
  /** A recorded text with the values of today; `spell` writes them as the text needs them. */
  put(text: string, spell?: (value: string) => string): string;
  values(): Iterable<string>;
}

/** Knows the settings of today, and what answers of today bring. */
export async function createToday(
  { _authrig: run, entries }: OwnRecording['log'],
  target: Target,
): Promise<Today> {
  const standIns = createStandIns(run.pseudonyms);
  const values = new Map<string, string>();
  /** With --include-secrets the values of then stand in the calls themselves. */
  const literal = new Map<string, string>();
  for (const [name, { value }] of Object.entries(run.settings)) {
    const now = name.endsWith('Url') ? undefined : await target.setting(name);
    if (now === undefined) continue;
    if (Object.hasOwn(run.pseudonyms, value)) values.set(value, now);
    else if (run.includesSecrets) literal.set(value, now);
  }
  // What failed then fails again with values that mean nothing; what ended well needs good ones.
  const failed = run.verdict.exitCode !== 0;
  const asked = new Set(
    run.answers.flatMap(({ value }) => (typeof value === 'string' ? labelsIn(value) : [])),
  );

  const { argv, answers, inputs } = run;
  const answered = entries.map(({ response }) => response);
  const given = new Set(labelsIn(JSON.stringify([argv, answers, inputs, answered])));

  return {
    values: () => values.values(),
    put: (text, spell = (value) => value) => {
      const now = [...literal].reduce((put, [then, value]) => put.replaceAll(then, value), text);
      return restore(now, (label) => {
        const value = values.get(label) ?? standIns.of(label);
        return value === undefined ? undefined : spell(value);
      });
    },
    bring: (recorded, now) => {
      for (const [label, value] of pairsOf(parsed(recorded), parsed(now))) values.set(label, value);
    },
    missing: async ({ request }, exchange) => {
      const labels = labelsIn(JSON.stringify(request));
      for (const [name, { value }] of Object.entries(run.settings)) {
        if (!labels.includes(value) || values.has(value)) continue;
        throw new CliError('credentials', `${name} is not set, and ${exchange.operation} needs it.`, {
          hint: `Type: authrig config set ${name}`,
        });
      }
      takeFromOutbox(run, exchange, target, values);
      for (const label of labels) {
        // What came from nowhere the command made up by itself, and anything of its kind will do.
        if (values.has(label) || failed || !given.has(label)) continue;
        const code = asked.has(label) ? await target.code(exchange) : undefined;
        if (code === undefined) return `nothing says today what ${label} was then`;
        values.set(label, code);
      }
      return undefined;
    },
  };
}

function takeFromOutbox(
  run: RecordedRun,
  { provider = '' }: RecordedExchange,
  target: Target,
  values: Map<string, string>,
): void {
  for (const { what, value } of run.inputs) {
    const sent = what === 'outbox' ? target.outbox(provider) : undefined;
    const now = typeof value === 'string' ? sent?.code : sent;
    for (const [label, found] of pairsOf(value, now)) if (!values.has(label)) values.set(label, found);
  }
}

function labelsIn(text: string): string[] {
  return (text.match(pseudonymPattern) ?? []).map((label) => label.replace('%23', '#'));
}

/** Pseudonyms in something recorded, and what stands at the same place today. */
function pairsOf(recorded: unknown, now: unknown): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const visit = (then: unknown, today: unknown): void => {
    if (typeof then === 'string' && (typeof today === 'string' || typeof today === 'number')) {
      if (labelsIn(then)[0] === then) found.push([then, String(today)]);
    } else if (typeof then === 'object' && typeof today === 'object' && then !== null && today !== null) {
      for (const [name, member] of Object.entries(then))
        visit(member, (today as Readonly<Record<string, unknown>>)[name]);
    }
  };
  visit(recorded, now);
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
