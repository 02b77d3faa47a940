import type { Clock } from '../clock.ts';

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
  /** Registers a pending sign-in; `decide` is called at most once, with the customer's decision. */
  open(signIn: Omit<SignIn, 'state' | 'createdAt'>, decide: (decision: Decision) => void): void;
  list(): readonly SignIn[];
  /** The sign-in with this id, whatever its state. */
  find(id: string): SignIn | undefined;
  /** False where no pending sign-in has this id. */
  decide(id: string, decision: Decision): boolean;
  /** Called for each new sign-in: how the simulated customer learns of it. */
  onOpen(listener: (signIn: SignIn) => void): void;
  reset(): void;
}

interface Entry {
  readonly signIn: Omit<SignIn, 'state'>;
  readonly decide: (decision: Decision) => void;
  decided: boolean;
}

/** Keeps sign-ins in memory, the newest `limit` of them; `clock` tells when one has expired. */
export function createSignIns(clock: Clock, limit = 1000): SignIns {
  const entries = new Map<string, Entry>();
  const listeners: ((signIn: SignIn) => void)[] = [];

  function shown({ signIn, decided }: Entry): SignIn {
    const expired = clock.now() >= Date.parse(signIn.expiresAt);
    return { ...signIn, state: decided ? 'decided' : expired ? 'expired' : 'pending' };
  }

  return {
    open: (signIn, decide) => {
      const entry = {
        signIn: { ...signIn, createdAt: new Date(clock.now()).toISOString() },
        decide,
        decided: false,
      };
      entries.delete(signIn.id);
      entries.set(signIn.id, entry);
      const [oldest] = entries.keys();
      if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
      for (const listener of listeners) listener(shown(entry));
    },
    list: () => [...entries.values()].map(shown),
    find: (id) => {
      const entry = entries.get(id);
      return entry === undefined ? undefined : shown(entry);
    },
    decide: (id, decision) => {
      const entry = entries.get(id);
      if (entry === undefined || shown(entry).state !== 'pending') return false;
      entry.decided = true;
      entry.decide(decision);
      return true;
    },
    onOpen: (listener) => {
      listeners.push(listener);
    },
    reset: () => entries.clear(),
  };
}
