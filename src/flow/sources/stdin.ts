import { CliError } from '../../errors.ts';
import { findCodes, onlyCode } from '../code.ts';
import type { CodeReader } from '../code-source.ts';
import { startDeadline } from '../deadline.ts';
import type { SourceDeps } from '../source.ts';
import { codeMissing } from './expired.ts';

const longestLine = 4096;

/** Takes the next line that is piped in, without waiting for the end of the pipe. */
export function lineReader(deps: SourceDeps): CodeReader {
  return async (request) => {
    const { what, option } = request;
    const hint = `Write the ${what} and a newline to standard input while the command waits.`;
    const deadline = startDeadline(request.deadline, () => codeMissing(what, 'standard input', hint), deps);
    try {
      const line = await deps.stdin.line(longestLine, deadline.signal);
      if (line === undefined || line.trim() === '') {
        throw new CliError('usage', `Standard input ended without the ${what}.`, {
          hint: `Pipe it in, or give it with another ${option}.`,
        });
      }
      return onlyCode(findCodes(line, request), `${option} stdin`) ?? line;
    } finally {
      deadline.release();
    }
  };
}
