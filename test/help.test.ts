import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { notesOf } from '../src/notes.ts';
import { declaredTree } from '../src/verbs.ts';
import { authrig } from './helpers/rig.ts';

const tree = await declaredTree();
const verbs = tree.commands.flatMap((noun) => (noun.commands.length === 0 ? [noun] : noun.commands));

function wordsOf(command: Command): string {
  return command.parent === null ? command.name() : `${wordsOf(command.parent)} ${command.name()}`;
}

/** The help of a noun and of all its verbs, as one page to read. */
function chapter(noun: Command): string {
  return [noun, ...noun.commands].map((command) => command.helpInformation()).join(`\n${'-'.repeat(80)}\n\n`);
}

describe('help, as it is read at 80 columns', () => {
  test('authrig', async () => {
    await expect(tree.helpInformation()).toMatchFileSnapshot('snapshots/help/authrig.txt');
  });

  test.each(tree.commands.map((noun) => [noun.name(), noun] as const))('authrig %s', async (name, noun) => {
    await expect(chapter(noun)).toMatchFileSnapshot(`snapshots/help/${name}.txt`);
  });

  test('what is printed is this page', async () => {
    const { stdout } = await authrig(['jekimo', 'check', '--help']);
    const check = verbs.find((verb) => wordsOf(verb) === 'authrig jekimo check');
    expect(stdout).toBe(check?.helpInformation());
  });
});

describe.each(verbs.map((verb) => [wordsOf(verb), verb] as const))('%s', (words, verb) => {
  const notes = notesOf(verb);

  test('has one to four examples, and runs in them', () => {
    const lines = notes?.examples.map(([, line]) => line) ?? [];
    expect(lines.length).toBeGreaterThanOrEqual(1);
    expect(lines.length).toBeLessThanOrEqual(4);
    expect(lines.some((line) => line.includes(words))).toBe(true);
    for (const line of lines) expect(line).toMatch(/\bauthrig [a-z]/);
  });

  test('says what comes next, and words that end without a full stop', () => {
    expect(notes?.next ?? []).not.toEqual([]);
    const said = [
      verb.summary(),
      ...(notes?.examples ?? []).map(([shows]) => shows),
      ...Object.values(notes?.exits ?? {}),
    ];
    for (const text of said) expect(text).not.toMatch(/\.$|^$/);
    expect(verb.description()).toMatch(/^[A-Z][^]*\.$/);
  });

  test('fits into 80 columns', () => {
    expect(
      verb
        .helpInformation()
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });
});

test('a verb without notes shows no empty sections', async () => {
  const bare = tree.createCommand('bare').description('Does nothing.').copyInheritedSettings(tree);
  expect(bare.helpInformation()).toBe(
    'Usage: bare [options]\n\nDoes nothing.\n\nOptions:\n  -h, --help  print help\n',
  );
});

test('notes of a noun whose verbs have other names are given to nobody', () => {
  for (const noun of tree.commands) if (noun.commands.length > 0) expect(notesOf(noun)).toBeUndefined();
});
