import { describe, expect, test } from 'vitest';
import { createTables, mostRecords } from '../../src/sandbox/table.ts';

describe('a table', () => {
  test('holds records by key, oldest first; one that is set again is the newest', () => {
    const table = createTables().table<number>('numbers');
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      table.set(key, value);
    expect([table.keys(), table.values(), table.size]).toEqual([['b', 'a'], [2, 3], 2]);
    table.delete('b');
    table.delete('nobody');
    expect([table.get('a'), table.get('b')]).toEqual([3, undefined]);
  });

  test('F70: drops the oldest beyond its limit, and what is set again is not the oldest', () => {
    const table = createTables().table<number>('numbers', 2);
    table.set('a', 1);
    table.set('b', 2);
    table.set('a', 1);
    table.set('c', 3);
    expect(table.keys()).toEqual(['a', 'c']);
  });

  test('F70: keeps a thousand where nobody says otherwise', () => {
    const table = createTables().table<number>('numbers');
    for (let count = 0; count <= mostRecords; count += 1) table.set(String(count), count);
    expect([table.size, table.get('0'), table.get('1')]).toEqual([1000, undefined, 1]);
  });

  test.each(['__proto__', 'constructor', ''])('takes %j as a key like any other', (key) => {
    const table = createTables().table<number>('numbers');
    expect(table.get(key)).toBeUndefined();
    table.set(key, 7);
    expect(table.keys()).toEqual([key]);
  });
});

describe('all tables of a sandbox', () => {
  test('no two have one name', () => {
    const tables = createTables();
    tables.table('numbers');
    expect(() => tables.table('numbers')).toThrow('two tables named numbers');
  });

  test('are saved and loaded through JSON, in their order', () => {
    const tables = createTables();
    const numbers = tables.table<number>('numbers');
    const people = tables.table<{ name: string }>('people');
    for (const key of ['z', 'a']) numbers.set(key, 1);
    people.set('ada', { name: 'Ada' });
    const saved: unknown = JSON.parse(JSON.stringify(tables.save()));
    tables.clear();
    expect([numbers.size, people.size]).toEqual([0, 0]);
    tables.load(saved as ReturnType<typeof tables.save>);
    expect(numbers.keys()).toEqual(['z', 'a']);
    expect(people.get('ada')).toEqual({ name: 'Ada' });
  });

  test('what is loaded takes the place of what was there', () => {
    const tables = createTables();
    const [numbers, others] = [tables.table<number>('numbers'), tables.table<number>('others')];
    numbers.set('old', 1);
    others.set('old', 1);
    tables.load({ numbers: [['new', 2]], strangers: [['x', 1]] });
    expect([numbers.keys(), others.keys()]).toEqual([['new'], []]);
    expect(Object.keys(tables.save())).toEqual(['numbers', 'others']);
  });

  test('F70: more records than a table holds are loaded without the oldest', () => {
    const tables = createTables();
    const numbers = tables.table<number>('numbers', 2);
    tables.load({
      numbers: [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
    });
    expect(numbers.keys()).toEqual(['b', 'c']);
  });
});
