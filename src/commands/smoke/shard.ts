import { CliError } from '../../errors.ts';

/** One part of a spread run, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

const most = 10_000;

/** Reads `2/5`; throws `usage`. */
export function shardOption(text: string): Shard {
  const [, index, of] = /^(\d{1,5})\/(\d{1,5})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && of !== undefined && index >= 1 && index <= of && of <= most)
    return { index, of };
  throw new CliError('usage', `--shard does not take "${text.slice(0, 40)}".`, {
    hint: 'Give I/N, the number of this part and of all parts: --shard 1/4 to --shard 4/4. A Kubernetes index begins at 0: add 1.',
  });
}

/** Every N-th of the items: the same for the same list, together all of them, and none twice. */
export function partOf<T>(items: readonly T[], shard: Shard | undefined): readonly T[] {
  return shard === undefined ? items : items.filter((_item, at) => at % shard.of === shard.index - 1);
}
