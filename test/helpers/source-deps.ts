import type { SourceDeps } from '../../src/flow/source.ts';
import { createOutbox } from '../../src/sandbox/outbox.ts';
import { createTables } from '../../src/sandbox/table.ts';
import type { Question } from '../../src/terminal/prompter.ts';
import { fakeClock } from './fake-clock.ts';

export interface FakeDeps {
  readonly deps: SourceDeps;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly run: AbortController;
  readonly messages: string[];
  readonly warnings: string[];
  /** What the redactor was told, as `kind value`. */
  readonly learned: string[];
  readonly questions: Question[];
}

async function unexpected(): Promise<never> {
  throw new Error('this source was not to be read');
}

/** Sources without a terminal, a network or real time; whatever is not given fails when it is used. */
export function fakeDeps(given: Partial<SourceDeps> & { readonly answer?: string } = {}): FakeDeps {
  const { answer, ...overrides } = given;
  const clock = fakeClock();
  const run = new AbortController();
  const messages: string[] = [];
  const warnings: string[] = [];
  const learned: string[] = [];
  const questions: Question[] = [];
  const ask = async (question: Question): Promise<string> => {
    questions.push(question);
    if (answer === undefined) throw new Error('nobody was to be asked');
    return answer;
  };
  const deps: SourceDeps = {
    clock,
    signal: run.signal,
    prompter: { available: answer !== undefined, text: ask, secret: ask, confirm: unexpected },
    stdin: { isTTY: false, text: unexpected, line: unexpected },
    terminal: { message: (text) => void messages.push(text), warning: (text) => void warnings.push(text) },
    redactor: { learn: (value, kind) => void learned.push(`${kind} ${value}`) },
    env: process.env,
    platform: process.platform,
    fetchText: unexpected,
    kill: (pid, signal) => void process.kill(pid, signal),
    ...overrides,
  };
  return { deps, clock, run, messages, warnings, learned, questions };
}

/** An empty outbox, as the sandbox in this process has one. */
export function fakeSandbox(clock = fakeClock()): NonNullable<SourceDeps['sandbox']> {
  const { table } = createTables();
  return { outbox: createOutbox(clock, table('outbox'), table('counts')) };
}
