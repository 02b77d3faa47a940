import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { reportKinds, reportOption } from '../../src/report/option.ts';
import { failureOf } from '../helpers/failure.ts';

function parsed(...values: string[]): unknown {
  const command = reportOption(new Command().exitOverride());
  command.parse(
    values.flatMap((value) => ['--report', value]),
    { from: 'user' },
  );
  return command.opts()['report'];
}

describe('--report KIND=FILE', () => {
  test('takes every kind, several at once', () => {
    const values = reportKinds.map((kind) => `${kind}=out/${kind}.txt`);
    expect(parsed(...values)).toEqual(reportKinds.map((kind) => ({ kind, file: `out/${kind}.txt` })));
    expect(parsed()).toBeUndefined();
    expect(parsed('tap=a=b.tap')).toEqual([{ kind: 'tap', file: 'a=b.tap' }]);
  });

  test.each([
    [['junit'], /junit names no file/],
    [['junit='], /names no file/],
    [['junit= '], /names no file/],
    [['junit=a\0b'], /names no file/],
    [['=report.xml'], /is of no kind/],
    [['xml=report.xml'], /is of no kind/],
    [['JUnit=report.xml'], /is of no kind/],
    [['constructor=report.xml'], /is of no kind/],
    [[''], /names no file/],
    [['json=-'], /is no file: stdout carries the result/],
    [['junit=report', 'tap=./out/../report'], /is a file that another --report writes/],
  ])('refuses %j as a usage error that names the kinds', (values, message) => {
    const refusal = failureOf(() => parsed(...values));
    expect(refusal).toMatchObject({ kind: 'usage', message: expect.stringMatching(message) as string });
    expect(refusal.details.hint).toContain(reportKinds.join(', '));
  });
});
