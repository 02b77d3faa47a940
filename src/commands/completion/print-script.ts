import type { Result } from '../../command.ts';
import { completionScript, type Shell } from '../../completion/generate.ts';

/** `authrig completion SHELL` */
export async function printScript(shell: Shell): Promise<Result> {
  const script = await completionScript(shell);
  return { data: { shell, script }, alone: script.trimEnd() };
}
