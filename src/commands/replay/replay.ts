import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { providers } from '../../providers/index.ts';
import { tells } from '../../recording/hide.ts';
import { type OwnRecording, readOwnRecording } from '../../recording/read.ts';
import { type Played, playAgain } from '../../recording/replay.ts';
import { asShellWord } from '../../shell-word.ts';
import { jsonText, plainLine } from '../../terminal/plain.ts';

export interface ReplayOptions {
  readonly against?: 'sandbox' | 'live';
  readonly live?: boolean;
}

/** Commands that take everything from doors that a recorder stands at, beside those of the providers. */
const replayed = ['totp', 'smoke'];

/** Runs the recorded command again: against the recorded answers, or anew with --against. */
export async function replay(context: Context, options: ReplayOptions, file: string): Promise<Result> {
  const recording = await readOwnRecording(file);
  if (options.against !== undefined) {
    const { compare } = await import('./against.ts');
    return compare(context, recording, { against: options.against, live: options.live === true });
  }
  if (options.live === true) {
    throw new CliError('usage', '--live allows calls to real hosts, and a replay makes none.', {
      hint: 'Add --against live, or leave --live out.',
    });
  }
  const { _authrig: run } = recording.log;
  const [noun = ''] = run.command.split(' ');
  if (![...providers.map(({ name }) => name), ...replayed].includes(noun)) {
    throw new CliError('usage', `authrig ${run.command} works on this machine, and is not done again.`, {
      hint: `See what it did with: authrig explain ${asShellWord(file)}`,
    });
  }
  const played = await playAgain(context, recording);
  const { exitCode, error } = run.verdict;
  const ended = played.exitCode === exitCode && played.kind === error?.kind;
  if (!ended || played.oddities.length > 0) throw otherwise(recording, played, ended);
  if (played.message !== undefined) context.terminal.message(played.message, 'bad');
  if (played.hint !== undefined) context.terminal.message(played.hint);
  const was = error === undefined ? '' : ` (${error.kind})`;
  context.terminal.message(`The verdict is the recorded one: exit code ${exitCode}${was}.`, 'good');
  return resultOf(context, recording);
}

function otherwise({ log }: OwnRecording, played: Played, endedAsThen: boolean): CliError {
  const {
    _authrig: { verdict, versions },
  } = log;
  const now = played.message === undefined ? '' : ` ${plainLine(played.message, 300)}`;
  const was = verdict.error === undefined ? 'well' : `with ${verdict.error.kind}`;
  const odd =
    played.oddities.length === 0
      ? ''
      : `The recording holds ${played.oddities.join(', and ')}: the file was edited, or authrig has changed. `;
  const ends = endedAsThen ? 'and ends so now' : `and ends otherwise now: exit code ${played.exitCode}`;
  return new CliError(
    'failed',
    `${odd}The command ended ${was} (exit code ${verdict.exitCode}), ${ends}.${endedAsThen ? '' : now}`,
    {
      hint: `The file was edited, or authrig has changed since ${versions.authrig} recorded it: if neither, it is a bug worth reporting.`,
      data: { recorded: verdict, now: { exitCode: played.exitCode, kind: played.kind ?? null } },
    },
  );
}

/** The recorded document again; in text what it holds, since how it was shown is not recorded. */
async function resultOf({ terminal, output, redactor }: Context, { log }: OwnRecording): Promise<Result> {
  const {
    _authrig: { document, verdict, includesSecrets },
  } = log;
  const { exitCode } = verdict;
  const data = dataOf(document);
  // A pseudonym is nobody's secret, and tells which of them it is.
  if (includesSecrets) learnFrom(data, redactor);
  if (output === 'json') {
    await terminal.result(`${jsonText(document)}\n`);
    return { data, exitCode, silent: true };
  }
  if (output === 'text' && verdict.error !== undefined) return { data, exitCode, silent: true };
  const rows = Object.entries(data).map(([name, value]) => [name, shown(value)] as const);
  return { data, exitCode, rows };
}

/** What a file that was recorded with --include-secrets holds is masked in text, as the command masked it. */
function learnFrom(value: unknown, redactor: Context['redactor'], isSecret = false): void {
  if (typeof value === 'string' && isSecret) redactor.learn(value, 'token');
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) learnFrom(inner, redactor, isSecret || tells(name));
}

function dataOf({ data }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(value);
}
