import { declaredTree } from '../verbs.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { powershellScript } from './powershell.ts';
import { shapeOf, type TreeShape } from './tree.ts';
import { readVendorWords } from './vendor-words.ts';
import { zshScript } from './zsh.ts';

/** The shells there are scripts for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** By this line a file is known as one that was generated. */
export const mark =
  '# Completes the authrig command line. Generated from its command tree: changes in this file are lost.';

const scripts: Readonly<Record<Shell, (tree: TreeShape) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** The completion script of a shell, from the command tree as it is. */
export async function completionScript(shell: Shell): Promise<string> {
  const text = scripts[shell](shapeOf(await declaredTree(), await readVendorWords()));
  return `${shell === 'zsh' ? '#compdef authrig\n' : ''}${mark}\n${text}`;
}
