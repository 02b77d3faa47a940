import { checkCode } from '../code.ts';
import type { CodeReader } from '../code-source.ts';
import type { SourceDeps } from '../source.ts';

/** Asks the person at the terminal; a code of the wrong shape is asked for again, three times in all. */
export function promptReader({ prompter }: Pick<SourceDeps, 'prompter'>): CodeReader {
  return ({ what, option, question, shape }) =>
    prompter.text({
      message: question ?? `${what}:`,
      option,
      attempts: 3,
      validate: (answer) => {
        const checked = checkCode(answer, shape);
        return 'code' in checked ? true : checked.problem;
      },
    });
}
