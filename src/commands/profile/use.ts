import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { withCurrent } from '../../settings/profiles.ts';

/** `authrig profile use NAME` */
export async function use({ store, terminal }: Context, _options: unknown, name: string): Promise<Result> {
  await store.change((contents) => withCurrent(contents, name));
  terminal.message(`The current profile is "${name}".`, 'good');
  return { data: { profile: name } };
}
