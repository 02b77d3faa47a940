import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Context } from '../../../context.ts';
import { errorCode } from '../../../errors.ts';
import { countOf } from '../../../settings/profiles.ts';
import { type Check, doubtful, type Examine, good } from '../check.ts';

/** The settings file: where it is, whether it is whole, and who else may read it. A damaged one is told as it is thrown. */
export const store: Examine = ({ context }) => {
  // Looked at before anybody reads it, as reading closes a file that is open to others: so this check starts early, and
  // waits for nothing.
  const open = openToOthers(context);
  const contents = context.store.read();
  if (open !== undefined) return [open];
  const { name } = context.settings.profile;
  const count = countOf(contents, name);
  const kept = count === 1 ? '1 setting' : `${count} settings`;
  return [good('store', `${context.store.path}, ${kept} in the profile "${name}"`)];
};

function openToOthers({ store: { path }, disk }: Context): Check | undefined {
  if (disk.machine.uid === undefined) return undefined;
  for (const each of [dirname(path), path]) {
    const mode = modeOf(each) & 0o777;
    if ((mode & 0o077) === 0) continue;
    const right = each === path ? 600 : 700;
    const detail = `${each} is open to other users of this machine (mode ${mode.toString(8)})`;
    return doubtful(
      'store',
      detail,
      `Type \`chmod ${right} ${each}\`, and replace the keys that they may have read.`,
    );
  }
  return undefined;
}

function modeOf(path: string): number {
  try {
    return lstatSync(path).mode;
  } catch (error) {
    // What reading it will say is better than anything said here.
    if (errorCode(error) !== undefined) return 0;
    throw error;
  }
}
