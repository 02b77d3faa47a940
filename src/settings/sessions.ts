/** What is kept between two commands: a session with its tokens, or a challenge that waits for its code. */
export interface Kept<T> {
  readonly id: string;
  readonly value: T;
}

/** Tokens, sessions and challenges, one file each, each profile's by itself, replaced atomically. */
export interface Sessions {
  /** The kept entry, or undefined. `kind` is a folder such as `challenges`; `id` is made by `put`'s caller. */
  get(kind: string, id: string): Promise<unknown>;
  /** Writes the entry whole or not at all, mode 0600. Throws `local`. */
  put(kind: string, id: string, value: unknown): Promise<void>;
  /** Removes the entry; true where there was one. */
  remove(kind: string, id: string): Promise<boolean>;
  /** All entries of the kind, oldest first. */
  list(kind: string): Promise<readonly Kept<unknown>[]>;
  /** Runs `work` while no other process holds the lock of this entry; the lock of a dead owner is taken over. */
  locked<T>(kind: string, id: string, work: () => Promise<T>): Promise<T>;
}
