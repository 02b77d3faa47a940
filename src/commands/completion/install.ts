import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Result } from '../../command.ts';
import { completionScript, mark, type Shell, shells } from '../../completion/generate.ts';
import type { Context } from '../../context.ts';
import { CliError, errorCode } from '../../errors.ts';
import { storageError } from '../../settings/storage-error.ts';
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
  const present = await readPresent(place.file);
  if (present !== undefined && !present.includes(mark)) {
    throw new CliError('local', `${place.file} is there, and authrig did not write it.`, {
      hint: `Move it away, or print the script yourself: authrig completion ${shell}`,
    });
  }
  const written = present !== script && !dryRun;
  if (written) await replace(place.file, script, context);
  context.terminal.message(whatWasDone(place, { same: present === script, dryRun }));
  if (place.line !== undefined)
    context.terminal.message(`Put this line into ${place.line.into}, unless it is there: ${place.line.text}`);
  const undo = undoOf(place, context);
  return {
    data: { shell, file: place.file, written, undo, line: place.line?.text ?? null },
    rows: [
      ['shell', shell],
      ['file', place.file],
      ['undo', undo],
    ],
  };
}

function whatWasDone({ file }: Place, { same, dryRun }: { same: boolean; dryRun: boolean }): string {
  if (same) return `${file} is up to date.`;
  return dryRun ? `${file} would be written.` : `${file} is written. Start a new shell to use it.`;
}

function undoOf({ file, line }: Place, { platform }: Context): string {
  const remove =
    platform === 'win32' ? `Remove-Item '${file}'` : `rm '${file.replaceAll("'", String.raw`'\''`)}'`;
  return line === undefined ? remove : `${remove}, and take the line out of ${line.into}`;
}

async function readPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageError(error, file, 'read');
  }
}

/** A shell that starts in this moment finds the old script or the new one whole. */
async function replace(
  file: string,
  script: string,
  { randomBytes }: Pick<Context, 'randomBytes'>,
): Promise<void> {
  const draft = `${file}.${Buffer.from(randomBytes(4)).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, script, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw storageError(error, file, 'written');
  }
}
