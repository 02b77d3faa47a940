import { checkCode, type CodeRule, findCodes } from '../code.ts';
import type { CodeReader } from '../code-source.ts';
import type { SourceDeps } from '../source.ts';

/** Asks the person at the terminal; a code of the wrong shape is asked for again, three times in all. */
export function promptReader({ prompter }: Pick<SourceDeps, 'prompter'>): CodeReader {
  return async (request) => {
    const { what, option, question, shape } = request;
    const answer = await prompter.text({
      message: question ?? `${what}:`,
      option,
      attempts: 3,
      validate: (typed) => {
        const checked = checkCode(codeIn(typed, request), shape);
        return 'code' in checked ? true : checked.problem;
      },
    });
    return codeIn(answer, request);
  };
}

/** A person may paste the whole message: the one code in it, else what was typed. */
function codeIn(typed: string, rule: CodeRule): string {
  const [code, ...more] = 'code' in checkCode(typed, rule.shape) ? [] : findCodes(typed, rule);
  return code === undefined || more.length > 0 ? typed : code;
}
