import { expect, test } from 'vitest';
import { printResult } from '../src/output.ts';
import type { Terminal } from '../src/terminal/terminal.ts';

const detail = 'the clock of this machine is right to the second, by two hosts';

async function printed(pretty: boolean, columns: number): Promise<string> {
  const written: string[] = [];
  const terminal = {
    safe: (text: string) => text,
    size: { columns, rows: 24 },
    result: async (text: string) => void written.push(text),
  } as unknown as Terminal;
  const mode = { json: false, field: undefined, pretty };
  await printResult(terminal, 'doctor', mode, { data: {}, rows: [['clock', 'good', detail]] });
  return written.join('');
}

test('at a terminal the last column of a table is broken between words, behind the others', async () => {
  expect(await printed(true, 40)).toBe(
    [
      'clock  good  the clock of this machine',
      '             is right to the second, by',
      '             two hosts\n',
    ].join('\n'),
  );
});

test('a part of what is null as a whole is null, and a part of nothing is a usage error', async () => {
  const written: string[] = [];
  const terminal = { result: async (text: string) => void written.push(text) } as unknown as Terminal;
  const field = async (path: string) =>
    printResult(terminal, 'explain', { json: false, field: path }, { data: { cause: null, title: 'x' } });
  expect(await field('cause.name')).toBe(0);
  expect(written).toEqual(['null\n']);
  await expect(field('title.name')).rejects.toMatchObject({ kind: 'usage' });
  await expect(field('reason.name')).rejects.toMatchObject({ kind: 'usage' });
});

test('what is piped has a line for each row, and so has what is too narrow to be broken', async () => {
  const line = `clock  good  ${detail}\n`;
  expect(await printed(false, 40)).toBe(line);
  expect(await printed(true, 20)).toBe(line);
});
