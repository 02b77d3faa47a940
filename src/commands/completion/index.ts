import type { Declare } from '../../command.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** By the words of the command line, in the order of the help. */
const shellNames = { bash: 'bash', zsh: 'zsh', fish: 'fish', powershell: 'PowerShell' } as const;

/** Declares `authrig completion SHELL`, and `install`. */
export const declareCompletion: Declare = (noun, action) => {
  noun
    .command('install')
    .summary('put the script where the shell finds it')
    .description(
      'Writes the completion script of the shell in use, or of the one that is named, to its place for this user, and says how to undo that. It edits no start-up file: where a line is wanted in one, it says which.',
    )
    .addArgument(
      noun
        .createArgument('[shell]', 'the shell, where it is not the one in use')
        .choices(Object.keys(shellNames)),
    )
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(
      action(async () => (await import('./install.ts')).install, {
        fields: ['shell', 'file', 'written', 'undo', 'line'],
      }),
    );
  for (const [shell, name] of Object.entries(shellNames)) {
    noun
      .command(shell)
      .summary(`print the completion script of ${name}`)
      .description(
        `Prints the script that completes authrig in ${name}. It reads no settings and asks nobody.`,
      )
      .action(
        action(
          async () => {
            const { printScript } = await import('./print-script.ts');
            return () => printScript(shell as keyof typeof shellNames);
          },
          { fields: ['shell', 'script'] },
        ),
      );
  }
  annotate(noun, notes);
};
