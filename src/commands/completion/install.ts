import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Result } from '../../command.ts';
import { completionScript, mark, type Shell, shells } from '../../completion/generate.ts';
import type { Context } from '../../context.ts';
import { CliError, errorCode } from '../../errors.ts';
import { replaceFile, whyUnwritable } from '../../whole-file.ts';
import { type Place, placeOf, shellInUse } from './place.ts';

/** `authrig completion install [SHELL]` */
export async function install(
  context: Context,
  { dryRun = false }: { readonly dryRun?: boolean },
  named?: Shell,
): Promise<Result> {
  const shell = named ?? shellInUse(context);
  if (shell === undefined) {
    throw new CliError('usage', 'It is not clear which shell is in use.', {
      hint: `Name it: authrig completion install ${shells.join('|')}`,
    });
  }
  const place = placeOf(shell, context);
  const script = await completionScript(shell);
  const present = await readPresent(shell, place.file);
  if (present !== undefined && !present.includes(mark)) {
    throw new CliError('local', `${place.file} is there, and authrig did not write it.`, {
      hint: `Move it away, or print the script yourself: authrig completion ${shell}`,
    });
  }
  const written = present !== script && !dryRun;
  if (written) await replace(shell, place.file, script);
  context.terminal.message(whatWasDone(place, { same: present === script, dryRun }));
  if (place.line !== undefined)
    context.terminal.message(
      `Put this line into ${place.line.into}${place.line.where ?? ''}, unless it is there: ${place.line.text}`,
    );
  const undo = undoOf(place, context);
  return {
    data: { shell, file: place.file, written, undo, line: place.line?.text ?? null },
    rows: [
      ['shell', shell],
      ['file', place.file],
      ['undo', place.line === undefined ? undo : `${undo}, and take the line out of ${place.line.into}`],
    ],
  };
}

function whatWasDone({ file }: Place, { same, dryRun }: { same: boolean; dryRun: boolean }): string {
  if (same) return `${file} is up to date.`;
  return dryRun ? `${file} would be written.` : `${file} is written. Start a new shell to use it.`;
}

function undoOf({ file }: Place, { platform }: Context): string {
  return platform === 'win32'
    ? `Remove-Item '${file.replaceAll("'", "''")}'`
    : `rm '${file.replaceAll("'", String.raw`'\''`)}'`;
}

async function readPresent(shell: Shell, file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw unusable(shell, file, 'read', error);
  }
}

/** A shell that starts in this moment finds the old script or the new one. Throws `local`. */
async function replace(shell: Shell, file: string, script: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, script, 0o644);
  } catch (error) {
    throw unusable(shell, file, 'written', error);
  }
}

function unusable(shell: Shell, file: string, deed: string, error: unknown): CliError {
  return new CliError('local', `${file} could not be ${deed}: ${whyUnwritable(error)}.`, {
    hint: `Print the script, and put it where you like: authrig completion ${shell}`,
    cause: error,
  });
}
