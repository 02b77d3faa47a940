import { createHash } from 'node:crypto';
import type { FaultSpec } from './fault-kinds.ts';
import type { Table } from './table.ts';

/** A fault that waits for its calls. */
export interface Fault extends FaultSpec {
  readonly id: string;
  /** Calls it was there for, and those that it struck. */
  seen: number;
  struck: number;
}

/** What goes wrong on purpose. */
export interface Faults {
  add(spec: FaultSpec): Fault;
  list(): readonly Fault[];
  /** False where no fault has this id. */
  remove(id: string): boolean;
  clear(): void;
  /** The first fault that strikes this call; each that is meant for it counts it. */
  strike(provider: string, operation: string): Fault | undefined;
}

/** Faults in the order in which they were asked for; `faults` keeps them and `count` their numbers. */
export function createFaults(faults: Table<Fault>, count: Table<number>): Faults {
  return {
    add: (spec) => {
      const number = (count.get('fault') ?? 0) + 1;
      count.set('fault', number);
      const fault = { ...spec, id: String(number), seen: 0, struck: 0 };
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => faults.values(),
    remove: (id) => {
      const there = faults.get(id) !== undefined;
      faults.delete(id);
      return there;
    },
    clear: () => faults.clear(),
    strike: (provider, operation) => {
      const meant =
        faults.size === 0 ? [] : faults.values().filter((each) => isFor(each, provider, operation));
      const first = meant.find(strikes);
      for (const fault of meant) fault.seen += 1;
      if (first !== undefined) first.struck += 1;
      return first;
    },
  };
}

function isFor(fault: Fault, provider: string, operation: string): boolean {
  return (fault.provider ?? provider) === provider && (fault.operation ?? operation) === operation;
}

/** Whether it strikes the call that comes now, `seen` others having come before. */
function strikes({ seen, struck, times, after = 0, every = 1, probability = 1, seed, id }: Fault): boolean {
  if (seen < after || (times !== undefined && struck >= times)) return false;
  if ((seen - after + 1) % every !== 0) return false;
  return probability >= 1 || chance({ seed, id }, seen) < probability;
}

/**
 * From 0 up to 1, the same for the same fault and words: what is seeded strikes the same calls in every run, whether its
 * seed came as a number or as a text.
 */
export function chance(
  { seed = '', id }: { readonly seed?: string | number | undefined; readonly id: string },
  ...words: readonly unknown[]
): number {
  const drawn = JSON.stringify([seed === '' ? id : String(seed), ...words]);
  return createHash('sha256').update(drawn).digest().readUInt32BE() / 2 ** 32;
}
