/** How the work of one item begins: `ready` is waited for first, and takes none of the places. */
export interface Job<T> {
  readonly ready: (item: T) => Promise<void>;
  readonly work: (item: T) => Promise<void>;
}

/**
 * Works on all items, at most so many at a time. Each lane goes in order and waits for its own items alone, so that
 * one that has to wait keeps nobody else. Resolves when all is done; rejects with the first failure, after which no
 * item begins.
 */
export async function sideBySide<T>(
  lanes: Iterable<Iterable<T>>,
  places: number,
  job: Job<T>,
): Promise<void> {
  const waiting: (() => void)[] = [];
  let free = places;
  let failure: { readonly reason: unknown } | undefined;

  const take = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const fail = (reason: unknown): void => {
    failure ??= { reason };
  };

  async function lane(items: Iterable<T>): Promise<void> {
    const running = new Set<Promise<void>>();
    for (const item of items) {
      if (failure !== undefined) break;
      try {
        await job.ready(item);
      } catch (error) {
        fail(error);
        break;
      }
      await take();
      if (failure !== undefined) {
        give();
        break;
      }
      const work: Promise<void> = job
        .work(item)
        .catch(fail)
        .finally(() => {
          running.delete(work);
          give();
        });
      running.add(work);
    }
    await Promise.all(running);
  }

  await Promise.all([...lanes].map(lane));
  if (failure !== undefined) throw failure.reason;
}
