import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { providers } from '../../providers/index.ts';
import { type OwnRecording, readOwnRecording } from '../../recording/read.ts';
import { type Played, playAgain } from '../../recording/replay.ts';
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
      hint: `See what it did with: authrig explain ${file}`,
    });
  }
  const played = await playAgain(context, recording);
  const { exitCode, error } = run.verdict;
  if (played.oddities.length > 0) {
    context.terminal.warning(
      `The recording holds ${played.oddities.join(', and ')}: the file was edited, or authrig has changed.`,
    );
  }
  if (played.exitCode !== exitCode || played.kind !== error?.kind) throw otherwise(recording, played);
  if (played.message !== undefined) context.terminal.message(played.message, 'bad');
  if (played.hint !== undefined) context.terminal.message(played.hint);
  const was = error === undefined ? '' : ` (${error.kind})`;
  context.terminal.message(`The verdict is the recorded one: exit code ${exitCode}${was}.`, 'good');
  return resultOf(context, recording);
}

function otherwise({ log }: OwnRecording, played: Played): CliError {
  const {
    _authrig: { verdict, versions },
  } = log;
  const now = played.message === undefined ? '' : ` ${plainLine(played.message, 300)}`;
  const was = verdict.error === undefined ? 'well' : `with ${verdict.error.kind}`;
  return new CliError(
    'failed',
    `The command ended ${was} (exit code ${verdict.exitCode}), and ends otherwise now: exit code ${played.exitCode}.${now}`,
    {
      hint: `The file was edited, or authrig has changed since ${versions.authrig} recorded it: if neither, it is a bug worth reporting.`,
      data: { recorded: verdict, now: { exitCode: played.exitCode, kind: played.kind ?? null } },
    },
  );
}

/** The recorded document again; in text what it holds, since how it was shown is not recorded. */
async function resultOf({ terminal, output }: Context, { log }: OwnRecording): Promise<Result> {
  const {
    _authrig: { document, verdict },
  } = log;
  const { exitCode } = verdict;
  const data = dataOf(document);
  if (output === 'json') {
    await terminal.result(`${jsonText(document)}\n`);
    return { data, exitCode, silent: true };
  }
  if (output === 'text' && verdict.error !== undefined) return { data, exitCode, silent: true };
  const rows = Object.entries(data).map(([name, value]) => [name, shown(value)] as const);
  return { data, exitCode, rows };
}

function dataOf({ data }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(value);
}
