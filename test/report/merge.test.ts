import { describe, expect, test } from 'vitest';
import { mergeReports, type NamedReport } from '../../src/report/merge.ts';
import type { Report } from '../../src/report/result.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { caseOf, reportOf, scenarios } from '../helpers/reports.ts';

const named = (...reports: Report[]): NamedReport[] =>
  reports.map((report, at) => ({ file: `${at + 1}.json`, report }));
const part = (index: number, of: number, more: Partial<Report> = {}) =>
  reportOf([caseOf(`key ${index}`)], { shard: { index, of }, ...more });

describe('merging reports', () => {
  test('joins the groups of one name, in the order of the files', () => {
    const merged = mergeReports(
      named(
        reportOf([caseOf('a')], {
          groups: [
            { name: 'juvlon', cases: [caseOf('a')] },
            { name: 'elixir', cases: [caseOf('b')] },
          ],
        }),
        reportOf([caseOf('c', 'failed')]),
      ),
    );
    expect(merged.groups.map(({ name, cases }) => [name, cases.map((each) => each.name)])).toEqual([
      ['juvlon', ['a', 'c']],
      ['elixir', ['b']],
    ]);
    expect(exitCodeOf(merged)).toBe(4);
  });

  test('keeps two scenarios of one name apart by their files', () => {
    const group = (file: string) => ({ name: 'sign in', file, cases: [caseOf('1')] });
    const merged = mergeReports(
      named(reportOf([], { groups: [group('a.yaml')] }), reportOf([], { groups: [group('b.yaml')] })),
    );
    expect(merged.groups.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml']);
  });

  test('lasts from the first beginning to the last end', () => {
    const merged = mergeReports(
      named(
        part(2, 3, { startedAt: '2026-01-02T03:00:10.000Z', milliseconds: 500 }),
        part(1, 3, { startedAt: '2026-01-02T03:00:00.000Z', milliseconds: 60_000 }),
        part(3, 3, { startedAt: '2026-01-02T03:00:59.000Z', milliseconds: 2000 }),
      ),
    );
    expect(merged).toMatchObject({ startedAt: '2026-01-02T03:00:00.000Z', milliseconds: 61_000 });
    expect(merged.shard).toBeUndefined();
    expect(exitCodeOf(merged)).toBe(0);
  });

  test('a part that nobody brought makes the whole inconclusive, and is named', () => {
    const merged = mergeReports(named(part(1, 4), part(3, 4)));
    expect(merged.groups.at(-1)).toMatchObject({
      name: 'missing parts',
      cases: [
        { name: 'part 2 of 4', outcome: 'inconclusive' },
        { name: 'part 4 of 4', outcome: 'inconclusive' },
      ],
    });
    expect(exitCodeOf(merged)).toBe(8);
  });

  test('a part that ended early makes the whole inconclusive, also where each of its cases passed', () => {
    const ended = { exitCode: 130, reason: 'Stopped by SIGINT.' };
    const merged = mergeReports(named(part(1, 2), part(2, 2, { ended })));
    expect(merged.groups.at(-1)).toMatchObject({
      name: 'ended early',
      cases: [{ name: 'part 2 of 2', reason: 'It ended early, with 130: Stopped by SIGINT.' }],
    });
    expect(exitCodeOf(merged)).toBe(8);
    expect(exitCodeOf(part(2, 2, { ended }))).toBe(130);
  });

  test('a report that is alone is merged into itself', () => {
    expect(mergeReports(named(scenarios))).toEqual(scenarios);
  });

  test.each<readonly [string, NamedReport[], RegExp]>([
    [
      'the same part twice',
      named(part(1, 2), part(1, 2, { milliseconds: 1 })),
      /1\.json and 2\.json.*both are part 1/,
    ],
    ['the same report twice', named(scenarios, scenarios), /they are the same report/],
    ['other versions', named(part(1, 2), part(2, 2, { version: '2.0.0' })), /version is 1\.2\.3 and 2\.0\.0/],
    ['smoke and run', named(reportOf([]), scenarios), /command is smoke and run/],
    ['parts of other splits', named(part(1, 2), part(2, 3)), /one part of 2, the other one part of 3/],
    [
      'a part and a whole',
      named(part(1, 2), reportOf([caseOf('x')])),
      /one part of 2, the other a whole run/,
    ],
    ['nothing', [], /no report to merge/],
  ])('refuses %s', (_, reports, message) => {
    expect(() => mergeReports(reports)).toThrow(message);
    expect(() => mergeReports(reports)).toThrow(expect.objectContaining({ kind: 'usage' }) as Error);
  });
});
