import type { Clock } from '../../clock.ts';
import type { Parts } from '../parts.ts';
import type { RequestLog } from '../request-log.ts';
import type { Emulated } from '../vendor.ts';
import { arrangementCalls } from './arrangement.ts';
import type { ControlCall } from './call.ts';
import { rigCalls } from './rig.ts';
import { openApiShape } from './shapes.ts';
import { trafficCalls } from './traffic.ts';

/** What the rig's own routes reach. */
export interface Controlled extends Omit<Parts, 'clear' | 'randomness' | 'literal' | 'tables'> {
  /** The machine's clock: a client that waits is held in real time, also where the sandbox's time stands still. */
  readonly realClock: Clock;
  readonly log: RequestLog;
  /** The names of the providers. */
  readonly providers: readonly string[];
  /** Where each provider stands, by its name. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Base URLs and sandbox keys, by setting name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Other pages for people. */
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** What is emulated, by provider. */
  readonly emulates: Readonly<Record<string, readonly Emulated[]>>;
  /** The operations of each provider that a fault can strike. */
  readonly operations: Readonly<Record<string, readonly string[]>>;
  reset(): void;
  /** Ends the sandbox; without it nobody may. */
  readonly stop?: (() => void) | undefined;
}

/** The rig's own calls, under `/__sandbox`. */
export function controlCalls(rig: Controlled): ControlCall[] {
  const calls: ControlCall[] = [...rigCalls(rig), ...trafficCalls(rig), ...arrangementCalls(rig)];
  calls.push({
    method: 'GET',
    path: 'openapi.json',
    summary: 'these calls as an OpenAPI document',
    result: openApiShape,
    answer: async () => {
      // Its library is for whoever reads it, and not for every start.
      const { describeCalls } = await import('./openapi.ts');
      return { body: describeCalls(calls, rig.mounts) };
    },
  });
  return calls;
}
