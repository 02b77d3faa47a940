import type { Declare } from '../../command.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig profile`: settings and sessions side by side, each set under its own name. */
export const declareProfile: Declare = (noun, action) => {
  noun
    .command('list')
    .summary('print the profiles')
    .description('Prints the profiles, the current one marked.')
    .action(action(async () => (await import('./list.ts')).list));
  noun
    .command('use')
    .summary('make a profile the current one')
    .description('Makes a profile the current one, for every command that names no other.')
    .argument('<name>', 'the profile')
    .action(action(async () => (await import('./use.ts')).use));
  noun
    .command('create')
    .summary('add an empty profile')
    .description('Adds an empty profile.')
    .argument('<name>', 'up to 64 letters, digits, ".", "_" and "-"')
    .action(action(async () => (await import('./create.ts')).create));
  noun
    .command('delete')
    .summary('remove a profile with its sessions')
    .description('Removes a profile with its settings, tokens, sessions and challenges. Asks first.')
    .argument('<name>', 'the profile')
    .option('-y, --yes', 'do not ask')
    .action(action(async () => (await import('./delete.ts')).deleteProfile));
  annotate(noun, notes);
};
