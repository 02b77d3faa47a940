import type { Context } from '../context.ts';

/** Shows how much of a wait is left until the work is done; where stderr is no terminal it says so once. */
export async function withCountdown<T>(
  { clock, terminal }: Pick<Context, 'clock' | 'terminal'>,
  text: string,
  budgetMs: number,
  work: Promise<T>,
): Promise<T> {
  const until = clock.monotonic() + budgetMs;
  const line = (): string => `${text}, ${Math.max(0, Math.ceil((until - clock.monotonic()) / 1000))} s left`;
  const progress = await terminal.progress(line());
  const done = new AbortController();
  const tick = async (): Promise<void> => {
    while (clock.monotonic() < until) {
      await clock.sleep(1000, done.signal);
      progress.update(line());
    }
  };
  if (terminal.animated) tick().catch(() => {});
  try {
    return await work;
  } finally {
    done.abort();
    progress.stop();
  }
}
