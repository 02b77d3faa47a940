import type { Context } from '../../context.ts';
import type { Verdict } from '../../providers/probe.ts';

export interface KeyProgress {
  count(verdict: Verdict): void;
  stop(): void;
}

/** Nobody reads faster than this. */
const intervalMs = 100;

/** One line that counts, where a line may be redrawn; elsewhere one message at the beginning. */
export async function showProgress(
  { terminal, clock }: Pick<Context, 'terminal' | 'clock'>,
  total: number,
): Promise<KeyProgress> {
  if (total === 0) return { count: () => {}, stop: () => {} };
  const line = await terminal.progress(`Testing ${total} key${total === 1 ? '' : 's'}.`);
  const counts: Record<Verdict, number> = { valid: 0, invalid: 0, inconclusive: 0 };
  let done = 0;
  let shown = clock.monotonic();
  return {
    count: (verdict) => {
      counts[verdict] += 1;
      done += 1;
      if (clock.monotonic() - shown < intervalMs) return;
      shown = clock.monotonic();
      const { invalid, inconclusive } = counts;
      line.update(`${done} of ${total} keys tested, ${invalid} invalid, ${inconclusive} inconclusive`);
    },
    stop: () => line.stop(),
  };
}
