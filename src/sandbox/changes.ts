/** What a page that is open, or a state file, hears of. */
export type Part =
  | 'outbox'
  | 'sessions'
  | 'requests'
  | 'clock'
  | 'faults'
  | 'recipients'
  | 'switches'
  | 'reset';

/** Tells whoever listens that a part of the sandbox is not what it was. */
export interface Changes {
  tell(part: Part): void;
  /** Returns the function that ends the listening. */
  listen(listener: (part: Part) => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(part: Part) => void>();
  return {
    tell: (part) => {
      for (const listener of listeners) listener(part);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
