import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { providers } from '../../providers/index.ts';
import { findExchanges } from '../../explain/exchanges.ts';
import { readPlaces } from '../../explain/places.ts';
import { type Again, sendAgain } from '../../recording/against.ts';
import type { StateOf } from '../../recording/outcomes.ts';
import type { OwnRecording } from '../../recording/read.ts';
import type { HarEntry } from '../../recording/recording.ts';
import type { Target } from '../../recording/today.ts';

export interface AgainstOptions {
  readonly against: 'sandbox' | 'live';
  readonly live: boolean;
}

/**
 * Sends the recorded calls anew, with the credentials of today, and tells where the answers have another shape: `provider`
 * (7) where one has, `inconclusive` (8) where no call could be made.
 */
export async function compare(
  context: Context,
  recording: OwnRecording,
  options: AgainstOptions,
): Promise<Result> {
  const calls = recording.log.entries.filter(
    ({ _authrig: exchange }) => exchange?.direction === 'out' && exchange.operation !== undefined,
  );
  if (calls.length === 0) {
    throw new CliError(
      'usage',
      'The recording holds no call of a provider, so there is nothing to compare.',
      {
        hint: 'Record a command that gets as far as its first call.',
      },
    );
  }
  const again =
    options.against === 'sandbox'
      ? await atSandbox(context, recording, calls)
      : await atLiveHosts(context, recording, calls, options.live);
  return resultOf(again);
}

async function atSandbox(
  context: Context,
  recording: OwnRecording,
  calls: readonly HarEntry[],
): Promise<Again[]> {
  const { startEmbedded } = await import('../../sandbox/embedded.ts');
  const { clock, randomBytes, signal } = context;
  const sandbox = await startEmbedded({ clock, randomBytes, signal, providers, customerDelayMs: 0 });
  const target: Target = {
    setting: async (name) => sandbox.settings[name],
    // The simulated customer has had the message for as long as the call took.
    code: async ({ provider = '' }) => sandbox.outbox.list({ provider }).at(-1)?.code,
    outbox: (provider) => sandbox.outbox.list({ provider }).at(-1),
    pauseMs: 50,
  };
  try {
    return await sendAgain(context, recording, calls, target, await statesIn(recording));
  } finally {
    await sandbox.close();
  }
}

/** Real hosts hear nothing but questions, unless --live says otherwise. */
async function atLiveHosts(
  context: Context,
  recording: OwnRecording,
  calls: readonly HarEntry[],
  live: boolean,
): Promise<Again[]> {
  const risky = calls.flatMap(({ _authrig: exchange }) =>
    exchange?.operation !== undefined && exchange.effect !== 'reads'
      ? [`${exchange.provider} ${exchange.operation} (${exchange.effect})`]
      : [],
  );
  if (risky.length > 0 && !live) {
    throw new CliError(
      'usage',
      `These calls do something at the provider: ${[...new Set(risky)].join(', ')}. Nothing was sent.`,
      { hint: 'Add --live to send them all the same, or compare with --against sandbox.' },
    );
  }
  const { settings, prompter } = context;
  const target: Target = {
    setting: async (name) => (await settings.look(name))?.value,
    code: async ({ provider = '' }) =>
      prompter.available
        ? prompter.text({ message: `The code that ${provider} has just sent:`, option: '--against sandbox' })
        : undefined,
    outbox: () => undefined,
    pauseMs: 5000,
  };
  return sendAgain(context, recording, calls, target, await statesIn(recording));
}

/** As `explain` reads the answers. */
async function statesIn({ log }: OwnRecording): Promise<StateOf> {
  const places = await readPlaces();
  return (entry) => findExchanges({ log: { ...log, entries: [entry] } }, places)[0]?.state;
}

function resultOf(calls: readonly Again[]): Result {
  const data = { calls };
  const drifted = calls.filter(({ differences }) => differences.length > 0);
  const compared = calls.filter(({ skipped, otherwise }) => skipped === undefined && otherwise === undefined);
  const rows = calls.flatMap((call) => {
    const said = call.differences.length === 0 ? [withoutDifference(call)] : call.differences;
    return said.map(
      (line, index) => [index === 0 ? `${call.provider} ${call.operation}` : '', line] as const,
    );
  });
  if (compared.length === 0) return { data, rows, afterwards: nothing(data) };
  if (drifted.length === 0) return { data, rows };
  const [first] = drifted;
  return {
    data,
    rows,
    afterwards: new CliError('provider', shapesIn(drifted.length, compared.length), {
      data,
      hint: 'Compare with the vendor’s page: what has changed there may break a client.',
      ...(first === undefined
        ? {}
        : { provider: { name: first.provider, operation: first.operation, httpStatus: first.status } }),
    }),
  };
}

function withoutDifference({ skipped, otherwise }: Again): string {
  if (skipped !== undefined) return `not sent: ${skipped}`;
  return otherwise === undefined ? 'same shape' : `not compared: ${otherwise}`;
}

function shapesIn(drifted: number, all: number): string {
  if (all === 1) return 'The answer has another shape than when it was recorded.';
  return drifted === 1
    ? `1 of ${all} answers has another shape than when it was recorded.`
    : `${drifted} of ${all} answers have another shape than when they were recorded.`;
}

function nothing({ calls }: { readonly calls: readonly Again[] }): CliError {
  const data = { calls };
  if (calls.some(({ otherwise }) => otherwise !== undefined)) {
    return new CliError('inconclusive', 'No answer could be compared: the sign-in comes out otherwise now.', {
      data,
      hint: 'What led to the recorded end is not in the recording. Compare one of a sign-in that went well.',
    });
  }
  return new CliError('inconclusive', 'No call could be made again, so nothing was compared.', {
    data,
    hint: 'Record a whole flow, whose calls bring each other what they need, or record with --include-secrets.',
  });
}
