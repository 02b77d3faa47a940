/** A recording in test/fixtures/recordings, and what explain has to find in it. */
export interface Made {
  /** The file's name without its ending. */
  readonly file: string;
  /** The cause that is told as the reason; null where the sign-in went well or nobody knows. */
  readonly cause: string | null;
  /** What else is true of it, in order. */
  readonly also?: readonly string[];
  /** A part of the reason that is this recording's own, such as `by 4 s`. */
  readonly says?: string;
  readonly make: () => string | Promise<string>;
}
