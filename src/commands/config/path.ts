import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';

/** `authrig config path` */
export async function path({ store }: Context): Promise<Result> {
  return { data: { path: store.path }, alone: store.path };
}
