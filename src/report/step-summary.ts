import { constants, realpathSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { CliError, errorCode } from '../errors.ts';
import { whyUnwritable } from '../whole-file.ts';
import type { Report } from './result.ts';

/** What GitHub takes of one step, in bytes; of more it shows nothing. */
const largest = 1024 * 1024;

/** Where a step of GitHub Actions leaves its summary, by its name and by its true path; undefined elsewhere. */
export function stepSummary(
  env: Context['env'],
): { readonly path: string; readonly place: string } | undefined {
  const path = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (path === '') return undefined;
  try {
    return { path, place: realpathSync(path) };
  } catch {
    return { path, place: path };
  }
}

/** Sees to it that the summary can be added to. Throws `local` where it can't. */
export async function trySummary(path: string): Promise<void> {
  const file = await openSummary(path);
  await file.close();
}

/**
 * Adds the report to what the step has said already, as far as there is room. Throws `local` where it can't be.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
 */
export async function appendSummary(path: string, report: Report): Promise<void> {
  const { renderMarkdown } = await import('./markdown.ts');
  const file = await openSummary(path);
  try {
    const { size } = await file.stat();
    await file.writeFile(`${size === 0 ? '' : '\n'}${renderMarkdown(report, largest - size - 1)}`);
  } catch (error) {
    throw refused(path, error);
  } finally {
    await file.close();
  }
}

/** The runner has made the file; one that is made here would be nobody's. */
async function openSummary(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_APPEND);
  } catch (error) {
    throw refused(path, error);
  }
}

function refused(path: string, cause: unknown): CliError {
  const why = errorCode(cause) === 'ENOENT' ? 'there is no such file' : whyUnwritable(cause);
  return new CliError('local', `The summary of the step, ${path}, could not be written: ${why}.`, {
    hint: 'The runner of GitHub Actions makes that file. Elsewhere unset GITHUB_STEP_SUMMARY, or give a file of your own: --report markdown=summary.md',
    cause,
  });
}
