import { CliError } from '../../errors.ts';
import { findCodes, onlyCode } from '../code.ts';
import type { CodeReader, SourceRequest } from '../code-source.ts';
import { startDeadline } from '../deadline.ts';
import type { SourceDeps } from '../source.ts';
import { codeMissing } from './expired.ts';
import { runCommand } from './shell.ts';

const longestOutput = 65_536;
const longestCode = 40;

/** Runs the user's command once, after the send; what it prints is the code, or a text with the code in it. */
export function commandReader(command: string, deps: SourceDeps): CodeReader {
  return async (request) => {
    const { what, option, challenge } = request;
    const hint = 'Run the command by itself to see how long it takes.';
    const deadline = startDeadline(request.deadline, () => codeMissing(what, 'the command', hint), deps);
    const env = {
      AUTHRIG_CHALLENGE: challenge.id,
      AUTHRIG_SENT_AT: new Date(challenge.sentAt).toISOString(),
      AUTHRIG_PROVIDER: challenge.provider,
    };
    try {
      const run = { option, env, limitBytes: longestOutput, signal: deadline.signal };
      return codeIn((await runCommand(command, run, deps)).toString('utf8'), request);
    } finally {
      deadline.release();
    }
  };
}

function codeIn(printed: string, request: SourceRequest): string {
  const { option, what, match } = request;
  const code = onlyCode(findCodes(printed, request), `${option} cmd:`);
  if (code !== undefined) return code;
  // A short line alone is meant as the code, and its shape is judged as if it had been typed.
  const line = printed.trim();
  if (match === undefined && line !== '' && line.length <= longestCode && !line.includes('\n')) return line;
  throw new CliError('usage', `The command of ${option} printed no ${what}.`, {
    hint: "Let it print the code alone, or find it with a pattern: --otp-match 'code is (\\d{6})'.",
  });
}
