import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../src/report/junit.ts';
import { caseOf, hostileReport, reportOf, scenarios } from '../helpers/reports.ts';

describe('the JUnit report', () => {
  test('says what became of every step, and where', () => {
    expect(renderJunit(scenarios)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite name="a Juvlon pair works once" package="authrig.run" id="0" timestamp="2026-01-02T03:04:05" hostname="localhost" tests="3" failures="1" errors="0" skipped="1" time="1.410">
<properties><property name="authrig" value="1.2.3"/></properties>
<testcase name="1. juvlon verify" classname="a Juvlon pair works once" time="0.085"/>
<testcase name="2. juvlon verify" classname="a Juvlon pair works once" time="1.240"><failure type="failed" message="error.kind is &quot;provider&quot; where &quot;denied&quot; was expected.">error.kind is &quot;provider&quot; where &quot;denied&quot; was expected.
scenarios/pair.yaml:6:5
expected: denied
found:    provider</failure></testcase>
<testcase name="3. totp code" classname="a Juvlon pair works once" time="0.085"><skipped message="A step before it failed."/></testcase>
<system-out/>
<system-err/>
</testsuite>
<testsuite name="who signs in" package="authrig.run" id="1" timestamp="2026-01-02T03:04:05" hostname="localhost" tests="1" failures="0" errors="1" skipped="0" time="0.085">
<properties><property name="authrig" value="1.2.3"/></properties>
<testcase name="1. elixir status" classname="who signs in" time="0.085"><error type="inconclusive" message="Nobody answered.">Nobody answered.</error></testcase>
<system-out/>
<system-err/>
</testsuite>
</testsuites>
`);
  });

  test('names the kind of a failure by its exit code', () => {
    const xml = renderJunit(
      reportOf([caseOf('a', 'failed', { exitCode: 3 }), caseOf('b', 'failed', { exitCode: 99 })]),
    );
    expect([...xml.matchAll(/ type="(\w+)"/g)].map(([, type]) => type)).toEqual(['denied', 'failed']);
  });

  test('counts names that come again, since GitLab keeps the first of each alone', () => {
    const xml = renderJunit(reportOf(['a', 'a', ' a', 'a (2)', 'b'].map((name) => caseOf(name))));
    const names = [...xml.matchAll(/<testcase name="([^"]*)"/g)].map(([, name]) => name);
    expect(names).toEqual(['a', 'a (3)', 'a (4)', 'a (2)', 'b']);
    expect(new Set(names).size).toBe(names.length);
  });

  test('holds nothing that XML 1.0 has no place for, and no element of a server', () => {
    const xml = renderJunit(hostileReport);
    expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    const elements = new Set([...xml.matchAll(/<\/?([^\s/>]*)/g)].map(([, name]) => name));
    expect([...elements].toSorted()).toEqual([
      '?xml',
      'error',
      'failure',
      'properties',
      'property',
      'skipped',
      'system-err',
      'system-out',
      'testcase',
      'testsuite',
      'testsuites',
    ]);
    expect(xml).not.toContain(']]>');
  });
});
