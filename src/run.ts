import type { Command } from 'commander';
import type { Action } from './command.ts';
import type { Machine } from './machine.ts';
import type { Rig, Surroundings } from './open.ts';
import { checkField, type OutputMode, printFailure, printResult } from './output.ts';
import { createProgram } from './program.ts';
import { createRedactor } from './redaction/redactor.ts';
import { createTerminal, type Terminal } from './terminal/terminal.ts';
import { commandOf, explain, isHelp, outputModeOf } from './usage.ts';

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
  let mode: OutputMode = outputModeOf(machine);
  let rig: Rig | undefined;
  let exitCode = 0;

  const action: Action =
    (load, { endsItself = false, fields } = {}) =>
    async (...given) => {
      const { openRig } = await import('./open.ts');
      const command = given.at(-1) as Command;
      rig = await openRig(machine, version, command, surroundings);
      mode = rig.mode;
      checkField(mode, fields);
      const handler = await load();
      const work = handler(rig.context, rig.options as never, ...(command.processedArgs as never[]));
      const result = await (endsItself ? work : rig.guard(work));
      exitCode = await printResult(rig.context.terminal, commandOf(command), mode, result);
    };
  const columns = machine.stdout.isTTY ? machine.stdout.columns : undefined;
  const program = createProgram(action, version, { columns, help: (text) => help.push(text) });
  const terminal = async (): Promise<Terminal> =>
    rig?.context.terminal ?? createTerminal(machine, surroundings.redactor ?? createRedactor(), mode);

  try {
    await program.parseAsync([...machine.argv], { from: 'user' }).catch((error: unknown) => {
      if (!isHelp(error, program, mode)) throw error;
    });
    if (help.length > 0) await (await terminal()).result(help.join(''));
  } catch (error) {
    const failure = explain(error, program, machine.argv);
    exitCode = await printFailure(await terminal(), commandOf(program, machine.argv), mode, failure, error);
  } finally {
    await rig?.close();
  }
  return exitCode;
}
