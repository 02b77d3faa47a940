import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { CliError, errorCode } from '../errors.ts';

export type ExportForm = 'github' | 'dotenv' | 'shell' | 'gitlab';

type Reach = Pick<Context, 'env' | 'randomBytes' | 'terminal'>;

/**
 * Throws `usage` for a form that has nowhere to go here: to be called before anything is sent. The mask line must not
 * reach a log that is not the runner's, so `github` works in a step of GitHub Actions alone.
 */
export function checkExport({ env }: Pick<Context, 'env'>, form: ExportForm): void {
  if (form !== 'github' || env['GITHUB_ACTIONS'] === 'true') return;
  throw new CliError(
    'usage',
    '--export github works in a step of GitHub Actions alone (GITHUB_ACTIONS=true).',
    {
      hint: 'Use --export dotenv, --export shell or --field accessToken here.',
    },
  );
}

/**
 * Hands a token to a CI system: the line for stdout, or undefined where it went to a file. For `github` the mask is
 * registered before anything could print the value, and the value goes to the file of $GITHUB_OUTPUT under a delimiter
 * that nobody can guess.
 * Throws `provider` for a value that could break out of its line, and `local` where that file can't be written.
 */
export async function exportToken(
  context: Reach,
  form: ExportForm,
  name: string,
  value: string,
): Promise<string | undefined> {
  checkExport(context, form);
  if (form === 'github') await registerMasks(context, value);
  if (!/^[\x21-\x7E]+$/.test(value) || /['"\\$`]/.test(value)) {
    throw new CliError('provider', 'The token holds characters that no token has; it is not exported.', {
      hint: 'Print it with --json and look at it.',
    });
  }
  if (form === 'shell') return `export ${name}='${value}'`;
  if (form === 'dotenv') return `${name}="${value}"`;
  if (form === 'gitlab') return `${name}=${value}`;
  await writeOutput(context, name, value);
  return undefined;
}

/** A runner reads these lines and shows them nowhere; from here on it masks the value in every log. */
async function registerMasks({ terminal }: Reach, value: string): Promise<void> {
  const lines = value.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  // The runner decodes %25, %0D and %0A in what follows the two colons.
  for (const line of lines) await terminal.result(`::add-mask::${line.replaceAll('%', '%25')}\n`);
}

async function writeOutput({ env, randomBytes }: Reach, name: string, value: string): Promise<void> {
  const path = env['GITHUB_OUTPUT'] ?? '';
  if (path === '') throw unwritable('it is not set');
  const delimiter = `authrig_${Buffer.from(randomBytes(16)).toString('hex')}`;
  if (value.includes(delimiter)) throw unwritable('the token holds its delimiter');
  try {
    // The runner has made the file; one that is made here would be open to whoever may read the folder.
    const file = await open(path, constants.O_RDWR | constants.O_APPEND);
    try {
      // An output of an earlier step may lack its line's end, and would take this one's name into it.
      const { size } = await file.stat();
      const last = Buffer.alloc(1, '\n');
      if (size > 0) await file.read(last, 0, 1, size - 1);
      const begin = last.toString() === '\n' ? '' : '\n';
      await file.writeFile(`${begin}${name}<<${delimiter}\n${value}\n${delimiter}\n`);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = errorCode(cause) ?? 'unknown';
    throw unwritable(code === 'ENOENT' ? 'there is no such file' : code, cause);
  }
}

function unwritable(why: string, cause?: unknown): CliError {
  return new CliError('local', `$GITHUB_OUTPUT could not be written: ${why}.`, {
    hint: 'The runner sets it for each step. Take the token from stdout instead, with --field accessToken.',
    ...(cause === undefined ? {} : { cause }),
  });
}
