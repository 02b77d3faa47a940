import type { Command } from 'commander';
import { integerOption, textOption } from './values.ts';

/** The options of every verb that takes a TOTP secret: its source, and the numbers that go with it. */
export function addKeyOptions(command: Command): void {
  command
    .optionsGroup('The authenticator:')
    .option(
      '--secret-from <source>',
      'where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL',
      textOption('--secret-from'),
    )
    .addOption(
      command.createOption('--algorithm <name>', 'hash of the codes').choices(['SHA1', 'SHA256', 'SHA512']),
    )
    .option('--digits <n>', 'digits of a code, 6 to 8', integerOption('--digits', 6, 8))
    .option('--period <seconds>', 'how long a code is good', integerOption('--period', 1, 3600))
    .optionsGroup('');
}
