import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Context } from '../../../context.ts';
import { chooseBrowser } from '../../../flow/browser-choice.ts';
import { doubtful, type Examine, good } from '../check.ts';

/** What would open a page for the sign-ins that need one; nothing is opened. */
export const browser: Examine = async ({ context }) => {
  const choice = chooseBrowser('http://127.0.0.1/', context);
  if ('windows' in choice) return [good('browser', 'pages are opened in the browser of Windows')];
  const hint = 'Links are printed: open them yourself, or name a program in BROWSER.';
  if ('reason' in choice) return [doubtful('browser', `none is opened: ${choice.reason}`, hint)];
  const programs = choice.commands.map(([program = '']) => program);
  for (const program of programs) {
    if (await isThere(program, context)) return [good('browser', `pages are opened with ${program}`)];
  }
  return [doubtful('browser', `there is no program ${programs.join(' or ')}`, hint)];
};

async function isThere(program: string, { env }: Context): Promise<boolean> {
  const places = isAbsolute(program)
    ? [program]
    : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  for (const place of places) {
    const found = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
