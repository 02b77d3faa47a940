/** Time as the rig sees it. The real one is `real-clock.ts`; tests and the sandbox hand over their own. */
export interface Clock {
  /** Wall-clock time, milliseconds since 1970 in UTC. For people and for expiry dates, never for measuring. */
  now(): number;
  /** Milliseconds on a clock that never jumps. For deadlines and durations. */
  monotonic(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason as soon as the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
