import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
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

interface Fault {
  readonly id: string;
  readonly kind: string;
  readonly provider?: string;
  readonly operation?: string;
  readonly seen: number;
  readonly struck: number;
}

/** Adds a fault to a running sandbox, lists those that are there, or drops them. */
export async function fault(context: Context, options: FaultOptions, kind?: string): Promise<Result> {
  const { url, list, clear, drop, delay, jitter, ...rest } = options;
  const deeds = [kind !== undefined, list === true, clear === true, drop !== undefined];
  if (deeds.filter(Boolean).length !== 1) {
    throw new CliError('usage', 'Name one kind of fault, or give --list, --clear or --drop ID.', {
      hint: 'authrig sandbox fault reset --provider verifik --times 1',
    });
  }
  const origin = await findSandbox(context, url);
  if (kind === undefined) return show(await others(context, origin, options));
  const {
    provider,
    operation,
    times,
    after,
    every,
    probability,
    seed,
    status,
    retryAfter,
    bytes,
    bytesPerSecond,
  } = rest;
  const wanted = {
    kind,
    provider,
    operation,
    times,
    after,
    every,
    probability,
    seed,
    status,
    bytes,
    bytesPerSecond,
  };
  const named = {
    ms: delay,
    jitterMs: jitter,
    retryAfter: /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : retryAfter,
  };
  const added = (await ask(context, origin, 'faults', { ...wanted, ...named })) as unknown as Fault;
  return { data: { ...added }, rows: [rowOf(added)] };
}

async function others(
  context: Context,
  origin: string,
  { clear, drop }: FaultOptions,
): Promise<readonly Fault[]> {
  const path = drop === undefined ? 'faults' : `faults/${encodeURIComponent(drop)}`;
  const method = clear === true || drop !== undefined ? 'DELETE' : 'GET';
  const { faults } = await ask(context, origin, path, undefined, method);
  return faults as readonly Fault[];
}

function show(faults: readonly Fault[]): Result {
  return { data: { faults }, rows: faults.length === 0 ? [['faults', 'none']] : faults.map(rowOf) };
}

function rowOf({
  id,
  kind,
  provider = 'every provider',
  operation,
  seen,
  struck,
}: Fault): readonly [string, string] {
  const where = operation === undefined ? provider : `${provider} ${operation}`;
  return [`fault ${id}`, `${kind} for ${where}, struck ${struck} of ${seen}`];
}
