import { constants, realpathSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Context } from '../context.ts';
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

/**
 * Adds the report to what the step has said already, as far as there is room. Throws the system's errors.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
 */
export async function appendSummary(path: string, report: Report): Promise<void> {
  const { renderMarkdown } = await import('./markdown.ts');
  // The runner has made the file; one that is made here would be nobody's.
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    const { size } = await file.stat();
    await file.writeFile(`${size === 0 ? '' : '\n'}${renderMarkdown(report, largest - size - 1)}`);
  } finally {
    await file.close();
  }
}
