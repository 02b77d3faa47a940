import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CliError } from '../errors.ts';

/** What a report can be written as. */
export const reportKinds = ['junit', 'tap', 'json', 'ndjson', 'markdown', 'html', 'github'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** One --report: a kind, and the file that it is written to. */
export interface ReportTarget {
  readonly kind: ReportKind;
  readonly file: string;
}

/** Declares `--report KIND=FILE`, as often as it is given; `options.report` is a list of targets, or undefined. */
export function reportOption(command: Command): Command {
  return command.option(
    '--report <kind=file>',
    `write a report, again for more of them: ${reportKinds.join(', ')}`,
    addTarget,
  );
}

/** Throws `usage` for what is no KIND=FILE, and for a file that has a report already. */
function addTarget(given: string, before: readonly ReportTarget[] = []): readonly ReportTarget[] {
  const at = given.indexOf('=');
  const kind = reportKinds.find((known) => known === given.slice(0, Math.max(0, at)));
  const file = given.slice(at + 1);
  if (at === -1) throw refused(given, 'names no file');
  if (kind === undefined) throw refused(given, 'is of no kind that there is');
  if (file.trim() === '' || file.includes('\0')) throw refused(given, 'names no file');
  if (file === '-') throw refused(given, 'is no file: stdout carries the result');
  if (before.some((other) => resolve(other.file) === resolve(file))) {
    throw refused(given, 'is a file that another --report writes');
  }
  return [...before, { kind, file }];
}

function refused(given: string, why: string): CliError {
  return new CliError('usage', `--report ${given.slice(0, 80)} ${why}.`, {
    hint: `Give KIND=FILE, such as junit=report.xml. The kinds are: ${reportKinds.join(', ')}.`,
  });
}
