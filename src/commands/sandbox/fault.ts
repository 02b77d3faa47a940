import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { faultWords } from '../../sandbox/fault-words.ts';
import type { Fault } from '../../sandbox/faults.ts';
import { closest } from '../../settings/closest.ts';
import { ask, findSandbox } from './running.ts';

export interface FaultOptions {
  readonly url?: string;
  readonly list?: true;
  readonly clear?: true;
  readonly drop?: string;
  readonly provider?: string;
  readonly operation?: string;
  readonly times?: number;
  readonly after?: number;
  readonly every?: number;
  readonly probability?: number;
  readonly seed?: string;
  /** Milliseconds. */
  readonly delay?: number;
  /** Milliseconds. */
  readonly jitter?: number;
  readonly status?: number;
  readonly retryAfter?: string;
  readonly bytes?: number;
  readonly bytesPerSecond?: number;
}

/** Options that say how a kind goes wrong, and what the sandbox calls them. */
const ownOptions = [
  ['delay', '--delay', 'ms'],
  ['jitter', '--jitter', 'jitterMs'],
  ['status', '--status', 'status'],
  ['retryAfter', '--retry-after', 'retryAfter'],
  ['bytes', '--bytes', 'bytes'],
  ['bytesPerSecond', '--bytes-per-second', 'bytesPerSecond'],
] as const;

/** Adds a fault to a running sandbox, lists those that are there, or drops them. */
export async function fault(context: Context, options: FaultOptions, kind?: string): Promise<Result> {
  const { url, list, clear, drop } = options;
  const deeds = [kind !== undefined, list === true, clear === true, drop !== undefined];
  if (deeds.filter(Boolean).length !== 1) {
    throw new CliError('usage', 'Name one kind of fault, or give --list, --clear or --drop ID.', {
      hint: 'authrig sandbox fault reset --provider verifik --times 1',
    });
  }
  if (kind !== undefined) await refuseUnused(kind, options);
  const origin = await findSandbox(context, url);
  if (kind === undefined) return show(await others(context, origin, options));
  const { provider, operation, times, after, every, probability, seed } = options;
  const own = ownOptions.map(([option, , member]) => [member, valueOf(options[option])]);
  const when = { provider, operation, times, after, every, probability, seed };
  const added = await ask(context, origin, 'faults', { kind, ...when, ...Object.fromEntries(own) });
  const there = added as unknown as Fault;
  return { data: { ...there }, rows: [rowOf(there)] };
}

function valueOf(option: string | number | undefined): string | number | undefined {
  return /^\d+$/.test(String(option)) ? Number(option) : option;
}

/** A kind that is none, what the kind has no use for, and a Retry-After that no client could read. */
async function refuseUnused(kind: string, options: FaultOptions): Promise<void> {
  const { faultKinds, isRetryAfter, otherNames, strayMember } = await import('../../sandbox/fault-kinds.ts');
  if (!Object.hasOwn(faultKinds, kind) && !Object.hasOwn(otherNames, kind))
    throw unknownKind(kind, Object.keys(faultKinds));
  const given = ownOptions.filter(([option]) => options[option] !== undefined);
  const stray = strayMember(
    kind,
    given.map(([, , member]) => member),
    (member) => ownOptions.find((each) => each[2] === member)?.[1],
  );
  if (stray !== undefined)
    throw new CliError('usage', stray, { hint: 'authrig sandbox fault --help has what each kind does.' });
  const { retryAfter } = options;
  if (retryAfter !== undefined && !isRetryAfter(retryAfter)) {
    throw new CliError('usage', `--retry-after does not take "${retryAfter.slice(0, 40)}".`, {
      hint: "Give seconds, or a date as HTTP writes it: 'Wed, 21 Oct 2026 07:28:00 GMT'.",
    });
  }
}

function unknownKind(kind: string, known: readonly string[]): CliError {
  const near = closest(kind, known);
  const meant = near === undefined ? `The kinds are: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return new CliError('usage', `There is no fault of the kind "${kind.slice(0, 40)}".`, {
    hint: `${meant} authrig sandbox fault --help has what each does.`,
  });
}

async function others(
  context: Context,
  origin: string,
  { clear, drop }: FaultOptions,
): Promise<readonly Fault[]> {
  if (drop !== undefined) await refuseUnknown(context, origin, drop);
  const path = drop === undefined ? 'faults' : `faults/${encodeURIComponent(drop)}`;
  const method = clear === true || drop !== undefined ? 'DELETE' : 'GET';
  const { faults } = await ask(context, origin, path, undefined, method);
  return faults as readonly Fault[];
}

/** Told before the sandbox does, whose words are for those who call it. */
async function refuseUnknown(context: Context, origin: string, id: string): Promise<void> {
  const { faults } = await ask(context, origin, 'faults');
  if ((faults as readonly Fault[]).some((each) => each.id === id)) return;
  throw new CliError('usage', 'No fault has this id.', {
    hint: 'Those that are there: authrig sandbox fault --list',
  });
}

function show(faults: readonly Fault[]): Result {
  return { data: { faults }, rows: faults.length === 0 ? [['faults', 'none']] : faults.map(rowOf) };
}

function rowOf(there: Fault): readonly [string, string] {
  const { id, kind, provider = 'every provider', operation } = there;
  const where = operation === undefined ? provider : `${provider} ${operation}`;
  return [`fault ${id}`, `${kind} for ${where}: ${faultWords(there)}`];
}
