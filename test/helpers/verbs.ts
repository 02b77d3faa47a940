import type { Command } from 'commander';
import { createProgram, declareAll } from '../../src/program.ts';

/** The words of every command that runs something: `jekimo login`, `config set`, and so on, in the order of the help. */
export async function everyVerb(): Promise<string[][]> {
  const program = createProgram(() => async () => {}, '0.0.0-test', { help: () => {}, columns: undefined });
  await declareAll(program);
  return leaves(program).filter(([word]) => word !== 'help');
}

function leaves(command: Command): string[][] {
  if (command.commands.length === 0) return [[]];
  return command.commands.flatMap((child) => leaves(child).map((words) => [child.name(), ...words]));
}
