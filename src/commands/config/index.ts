import type { Declare } from '../../command.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig config`: what is kept in a profile, and where each value comes from. */
export const declareConfig: Declare = (noun, action) => {
  noun
    .command('set')
    .summary('keep a setting in the profile')
    .description(
      'Keeps a setting in the profile. A secret is asked for without echo, or read from stdin; it is never an argument.',
    )
    .argument('<name>', 'the setting, such as jekimo.apiKey')
    .argument('[value]', 'its value, unless it is a secret')
    .addOption(
      noun
        .createOption('--store <where>', 'where a secret is kept; without it, where it is kept already')
        .choices(['file', 'keychain']),
    )
    .action(action(async () => (await import('./set.ts')).set));
  noun
    .command('get')
    .summary('print a setting and where it comes from')
    .description(
      'Prints the value in force and its origin: flag, sandbox, environment, profile, keychain or default.',
    )
    .argument('<name>', 'the setting, such as jekimo.baseUrl')
    .action(action(async () => (await import('./get.ts')).get));
  noun
    .command('list')
    .summary('print every setting and where it comes from')
    .description('Prints every setting with its origin, secrets masked.')
    .action(action(async () => (await import('./list.ts')).list));
  noun
    .command('unset')
    .summary('remove a setting from the profile')
    .description(
      'Removes a setting from the profile, from the keychain too; the environment and the defaults still count.',
    )
    .argument('<name>', 'the setting, such as jekimo.apiKey')
    .action(action(async () => (await import('./unset.ts')).unset));
  noun
    .command('path')
    .summary('print the path of the settings file')
    .description('Prints where the settings file is, or would be.')
    .action(action(async () => (await import('./path.ts')).path));
  noun
    .command('export')
    .summary("print the profile's settings as JSON")
    .description(
      'Prints what is kept in the profile as JSON that `config import` reads, without its secrets.',
    )
    .option('--include-secrets', 'print the secrets too')
    .action(action(async () => (await import('./export.ts')).exportSettings));
  noun
    .command('import')
    .summary('keep the settings of an export in the profile')
    .description('Keeps every setting of an export in the profile, or none of them if one is not right.')
    .argument('[file]', 'the exported file; stdin where it is left out or is -')
    .action(action(async () => (await import('./import.ts')).importSettings));
  annotate(noun, notes);
};
