import type { Declare } from '../../command.ts';
import { CliError } from '../../errors.ts';
import { integerOption, textOption } from '../../options/values.ts';
import { reportOption } from '../../report/option.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig run`, a noun that is its own verb. */
export const declareRun: Declare = (run, action) => {
  reportOption(run)
    .usage('[options] <files...>')
    .description(
      'Runs scenario files: steps that are commands of authrig, with captures, expectations and clean-up. Ends with 9 where one did not meet them.',
    )
    .argument('[files...]', 'scenario files, in YAML')
    .option('--example <name>', 'run a scenario that ships with authrig', several('--example'))
    .option('--var <name=value>', 'give a variable of the files its value', addVariable)
    .option('--var-file <file>', 'read variables from this file, in YAML or JSON', textOption('--var-file'))
    .option('--tag <word>', 'only files with this tag; again for more of them', several('--tag'))
    .option('--concurrency <n>', 'how many files run at once', integerOption('--concurrency', 1, 64))
    .option('--bail', 'begin no further file once one has failed')
    .option('--retry <n>', 'try a file that failed again, so often', integerOption('--retry', 0, 10))
    .option('--allow-skip', 'let steps be skipped without failing the run')
    .option('--dry-run', 'print what would be called, and call nothing')
    .option('--live', 'let steps send real messages to real people')
    .option('--schema', 'print the JSON Schema of scenario files')
    .action(
      action(async () => (await import('./run.ts')).runScenarios, {
        // Its clean-up runs, and its reports are written, after it was told to stop.
        endsItself: true,
        fields: ['files', 'sessions', 'passed', 'failed', 'inconclusive', 'skipped', 'schema'],
      }),
    );
  annotate(run, notes);
};

function several(option: string) {
  const read = textOption(option);
  return (text: string, before: readonly string[] = []): readonly string[] => [...before, read(text)];
}

function addVariable(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { ...before, [name]: value };
  throw new CliError('usage', '--var takes NAME=VALUE.', { hint: '--var email=ada@example.com' });
}
