import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptFiles } from '../../bin/dev/generate.js';
import { root } from '../helpers/sources.ts';

const { resolve } = createRequire(import.meta.url);

/** Whether a grammar of PowerShell takes the script; there is no PowerShell here to ask. */
async function parses(script: string): Promise<boolean> {
  const { Language, Parser } = await import('@vscode/tree-sitter-wasm');
  await Parser.init();
  const grammar = resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser.parse(script)?.rootNode.hasError === false;
}

test('the script is PowerShell', async () => {
  const script = readFileSync(join(root, scriptFiles.powershell), 'utf8');
  expect(await parses(script)).toBe(true);
  expect(await parses(script.replace('@{', '@('))).toBe(false);
  expect(await parses(script.replace("''", "'"))).toBe(false);
});
