import { exitCodes } from '../../errors.ts';
import type { Group } from '../../report/result.ts';
import type { Problem } from '../../scenario/problems.ts';

/** What is wrong with the files, as a report has it: a group a file, and a case for each thing. */
export function brokenGroups(problems: readonly Problem[]): Group[] {
  const files = [...new Set(problems.map(({ place }) => place.file))];
  return files.map((file) => ({
    name: file,
    file,
    cases: problems
      .filter(({ place }) => place.file === file)
      .map(({ place, message }, index) => ({
        name: `${index + 1}. reading the file`,
        outcome: 'failed',
        milliseconds: 0,
        reason: message,
        exitCode: exitCodes.usage,
        place,
      })),
  }));
}
