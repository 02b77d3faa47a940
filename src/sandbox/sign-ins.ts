import type { Clock } from '../clock.ts';
import type { Changes } from './changes.ts';
import type { Table } from './table.ts';

/** What the customer, simulated or real, decides about a pending sign-in. */
export interface Decision {
  readonly decision: 'approve' | 'deny' | 'timeout' | 'error';
  readonly risk?: boolean;
  readonly age?: number;
}

/** A sign-in that waits for its customer: a QR code to be scanned, a push to be answered. */
export interface SignIn {
  /** The vendor's own id for it, such as Jekimo's token. */
  readonly id: string;
  readonly provider: string;
  /** What the customer would open or scan. */
  readonly url: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** True where whoever opened it asked for a second factor: the simulated customer then shows a risk. */
  readonly secondFactor?: boolean;
  /** True where a person plays the customer: the simulated one keeps out of it. */
  readonly attended?: boolean;
  readonly state: 'pending' | 'decided' | 'expired';
}

export interface SignIns {
  /** Registers a sign-in that waits for its customer. */
  open(signIn: Omit<SignIn, 'state' | 'createdAt'>): void;
  /** Who is told what a customer of this provider has decided: at most once for each sign-in. */
  decides(provider: string, settle: (id: string, decision: Decision) => void): void;
  list(): readonly SignIn[];
  /** The sign-in with this id, whatever its state. */
  find(id: string): SignIn | undefined;
  /** False where no pending sign-in has this id. */
  decide(id: string, decision: Decision): boolean;
  /** Called for each new sign-in: how the simulated customer learns of it. */
  onOpen(listener: (signIn: SignIn) => void): void;
}

/** A sign-in as it is kept. */
export interface KeptSignIn extends Omit<SignIn, 'state'> {
  decided: boolean;
}

/** Keeps sign-ins in `kept`; `clock` tells when one has expired. */
export function createSignIns(clock: Clock, kept: Table<KeptSignIn>, changes?: Changes): SignIns {
  const settlers = new Map<string, (id: string, decision: Decision) => void>();
  const listeners: ((signIn: SignIn) => void)[] = [];

  function shown({ decided, ...signIn }: KeptSignIn): SignIn {
    const expired = clock.now() >= Date.parse(signIn.expiresAt);
    return { ...signIn, state: decided ? 'decided' : expired ? 'expired' : 'pending' };
  }

  return {
    open: (signIn) => {
      const opened = { ...signIn, createdAt: new Date(clock.now()).toISOString(), decided: false };
      kept.set(signIn.id, opened);
      changes?.tell('sessions');
      for (const listener of listeners) listener(shown(opened));
    },
    decides: (provider, settle) => {
      settlers.set(provider, settle);
    },
    list: () => kept.values().map(shown),
    find: (id) => {
      const found = kept.get(id);
      return found === undefined ? undefined : shown(found);
    },
    decide: (id, decision) => {
      const found = kept.get(id);
      if (found === undefined || shown(found).state !== 'pending') return false;
      found.decided = true;
      settlers.get(found.provider)?.(id, decision);
      changes?.tell('sessions');
      return true;
    },
    onOpen: (listener) => {
      listeners.push(listener);
    },
  };
}
