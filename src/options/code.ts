import type { Command } from 'commander';
import { textOption } from './values.ts';

/** The options of every verb that needs a code: the code itself, its source, and how it is found in a text. */
export function addCodeOptions(command: Command, what: string): void {
  command
    .optionsGroup('The code:')
    .option('--otp <code>', `the ${what}`, textOption('--otp'))
    .option(
      '--otp-from <source>',
      `where to read the ${what}: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox`,
      textOption('--otp-from'),
    )
    .option('--otp-match <regex>', `finds the ${what} in what is read`, textOption('--otp-match'))
    .optionsGroup('');
}
