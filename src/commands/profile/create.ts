import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { withNewProfile } from '../../settings/profiles.ts';

/** `authrig profile create NAME` */
export async function create({ store, terminal }: Context, _options: unknown, name: string): Promise<Result> {
  await store.change((contents) => withNewProfile(contents, name));
  terminal.message(
    `There is a new profile "${name}". To make it the current one: authrig profile use ${name}`,
    'good',
  );
  return { data: { profile: name } };
}
