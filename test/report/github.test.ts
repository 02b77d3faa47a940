import { describe, expect, test } from 'vitest';
import { renderGithub } from '../../src/report/github.ts';
import { casesOf } from '../../src/report/totals.ts';
import { caseOf, hostile, hostileReport, reportOf, scenarios } from '../helpers/reports.ts';

/** As the runner reads a line of the log: at its start `::`, and in the older form `##[` anywhere. */
function commandsIn(log: string) {
  return log
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const found = /^\s*::(\w+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/.exec(line);
      if (found === null) throw new Error(`no command: ${line}`);
      const [, command = '', list = '', message = ''] = found;
      const properties = Object.fromEntries(
        list.split(',').map((pair) => [pair.split('=', 1)[0], decoded(pair.slice(pair.indexOf('=') + 1))]),
      ) as Record<string, string>;
      return { command, properties, message: decoded(message) };
    });
}

function decoded(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

describe('the annotations', () => {
  test('stand at the line of the step', () => {
    expect(renderGithub(scenarios)).toBe(
      [
        '::error file=scenarios/pair.yaml,line=6,col=5,title=a Juvlon pair works once%3A 2. juvlon verify::error.kind is "provider" where "denied" was expected.%0Aexpected: denied%0Afound:    provider',
        '::warning file=scenarios/who.yaml,title=who signs in%3A 1. elixir status::Nobody answered.',
        '',
      ].join('\n'),
    );
  });

  test('are ten of a kind, since GitHub shows no more, and say how many there are', () => {
    const cases = Array.from({ length: 25 }, (_, at) => caseOf(`${at}`, at < 13 ? 'failed' : 'inconclusive'));
    const commands = commandsIn(renderGithub(reportOf(cases)));
    expect(commands.map(({ command }) => command)).toEqual([
      ...Array<string>(10).fill('error'),
      'notice',
      ...Array<string>(10).fill('warning'),
      'notice',
    ]);
    expect(commands[10]?.message).toBe('3 more failed: see the whole report.');
  });

  test('S32: no text from outside begins a command, or changes the one that it stands in', () => {
    for (const text of [...hostile, '100%25 %0A::error::x', 'a,line=9:b', 'x\r::stop-commands::y']) {
      const place = { file: text, line: 1, column: 1 };
      const report = reportOf([caseOf(text, 'failed', { reason: text, detail: text, place })], {
        groups: [{ name: text, cases: [caseOf(text, 'failed', { reason: text, detail: text, place })] }],
      });
      const [only, ...others] = commandsIn(renderGithub(report));
      expect(others).toEqual([]);
      expect(only?.command).toBe('error');
      expect(Object.keys(only?.properties ?? {})).toEqual(['file', 'line', 'col', 'title']);
      expect(only?.properties).toMatchObject({ line: '1', col: '1' });
    }
    expect(commandsIn(renderGithub(hostileReport)).length).toBeLessThan(casesOf(hostileReport).length);
  });

  test('a per cent sign comes through as itself', () => {
    const reason = 'only 50%0A of the keys';
    expect(commandsIn(renderGithub(reportOf([caseOf('a', 'failed', { reason })])))[0]?.message).toBe(reason);
  });

  test('there are none where all is well', () => {
    expect(renderGithub(reportOf([caseOf('a'), caseOf('b', 'skipped')]))).toBe('');
  });
});
