import { lstatSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError, errorCode } from '../errors.ts';
import { replaceFile, tryFolderOf, whyUnwritable } from '../whole-file.ts';
import type { ReportKind, ReportTarget } from './option.ts';
import { redactedReport } from './redacted.ts';
import type { Report } from './result.ts';
import { appendSummary, stepSummary, trySummary } from './step-summary.ts';

/** The reports of one run, before there is anything to report. */
export interface ReportFiles {
  /**
   * Redacts the report and writes it to every file, each whole or not at all; where one can't be written, the others
   * are. Returns the `local` error to tell behind the result. It heeds no signal: call it after Ctrl-C too, from a
   * verb that ends itself.
   */
  write(report: Report): Promise<CliError | undefined>;
}

type Reach = Pick<Context, 'env' | 'redactor' | 'terminal'>;
type Render = (report: Report) => string;

const renderers: Readonly<Record<ReportKind, () => Promise<Render>>> = {
  junit: async () => (await import('./junit.ts')).renderJunit,
  tap: async () => (await import('./tap.ts')).renderTap,
  json: async () => (await import('./json.ts')).renderJson,
  ndjson: async () => (await import('./ndjson.ts')).renderNdjson,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  html: async () => (await import('./html.ts')).renderHtml,
  github: async () => (await import('./github.ts')).renderGithub,
};

/**
 * Sees to it that every --report can be written, before anything runs. Throws `usage` for two that meet in one file,
 * and `local` for a folder that is missing or takes no file, and for what is no plain file.
 */
export async function openReports(
  context: Reach,
  targets: readonly ReportTarget[] = [],
): Promise<ReportFiles> {
  const step = stepSummary(context.env);
  const places: string[] = [];
  for (const target of targets) {
    const place = await placeOf(target);
    const other = targets[places.indexOf(place)];
    if (other !== undefined) {
      throw new CliError('usage', `--report writes ${other.file} and ${target.file}, which are one file.`, {
        hint: 'Give each report a file of its own.',
      });
    }
    places.push(place);
    if (step !== undefined && place === step.place && !['github', 'markdown'].includes(target.kind)) {
      throw new CliError('usage', `The summary of a step is Markdown, and ${target.kind} is not.`, {
        hint: 'Type: --report github="$GITHUB_STEP_SUMMARY"',
      });
    }
  }
  const named = step !== undefined && places.includes(step.place);
  const isSummary = (index: number): boolean => places[index] === step?.place;
  const addsTo = targets.map(({ kind }, index) => isSummary(index) || (kind === 'github' && !named));
  if (step !== undefined && addsTo.includes(true)) await trySummary(step.path);
  const works = targets.flatMap((target, index) => {
    const adds = step !== undefined && addsTo[index] === true;
    return [
      ...(target.kind === 'github' ? [(report: Report) => annotate(context, report)] : []),
      ...(adds ? [(report: Report) => appendSummary(step.path, report)] : []),
      ...(isSummary(index) ? [] : [(report: Report) => telling(target.file, writeOne(target, report))]),
    ];
  });
  return {
    async write(report) {
      const safe = redactedReport(report, context.redactor);
      const failures: CliError[] = [];
      for (const work of works) {
        await work(safe).catch((error: unknown) => {
          if (!(error instanceof CliError)) throw error;
          failures.push(error);
        });
      }
      const [first, ...others] = failures;
      for (const { message } of others) context.terminal.warning(message, 'bad');
      return first;
    },
  };
}

/** The one true path of a target. */
async function placeOf({ file }: ReportTarget): Promise<string> {
  try {
    const folder = await realpath(dirname(file));
    const present = await lstat(file).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
    if (present?.isDirectory() === true) throw unwritable(file, 'it is a folder');
    if (present !== undefined && !present.isFile()) throw unwritable(file, 'it is no plain file');
    await tryFolderOf(file);
    return join(folder, basename(file));
  } catch (error) {
    throw error instanceof CliError ? error : unwritable(file, whyUnwritable(error), error);
  }
}

/** A report is there to be shared: its mode is what the umask leaves of 0644. */
async function writeOne({ kind, file }: ReportTarget, report: Report): Promise<void> {
  const render = await renderers[kind]();
  await replaceFile(file, render(report), 0o644);
}

/** The runner reads annotations from the log alone, and stderr is part of it. */
async function annotate({ env, terminal }: Reach, report: Report): Promise<void> {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const render = await renderers.github();
  terminal.draw(render(report).split('\n').slice(0, -1));
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

/** A system error of the work, as one that names the file. */
async function telling(file: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof CliError) && errorCode(error) === undefined) throw error;
    throw unwritable(file, whyUnwritable(error), error);
  }
}

function unwritable(file: string, why: string, cause?: unknown): CliError {
  const older = isFile(file) ? 'The older report there is as it was. ' : '';
  return new CliError('local', `The report ${file} could not be written: ${why}.`, {
    hint: `${older}Give a file in a folder that takes one: --report KIND=FILE`,
    ...(cause === undefined ? {} : { cause }),
  });
}
