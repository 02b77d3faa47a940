import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import type { Callee } from '../../http/call.ts';
import type { ProbeMaterial } from '../../http/contract.ts';
import { httpFailure } from '../../http/refusals.ts';
import type { Judgement, Question, Verdict } from '../../providers/probe.ts';
import { createRedactor, type Redactor } from '../../redaction/redactor.ts';
import { plainLine } from '../../terminal/plain.ts';
import { falseKeyFor } from './false-key.ts';
import type { KeyPlace, Target } from './target.ts';

/** What became of one key. */
export interface Finding {
  readonly verdict: Verdict;
  /** Why, in words; redacted. */
  readonly reason: string;
  readonly milliseconds: number;
}

export interface Manner {
  /** Asks once more, with a false key. */
  readonly calibrate: boolean;
  /** Asks the surer question where there is one. */
  readonly active: boolean;
}

/** How a key is asked about: the surer question where it is allowed and its settings are there. */
export function questionFor(target: Target, { active }: Manner): Question {
  const { probe } = target.examiner;
  const surer = active ? probe.active : undefined;
  return surer === undefined || missingFor(target, surer.call.needs) !== undefined ? probe.harmless : surer;
}

/** The first of these settings that is not set, in words that say how to set it; undefined where none is missing. */
export function missingFor(
  { examiner: { card }, settings }: Target,
  needs: readonly string[] = [],
): string | undefined {
  const missing = needs.find((name) => !Object.hasOwn(settings, name));
  if (missing === undefined) return undefined;
  const setting = `${card.name}.${missing}`;
  return `${setting} is not set: type \`authrig config set ${setting}\`.`;
}

/** What to do where the harmless question left the key open, and there is a surer one; undefined where that is nothing. */
function adviceFor(target: Target, { active }: Manner): string | undefined {
  const surer = target.examiner.probe.active;
  if (surer?.asksWith === undefined) return undefined;
  return active ? missingFor(target, surer.call.needs) : `--active asks with ${surer.asksWith}.`;
}

/**
 * Asks one provider about one key, with one request and no retry, and with a second one under `calibrate`. Whatever
 * keeps an answer away is `inconclusive`. Throws what ends the run, and bugs.
 */
export async function examine(context: Context, target: Target, manner: Manner): Promise<Finding> {
  const { clock } = context;
  const started = clock.monotonic();
  // What one key brings is forgotten with it: a redactor that knew thousands of keys would slow down each word.
  const redactor = createRedactor();
  const { verdict, reason, said, strange } = await judge(aside(context, redactor), target, manner);
  const quoted = strange === true && said !== noAnswer ? ` It says: "${plainLine(said, 120)}".` : '';
  return {
    verdict,
    reason: strange === true ? redactor.redact(reason + quoted) : reason,
    milliseconds: Math.round(clock.monotonic() - started),
  };
}

/** What a judgement without an answer has for the vendor's word. */
const noAnswer = '';

/** The context with another redactor; what is said under --verbose goes through both. */
function aside(context: Context, redactor: Redactor): Context {
  const { terminal } = context;
  if (!terminal.verbose) return { ...context, redactor };
  const trace = (text: string): void => terminal.trace(redactor.redact(text));
  return { ...context, redactor, terminal: { ...terminal, trace } };
}

async function judge(context: Context, target: Target, manner: Manner): Promise<Judgement> {
  const { examiner, baseUrl, settings, key: place } = target;
  const { probe, card } = examiner;
  if ('problem' in place) return unanswered(place.problem);
  const missing = missingFor(target, probe.needs);
  if (missing !== undefined) return unanswered(missing);
  const key = await readKey(context, place, probe.what ?? 'API key');
  if (typeof key !== 'string') return key;
  const told = probe.beforehand?.(key, context.clock.now());
  if (told !== undefined) return told;
  const callee = { title: probe.title, name: card.name, baseUrl };
  const unique = Buffer.from(context.randomBytes(16)).toString('hex');
  const question = questionFor(target, manner);
  const ask = (asked: string): Promise<Judgement> =>
    answered(context, question, callee, { key: asked, unique, settings });
  const first = advised(await ask(key), adviceFor(target, manner));
  // A refusal of the key needs no second opinion, and an answer that says nothing is compared with none.
  const settled = first.verdict === 'invalid' || (first.verdict === 'inconclusive' && first.open !== true);
  return manner.calibrate && !settled ? compare(first, await ask(falseKeyFor(key)), probe.title) : first;
}

function advised(judgement: Judgement, advice: string | undefined): Judgement {
  if (judgement.open !== true || advice === undefined) return judgement;
  return { ...judgement, reason: `${judgement.reason} ${advice}` };
}

/** The key, or why it could not be had. */
async function readKey(context: Context, place: KeyPlace, what: string): Promise<string | Judgement> {
  if ('source' in place) {
    const { readSecret } = await import('../../flow/secret.ts');
    return readSecret(place.source, context, place.option, { what }).catch((error: unknown) =>
      excuse(error, context),
    );
  }
  context.redactor.learn(place.value, 'key');
  return place.value;
}

/** One question and its answer; a server that is out of order or overloaded has judged nothing. */
async function answered(
  context: Context,
  { call, judge: read }: Question,
  callee: Callee,
  material: ProbeMaterial,
): Promise<Judgement> {
  try {
    const answer = await call.send(context, callee, material);
    const unwell = answer.httpStatus === 429 || answer.httpStatus >= 500;
    const failure = unwell ? httpFailure(callee.title, answer) : undefined;
    return failure === undefined ? read(answer) : unanswered(failure.message);
  } catch (error) {
    return excuse(error, context);
  }
}

/** PRB-06: what the same question with an obviously false key makes of the first answer. */
function compare(first: Judgement, other: Judgement, title: string): Judgement {
  const before = first.open === true ? `${first.reason} ` : '';
  if (other.said === noAnswer)
    return unanswered(`${before}The counter-test with a false key failed: ${other.reason}`);
  if (other.said === first.said || other.verdict === 'valid') {
    const reason = `${before}${title} answers a false key like this one, so its answer tells nothing.`;
    return { verdict: 'inconclusive', reason, said: first.said };
  }
  if (other.verdict === 'invalid')
    return {
      ...first,
      verdict: 'valid',
      reason: `${first.reason} A false key is refused, so this one passed.`,
    };
  return first.open === true
    ? first
    : { ...first, reason: `${first.reason} A false key is answered otherwise.` };
}

/** A failure that leaves the key untested; one that ends the run, and a bug, are thrown on. */
function excuse(error: unknown, { signal }: Pick<Context, 'signal'>): Judgement {
  if (!(error instanceof CliError) || signal.aborted) throw error;
  return unanswered(error.message);
}

/** A message of another hand may repeat what it should not: it is redacted. */
function unanswered(reason: string): Judgement {
  return { verdict: 'inconclusive', reason, said: noAnswer, strange: true };
}
