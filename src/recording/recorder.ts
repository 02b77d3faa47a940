import type { Listen, Listener } from '../flow/callback-listener.ts';
import type { Machine } from '../machine.ts';
import type { Outside } from '../outside.ts';
import { jsonText } from '../terminal/plain.ts';
import { entryOf } from './entry.ts';
import { createExchangeLog } from './exchange-log.ts';
import { createInputLog } from './input-log.ts';
import { checkPlace, writeRecording } from './place.ts';
import { createPseudonyms, noPseudonyms } from './pseudonyms.ts';
import type { Har } from './recording.ts';
import { type Begun, type Ending, type RecorderSetup, runOf } from './run-record.ts';

/** Stands at the doors of a run, and writes down at its end what went through them. */
export interface Recorder {
  readonly outside: Outside;
  /**
   * Writes the recording whole or not at all. Returns where the file of this name went that was there before; undefined
   * for none. Throws `local`. It heeds no signal: a run that was stopped is kept too.
   */
  finish(ending: Ending): Promise<string | undefined>;
}

/** Opens a recording. Throws `local` where its file can't be written, before anything else is done. */
export async function openRecorder(setup: RecorderSetup): Promise<Recorder> {
  const { machine, path } = setup;
  const { clock } = machine;
  await checkPlace(path);
  const begun: Begun = {
    startedAt: clock.now(),
    from: clock.monotonic(),
    pseudonyms: setup.includeSecrets ? noPseudonyms : createPseudonyms(setup.redactor),
    stopped: watchSignal(machine),
  };
  const exchanges = createExchangeLog(clock);
  const inputs = createInputLog(clock, begun.pseudonyms.learn);
  return {
    outside: {
      take: inputs.take,
      http: exchanges.http,
      prompter: inputs.prompter,
      randomBytes: inputs.randomBytes,
      sessions: inputs.sessions,
      settings: inputs.settings,
      listen: (listen) => exchanges.listen(noting(listen, inputs.take)),
    },
    finish: async (ending) => {
      const span = { from: begun.from, to: clock.monotonic() };
      const har = (): Har => ({
        log: {
          version: '1.2',
          creator: { name: 'authrig', version: setup.version },
          entries: exchanges.seen.map((seen) => entryOf(seen, span, begun.pseudonyms)),
          _authrig: runOf(setup, begun, { exchanges, inputs, span, ending }),
        },
      });
      // What turns out to be secret late in the file is secret in its beginning too.
      har();
      return writeRecording(path, `${jsonText(har(), { pretty: true })}\n`);
    },
  };
}

function noting(listen: Listen, take: Outside['take']): Listen {
  return async (port, onRefused) => {
    const opened: Listener[] = [];
    await take('listen', '', async () => {
      const listener = await listen(port, onRefused);
      opened.push(listener);
      return listener.origin;
    });
    return opened[0] as Listener;
  };
}

/** When a signal, or a crash, ended the run, and why. */
function watchSignal({ signal, clock }: Machine): () => { at: number; reason: unknown } | undefined {
  let stopped: { at: number; reason: unknown } | undefined;
  const note = () => (stopped = { at: clock.monotonic(), reason: signal.reason });
  if (signal.aborted) note();
  else signal.addEventListener('abort', note, { once: true });
  return () => stopped;
}
