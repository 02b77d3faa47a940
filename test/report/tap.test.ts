import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, type Result } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import { renderTap } from '../../src/report/tap.ts';
import type { Report } from '../../src/report/result.ts';
import { casesOf } from '../../src/report/totals.ts';
import { caseOf, hostileReport, reportOf, scenarios } from '../helpers/reports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

function parsed(report: Report) {
  const points: Result[] = [];
  const strange: string[] = [];
  const parser = new Parser({ strict: true });
  parser.on('assert', (point) => points.push(point));
  for (const event of ['extra', 'bailout', 'child', 'pragma'] as const) {
    parser.on(event, (what: unknown) => strange.push(`${event}: ${String(what)}`));
  }
  parser.end(renderTap(report));
  return { points, strange, final: parser.results };
}

const hasProve = spawnSync('prove', ['--version']).status === 0;

/** What perl's TAP::Harness makes of it. */
function proved(report: Report) {
  const file = join(temporaryFolder(), 'report.tap');
  writeFileSync(file, renderTap(report));
  return spawnSync('prove', ['-e', 'cat', file], { encoding: 'utf8' });
}

describe('the TAP report', () => {
  test('says what became of every step, with a block of YAML', () => {
    expect(renderTap(scenarios).split('\n').slice(0, 16).join('\n')).toBe(String.raw`TAP version 13
1..4
ok 1 - a Juvlon pair works once: 1. juvlon verify
  ---
  outcome: "passed"
  exitCode: 0
  duration_ms: 85
  ...
not ok 2 - a Juvlon pair works once: 2. juvlon verify
  ---
  outcome: "failed"
  message: "error.kind is \"provider\" where \"denied\" was expected."
  exitCode: 9
  duration_ms: 1240
  at: {"file":"scenarios/pair.yaml","line":6,"column":5}
  detail: "expected: denied\nfound:    provider"`);
  });

  test('is read by a TAP parser as it was meant', () => {
    const { points, strange, final } = parsed(scenarios);
    expect(strange).toEqual([]);
    expect(final).toMatchObject({ count: 4, pass: 2, fail: 2, skip: 1, plan: { start: 1, end: 4 } });
    expect(points.map(({ ok }) => ok)).toEqual([true, false, true, false]);
    expect(points[1]?.time).toBe(1240);
    expect(points[2]?.skip).toBe('A step before it failed.');
    expect(points[1]?.diag).toEqual({
      outcome: 'failed',
      message: 'error.kind is "provider" where "denied" was expected.',
      exitCode: 9,
      at: { file: 'scenarios/pair.yaml', line: 6, column: 5 },
      detail: 'expected: denied\nfound:    provider',
    });
  });

  test('lets no text end a block, begin a directive, a plan or a test point', () => {
    const { points, strange, final } = parsed(hostileReport);
    const cases = casesOf(hostileReport);
    expect(strange).toEqual([]);
    expect(final?.failures.filter(({ tapError }) => tapError)).toEqual([]);
    expect(points).toHaveLength(cases.length);
    for (const [at, point] of points.entries()) {
      const each = cases[at]!;
      expect(point.ok).toBe(each.outcome === 'passed' || each.outcome === 'skipped');
      expect(point.skip !== false).toBe(each.outcome === 'skipped');
      expect(point.todo).toBe(false);
      const { detail } = point.diag as { detail: string };
      if (!/\p{Surrogate}/u.test(each.detail ?? '')) expect(detail).toBe(each.detail);
    }
  });

  test.skipIf(!hasProve)('is read by prove, hostile texts too', () => {
    const passing = reportOf([
      caseOf('juvlon default'),
      caseOf('# SKIP \\ # TODO', 'passed', { detail: '...' }),
    ]);
    expect(proved(passing)).toMatchObject({ status: 0, stderr: '' });
    for (const report of [scenarios, hostileReport]) {
      const { status, stdout } = proved(report);
      const bad = casesOf(report).filter(({ outcome }) => ['failed', 'inconclusive'].includes(outcome));
      expect(status).toBe(1);
      expect(stdout).toContain(`Failed: ${bad.length})`);
      expect(stdout).not.toContain('Parse errors');
    }
  });

  test('of nothing it skips all', () => {
    const { strange, final } = parsed(reportOf([]));
    expect(strange).toEqual([]);
    expect(final).toMatchObject({ ok: true, count: 0, plan: { skipAll: true } });
  });
});
