import type { Clock } from './clock.ts';

/**
 * What the work comes to, or after so many milliseconds what `late` gives or throws; the work hears of it by its signal.
 * Throws the reason of the given signal where that ends both.
 */
export async function within<T>(
  milliseconds: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const working = work(either);
  const waiting = clock.sleep(milliseconds, either).then(late);
  // Whichever loses fails when it is ended, and nobody hears of it.
  for (const loser of [working, waiting]) loser.catch(() => {});
  try {
    return await Promise.race([working, waiting]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    over.abort();
  }
}
