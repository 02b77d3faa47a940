import type { Command } from 'commander';
import type { Action, Result } from './command.ts';
import type { CliError } from './errors.ts';
import type { Machine } from './machine.ts';
import type { RunRecording } from './recording/start.ts';
import type { Rig } from './rig/open.ts';
import type { CommonOptions, Surroundings } from './rig/surroundings.ts';
import { checkField, type OutputMode, printFailure, printResult, tellFailure } from './output.ts';
import { createProgram, declareAll, declareNamed } from './program.ts';
import { createRedactor } from './redaction/redactor.ts';
import { createTerminal, type Terminal } from './terminal/terminal.ts';
import { commandOf, explain, isHelp, mayBeElsewhere, outputModeOf } from './usage.ts';

/**
 * Runs one command line on a machine and returns the exit code. The one place where a result is printed, and
 * where an error becomes a message and a code. `surroundings` are those of a command that runs another one.
 */
export async function run(
  machine: Machine,
  version: string,
  surroundings: Surroundings = {},
): Promise<number> {
  const help: string[] = [];
  const { errorsUntold = false } = surroundings;
  let mode: OutputMode = { ...outputModeOf(machine), errorsUntold };
  let rig: Rig | undefined;
  let recording: RunRecording | undefined;
  let ran: Command | undefined;
  let exitCode = 0;

  const action: Action = (load, declared = {}) => {
    const { endsItself = false, fields } = declared;
    const listener = async (...given: unknown[]) => {
      // Both are read from the disk at once; what comes first is dealt with first.
      const loading = load();
      loading.catch(() => {});
      const { openRig } = await import('./rig/open.ts');
      const command = given.at(-1) as Command;
      ran = command;
      recording = await startRecording(machine, version, command, surroundings);
      rig = await openRig(machine, version, command, recording?.surroundings ?? surroundings);
      mode = { ...rig.mode, errorsUntold };
      const { context, options } = rig;
      checkField(mode, options.curl === true ? curlFields : fields);
      const handler = await loading;
      const work =
        options.curl === true
          ? asCurl(rig, machine, command)
          : handler(context, options as never, ...(command.processedArgs as never[]));
      const result = await (endsItself ? work : rig.guard(work));
      const told = await withHint(result, machine, command);
      const kept = (await recording?.keepResult(rig.context.terminal, told)) ?? told;
      exitCode = await printResult(rig.context.terminal, commandOf(command), mode, kept);
    };
    return Object.assign(listener, { declared });
  };
  const columns = machine.stdout.isTTY ? machine.stdout.columns : undefined;
  const program = createProgram(action, version, { columns, help: (text) => help.push(text) });
  const redactorOf = () => (recording?.surroundings ?? surroundings).redactor;
  const terminal = async (): Promise<Terminal> =>
    rig?.context.terminal ?? createTerminal(machine, redactorOf() ?? createRedactor(), mode);

  try {
    await program.parseAsync([...machine.argv], { from: 'user' }).catch((error: unknown) => {
      if (!isHelp(error, program, mode)) throw error;
    });
    if (help.length > 0) await (await terminal()).result(help.join(''));
  } catch (error) {
    const declared = mayBeElsewhere(error) ? declareAll(program) : declareNamed(program, machine.argv);
    await declared.catch(() => {});
    const failure = await asTyped(explain(error, program, machine.argv), machine, ran);
    const unkept = await recording?.keepFailure(await terminal(), failure);
    exitCode = await printFailure(await terminal(), commandOf(program, machine.argv), mode, failure, error);
    if (unkept !== undefined) tellFailure(await terminal(), unkept);
  } finally {
    await rig?.close();
  }
  return exitCode;
}

/** The command lines of its hint as they are to be typed after this one. Loads nothing where there is no hint. */
async function asTyped(
  failure: CliError,
  { argv }: Machine,
  command: Command | undefined,
): Promise<CliError> {
  if (command === undefined || failure.details.hint === undefined) return failure;
  const { hintAsTyped } = await import('./typed-again.ts');
  return hintAsTyped(failure, argv, command);
}

async function withHint(result: Result, machine: Machine, command: Command): Promise<Result> {
  const { afterwards } = result;
  return afterwards === undefined
    ? result
    : { ...result, afterwards: await asTyped(afterwards, machine, command) };
}

const curlFields = ['commands', 'script'];

async function asCurl({ context, options }: Rig, { argv }: Machine, command: Command): Promise<Result> {
  const { curlOf } = await import('./curl/curl.ts');
  return curlOf(context, {
    argv,
    command,
    sandbox: options.sandbox === true,
  });
}

/** Loads nothing where nothing is to be recorded. */
async function startRecording(
  ...[machine, version, command, surroundings]: [Machine, string, Command, Surroundings]
): Promise<RunRecording | undefined> {
  const { record, includeSecrets: typed } = command.optsWithGlobals<CommonOptions>();
  // `config export` has an option of this name that says what it prints, and no more than that.
  const own = command.options.some(({ long }) => long === '--include-secrets');
  const includeSecrets = own ? undefined : typed;
  if (record === undefined && includeSecrets === undefined) return undefined;
  const start = await import('./recording/start.ts');
  return start.startRecording({ machine, version, command, surroundings, path: record, includeSecrets });
}
