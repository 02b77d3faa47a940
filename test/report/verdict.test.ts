import { describe, expect, test } from 'vitest';
import type { Outcome, Report } from '../../src/report/result.ts';
import { exitCodeOf, verdictOf } from '../../src/report/verdict.ts';
import { caseOf, reportOf, scenarios } from '../helpers/reports.ts';

const of = (command: Report['command'], ...outcomes: Outcome[]) =>
  reportOf(
    outcomes.map((outcome, at) => caseOf(`${at}`, outcome)),
    { command },
  );

describe('the exit code of a report', () => {
  test.each<readonly [Report, number]>([
    [of('smoke', 'passed', 'passed'), 0],
    [of('smoke', 'passed', 'skipped'), 0],
    [of('smoke', 'passed', 'inconclusive'), 8],
    [of('smoke', 'inconclusive', 'failed', 'passed'), 4],
    [of('smoke', 'skipped'), 8],
    [of('smoke'), 8],
    [of('run', 'passed'), 0],
    [of('run', 'inconclusive', 'passed'), 8],
    [of('run', 'passed', 'inconclusive', 'failed'), 9],
    [of('run', 'skipped', 'skipped'), 8],
    [of('run'), 8],
    [reportOf([], { groups: [] }), 8],
  ])('is that of the worst case, and never 0 for nothing: %#', (report, exitCode) => {
    expect(exitCodeOf(report)).toBe(exitCode);
  });

  test('a step that was skipped without leave fails its run', () => {
    const skipped = caseOf('2. totp code', 'skipped', { exitCode: 9 });
    expect(exitCodeOf(reportOf([caseOf('1'), skipped], { command: 'run' }))).toBe(9);
    expect(exitCodeOf(reportOf([caseOf('1'), skipped], { command: 'smoke' }))).toBe(0);
  });

  test('its message counts, and its hint names the first', () => {
    expect(verdictOf(scenarios)).toMatchObject({
      kind: 'failed',
      message: '1 of 4 steps is not as expected, and 1 is not certain.',
      details: { hint: '2. juvlon verify: scenarios/pair.yaml:6:5' },
    });
    expect(verdictOf(of('smoke', 'failed', 'failed'))).toMatchObject({
      kind: 'credentials',
      message: '2 of 2 keys are no good.',
      details: { hint: 'The first: 0: failed' },
    });
  });
});
