import type { Clock } from '../clock.ts';
import type { RandomBytes } from '../machine.ts';
import { type Changes, createChanges } from './changes.ts';
import { type Beginning, createSandboxClock, type SandboxClock } from './clock.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { createLiteral, type Literal } from './literal.ts';
import { createOutbox, type Outbox, type OutboxMessage } from './outbox.ts';
import { createRandomness, type Randomness } from './randomness.ts';
import { type Arrangement, createRecipients, type Recipients } from './recipients.ts';
import { createSignIns, type KeptSignIn, type SignIns } from './sign-ins.ts';
import { createSwitches, resendSwitch, type Switch, type Switches } from './switches.ts';
import { createTables, type Tables } from './table.ts';

/** How one sandbox is set up. */
export interface Setup {
  /** The machine's clock. */
  readonly real: Clock;
  readonly randomBytes: RandomBytes;
  /** The same seed gives the same codes and tokens; what is counted runs on at a reset. */
  readonly seed?: string | undefined;
  readonly beginning?: Beginning | undefined;
  readonly switches: readonly Switch[];
  /** What some recipients bring by themselves. */
  readonly recipients: Readonly<Record<string, Arrangement>>;
}

/** All the state of one sandbox, and nothing that listens or answers. */
export interface Parts {
  readonly clock: SandboxClock;
  readonly tables: Tables;
  readonly changes: Changes;
  readonly randomness: Randomness;
  readonly outbox: Outbox;
  readonly signIns: SignIns;
  readonly recipients: Recipients;
  readonly switches: Switches;
  readonly faults: Faults;
  readonly literal: Literal;
  /** Forgets everything but how many messages and faults there were: their ids are not used again. */
  clear(): void;
}

export function createParts({ real, randomBytes, seed, beginning, ...known }: Setup): Parts {
  const clock = createSandboxClock(real, beginning);
  const tables = createTables();
  const changes = createChanges();
  const counts = tables.table<number>('rig counts');
  const used = tables.table<number>('rig randomness');
  const switches = createSwitches(known.switches, tables.table('rig switches'));
  const limit = (): number => Number(switches.get(resendSwitch.name).replace('off', 'Infinity'));
  return {
    clock,
    tables,
    changes,
    switches,
    randomness: createRandomness(seed, randomBytes, used),
    outbox: createOutbox(clock, tables.table<OutboxMessage>('rig outbox'), counts, changes),
    signIns: createSignIns(clock, tables.table<KeptSignIn>('rig sign-ins'), changes),
    recipients: createRecipients({
      clock,
      limit,
      arranged: tables.table('rig recipients'),
      sent: tables.table('rig sent'),
      known: known.recipients,
    }),
    faults: createFaults(tables.table<Fault>('rig faults'), counts),
    literal: createLiteral(tables.table('rig aliases')),
    clear: () => {
      const numbers = counts.keys().map((key) => [key, counts.get(key) ?? 0] as const);
      tables.clear();
      for (const [key, number] of numbers) counts.set(key, number);
      clock.reset();
    },
  };
}
