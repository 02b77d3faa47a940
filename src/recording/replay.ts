import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { createRedactor } from '../redaction/redactor.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import { createMemorySessions } from '../settings/memory-sessions.ts';
import { errorOf } from './failure.ts';
import { restore } from './hide.ts';
import { createPlayer } from './player.ts';
import type { OwnRecording } from './read.ts';
import { createStandIns } from './stand-in.ts';
import { createTape } from './tape.ts';
import { createVirtualTime } from './virtual-time.ts';

/** How the command ended this time. */
export interface Played {
  readonly exitCode: number;
  readonly kind?: string;
  readonly message?: string;
  readonly hint?: string;
  /** What shows that the file was edited, or that authrig has changed; empty for nothing. */
  readonly oddities: readonly string[];
}

/** Options that say how a result is shown, or write something: a replay writes nothing, whatever the file asks for. */
const dropped =
  /^--(?:json|quiet|verbose|curl|field|qr-file|export|report|color|record|include-secrets)(?:=|$)/;

/**
 * Runs the recorded command in this process against what was recorded, with the recorded clock and without waiting. It
 * reaches neither the network nor the store nor a person.
 */
export async function playAgain(context: Context, recording: OwnRecording): Promise<Played> {
  const { _authrig: run } = recording.log;
  const { clock, invoke, signal, terminal } = context;
  const standIns = createStandIns(run.pseudonyms);
  const tape = createTape(recording, standIns);
  const ended = new AbortController();
  const time = createVirtualTime({
    startedAt: Date.parse(run.startedAt),
    real: clock,
    pending: tape.next,
    onStill: (reason) => ended.abort(reason),
  });
  if (run.stopped !== undefined) {
    const { afterMs, failure } = run.stopped;
    time.until(afterMs).then(
      () => ended.abort(errorOf(failure)),
      () => {},
    );
  }
  const redactor = createRedactor();
  const argv = run.argv.filter((word) => !dropped.test(word)).map((word) => restore(word, standIns.of));
  try {
    const { exitCode, document } = await invoke(argv, {
      lent: {
        outside: createPlayer(recording, tape, time, standIns),
        redactor: { ...redactor, redact: (text) => redactor.redact(standIns.undo(text)) },
      },
      sessions: createMemorySessions(),
      sandbox: absentSandbox(time.clock),
      machine: { env: { LANG: 'C.UTF-8' }, clock: time.clock, stdinIsTTY: run.stdinIsTTY },
      signal: AbortSignal.any([signal, ended.signal]),
      onMessage: (line) => terminal.message(standIns.undo(line), 'dim'),
    });
    return { exitCode, ...errorIn(document, standIns.undo), oddities: tape.oddities() };
  } finally {
    time.stop(new CliError('cancelled', 'The replay is over.'));
  }
}

/** What --sandbox brings, where the answers are recorded already: a place for mail that nobody reads. */
function absentSandbox(clock: EmbeddedSandbox['clock'] | Context['clock']): EmbeddedSandbox {
  const sent = { id: '0', sentAt: new Date(clock.now()).toISOString() };
  return {
    origin: '',
    settings: {},
    outbox: { deliver: (message) => ({ ...message, ...sent }), list: () => [], wait: async () => [] },
    clock: clock as EmbeddedSandbox['clock'],
    leave: () => {},
    save: () => {
      throw new Error('a replay has no sandbox to save');
    },
    close: async () => {},
  };
}

function errorIn(
  { error }: Readonly<Record<string, unknown>>,
  undo: (text: string) => string,
): Pick<Played, 'kind' | 'message' | 'hint'> {
  if (typeof error !== 'object' || error === null) return {};
  const { kind, message, hint } = error as Record<string, unknown>;
  return {
    kind: String(kind),
    message: undo(String(message)),
    ...(typeof hint === 'string' ? { hint: undo(hint) } : {}),
  };
}
