import { expect, test } from 'vitest';
import { createSwitches, type Switch } from '../../src/sandbox/switches.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { providers } from '../../src/providers/index.ts';
import { runSandbox } from '../helpers/sandbox.ts';

const declared: Switch = {
  name: 'vendor.answer',
  values: ['yes', 'no'],
  summary: 'what it says',
  row: 'X-1',
};
const setUp = () => {
  const tables = createTables();
  return { tables, switches: createSwitches([declared], tables.table('switches')) };
};

test('a switch reads as its first value until it is set', () => {
  const { switches } = setUp();
  expect(switches.get('vendor.answer')).toBe('yes');
  expect(switches.set('vendor.answer', 'no')).toBeUndefined();
  expect(switches.get('vendor.answer')).toBe('no');
});

test('what it is set to goes with a reset and comes with a state', () => {
  const { switches, tables } = setUp();
  switches.set('vendor.answer', 'no');
  const saved = tables.save();
  tables.clear();
  expect(switches.get('vendor.answer')).toBe('yes');
  tables.load(saved);
  expect(switches.get('vendor.answer')).toBe('no');
});

test.each([
  ['vendor.answer', 'perhaps', 'vendor.answer is one of yes, no.'],
  ['vendor.answer', '', 'vendor.answer is one of yes, no.'],
  ['vendor.nothing', 'yes', 'There is no switch vendor.nothing; there are sandbox.answers'],
  ['__proto__', 'yes', 'There is no switch __proto__'],
])('%s=%s is told what there is', (name, value, words) => {
  const { switches } = setUp();
  expect(switches.set(name, value)).toContain(words);
  expect(switches.get('vendor.answer')).toBe('yes');
});

test('a vendor that asks for a switch which it did not declare is told so', () => {
  expect(() => setUp().switches.get('vendor.nothing')).toThrow('No switch is named vendor.nothing.');
});

test('every switch has a name of its own, with its provider in front, and says where its question comes from', async () => {
  const modules = await Promise.all(
    providers.map(async ({ name, sandbox }) => [name, await sandbox()] as const),
  );
  const running = await runSandbox(Object.fromEntries(modules));
  const names = running.switches.all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [provider, { switches = [] }] of modules) {
    for (const { name, values, summary, row } of switches) {
      expect(name.split('.')[0]).toBe(provider);
      expect(new Set(values).size).toBe(values.length);
      expect(summary).not.toBe('');
      expect(row).toMatch(/^(?:R-)?[A-Z]{3}-\d+(?:, (?:R-)?[A-Z]{3}-\d+)*$/);
    }
  }
  await running.close();
});

test('a sandbox begins with the readings that it is started with, also after a reset', async () => {
  const running = await runSandbox({}, { switches: { 'sandbox.answers': 'docs-literal' } });
  running.switches.set('sandbox.answers', 'strict');
  running.reset();
  expect(running.switches.get('sandbox.answers')).toBe('docs-literal');
  await running.close();
});

test.each([{ 'sandbox.nothing': 'x' }, { 'sandbox.answers': 'x' }])(
  'a sandbox that is asked to begin with %j does not begin',
  async (switches: Record<string, string>) => {
    await expect(runSandbox({}, { switches })).rejects.toMatchObject({ kind: 'usage' });
  },
);
