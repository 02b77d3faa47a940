import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notesOf } from '../../src/notes.ts';
import { declaredTree } from '../../src/verbs.ts';
import { root } from './sources.ts';

/** Every line that the help shows to be copied. */
export async function helpExamples(): Promise<string[]> {
  const program = await declaredTree();
  const commands = [program, ...program.commands.flatMap((noun) => [noun, ...noun.commands])];
  const lines = commands.flatMap((command) => notesOf(command)?.examples.map(([, line]) => line) ?? []);
  return [...new Set(lines)];
}

/** What the README shows to be copied: each line behind a prompt, and each block of shell as a whole. */
export function readmeExamples(): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(sh|console)\n([^]*?)^```/gm)].map(
    ([, kind, text = '']) => [kind, text] as const,
  );
  const pieces = blocks.flatMap(([kind, text]) =>
    kind === 'sh' ? [text.trim()] : [...text.matchAll(/^\$ (.*)$/gm)].map(([, line = '']) => line),
  );
  return [...new Set(pieces.filter((piece) => /\bauthrig [a-z-]/.test(piece)))];
}
