import { describe, expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { renderNdjson } from '../../src/report/ndjson.ts';
import { hostileReport, reportOf, scenarios } from '../helpers/reports.ts';

/** Whatever a terminal would act on, or would not show. */
const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]|\p{Surrogate}/u;

describe('the JSON report', () => {
  test('is the report, with its totals and its exit code', () => {
    expect(JSON.parse(renderJson(scenarios))).toEqual({
      schemaVersion: 1,
      ...scenarios,
      exitCode: 9,
      totals: { total: 4, passed: 1, failed: 1, inconclusive: 1, skipped: 1 },
    });
  });

  test('holds every text whole, and escapes what a terminal would act on', () => {
    const text = renderJson(hostileReport);
    expect(JSON.parse(text)).toMatchObject({ groups: hostileReport.groups });
    expect(text).not.toMatch(unsafe);
  });
});

describe('the NDJSON report', () => {
  test('is one line a case, and the summary at its end', () => {
    const lines = renderNdjson(scenarios)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toEqual({
      type: 'case',
      group: 'a Juvlon pair works once',
      file: 'scenarios/pair.yaml',
      name: '1. juvlon verify',
      outcome: 'passed',
      milliseconds: 85,
      exitCode: 0,
    });
    expect(lines[4]).toEqual({
      type: 'summary',
      command: 'run',
      version: '1.2.3',
      startedAt: '2026-01-02T03:04:05.678Z',
      milliseconds: 2100,
      exitCode: 9,
      totals: { total: 4, passed: 1, failed: 1, inconclusive: 1, skipped: 1 },
    });
  });

  test('lets no text begin a line', () => {
    const lines = renderNdjson(hostileReport).trimEnd().split('\n');
    expect(lines).toHaveLength(hostileReport.groups.flatMap(({ cases }) => cases).length + 1);
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types.indexOf('summary')).toBe(lines.length - 1);
  });

  test('of nothing it is the summary alone', () => {
    expect(JSON.parse(renderNdjson(reportOf([], { groups: [] })))).toMatchObject({
      type: 'summary',
      exitCode: 8,
    });
  });
});
