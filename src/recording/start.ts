import type { Command } from 'commander';
import type { Result } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import type { Surroundings } from '../rig/surroundings.ts';
import { failureDocument, resultDocument, tellFailure } from '../output.ts';
import { providers } from '../providers/index.ts';
import { createRedactor } from '../redaction/redactor.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { commandOf } from '../usage.ts';
import { openRecorder } from './recorder.ts';
import type { Ending } from './run-record.ts';

/** The recording of the command that runs, under --record. */
export interface RunRecording {
  /** What the command is to be lent so that it is recorded. */
  readonly surroundings: Surroundings;
  /** Writes the recording; the result with what went wrong behind it, where the file could not be written. */
  keepResult(terminal: Terminal, result: Result): Promise<Result>;
  /** Writes the recording of a run that failed; why the file could not be written, where it could not. */
  keepFailure(terminal: Terminal, failure: CliError): Promise<CliError | undefined>;
}

export interface RecordingStart {
  readonly machine: Machine;
  readonly version: string;
  readonly command: Command;
  readonly surroundings: Surroundings;
  readonly path: string | undefined;
  readonly includeSecrets: boolean | undefined;
}

/** Opens the recording of a command. Throws `usage`, and `local` where its file can't be written. */
export async function startRecording(start: RecordingStart): Promise<RunRecording> {
  const { machine, version, command, surroundings, path, includeSecrets = false } = start;
  if (path === undefined) {
    throw new CliError('usage', '--include-secrets says what --record writes, and nothing is recorded.', {
      hint: 'Add --record FILE, or leave --include-secrets out.',
    });
  }
  if (command.optsWithGlobals()['curl'] === true) {
    throw new CliError('usage', '--curl sends nothing, so there is nothing for --record to write.', {
      hint: 'Leave one of the two out.',
    });
  }
  const { redactor = createRedactor() } = surroundings;
  const definitions = providers.flatMap((provider) => provider.settings);
  const recorder = await openRecorder({
    path,
    includeSecrets,
    machine,
    version,
    redactor,
    command,
    definitions,
  });
  const name = commandOf(command);
  let kept = false;
  const finish = async (terminal: Terminal, ending: Ending): Promise<CliError | undefined> => {
    if (kept) return undefined;
    kept = true;
    try {
      const older = await recorder.finish(ending);
      if (older !== undefined) terminal.message(`${path} was there already: the older file is ${older} now.`);
      if (includeSecrets)
        terminal.warning(
          `${path} holds keys, tokens and codes as they are: show it to nobody, and delete it.`,
        );
      return undefined;
    } catch (error) {
      if (error instanceof CliError) return error;
      throw error;
    }
  };

  return {
    surroundings: { ...surroundings, redactor, outside: recorder.outside },
    keepResult: async (terminal, result) => {
      const { data, afterwards, exitCode = 0 } = result;
      const ending =
        afterwards === undefined
          ? { exitCode, document: resultDocument(name, data) }
          : endingOf(
              terminal,
              name,
              new CliError(afterwards.kind, afterwards.message, { ...afterwards.details, data }),
            );
      const unkept = await finish(terminal, ending);
      if (unkept === undefined) return result;
      if (afterwards === undefined) return { ...result, afterwards: unkept };
      tellFailure(terminal, unkept);
      return result;
    },
    keepFailure: (terminal, failure) => finish(terminal, endingOf(terminal, name, failure)),
  };
}

function endingOf(terminal: Terminal, name: string, failure: CliError): Ending {
  return {
    exitCode: failure.exitCode,
    error: failure,
    document: failureDocument(terminal, name, failure),
  };
}
