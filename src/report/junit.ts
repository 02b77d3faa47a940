import { exitCodes } from '../errors.ts';
import { escapeHtml } from '../page/shell.ts';
import type { Case, Group, Report } from './result.ts';
import { placeText, totalsOf } from './totals.ts';

/**
 * JUnit's XML in the form that Ant, Jenkins, GitLab and the others have in common: valid against the schema of Ant's,
 * which allows the fewest attributes. What is inconclusive is an `error`.
 * https://github.com/windyroad/JUnit-Schema
 */
export function renderJunit(report: Report): string {
  const suites = report.groups.map((group, id) => suiteOf(report, group, id));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function suiteOf({ command, version, startedAt }: Report, { name, cases }: Group, id: number): string {
  const { total, failed, inconclusive, skipped } = totalsOf(cases);
  const milliseconds = cases.reduce((sum, each) => sum + each.milliseconds, 0);
  const head = {
    // Ant's schema takes no time zone and no empty name.
    name: nameOf(name),
    package: `authrig.${command}`,
    id: `${id}`,
    timestamp: startedAt.slice(0, 19),
    hostname: 'localhost',
    tests: `${total}`,
    failures: `${failed}`,
    errors: `${inconclusive}`,
    skipped: `${skipped}`,
    time: seconds(milliseconds),
  };
  return [
    `<testsuite${attributes(head)}>\n`,
    `<properties><property name="authrig"${attributes({ value: version })}/></properties>\n`,
    ...casesIn(nameOf(name), cases),
    '<system-out/>\n<system-err/>\n</testsuite>\n',
  ].join('');
}

/** GitLab drops all but the first of the cases that have one name, so a name that comes again is counted. */
function casesIn(classname: string, cases: readonly Case[]): string[] {
  const seen = new Map<string, number>();
  const taken = new Set(cases.map(({ name }) => nameOf(name)));
  return cases.map((each) => {
    const plain = nameOf(each.name);
    let count = (seen.get(plain) ?? 0) + 1;
    let name = count === 1 ? plain : `${plain} (${count})`;
    while (count > 1 && taken.has(name)) name = `${plain} (${(count += 1)})`;
    seen.set(plain, count);
    const head = attributes({ name, classname, time: seconds(each.milliseconds) });
    const body = bodyOf(each);
    return body === '' ? `<testcase${head}/>\n` : `<testcase${head}>${body}</testcase>\n`;
  });
}

/** GitLab shows the text and not the message, Jenkins both. */
function bodyOf(each: Case): string {
  const { outcome, reason = outcome, detail } = each;
  if (outcome === 'passed') return '';
  if (outcome === 'skipped') return `<skipped${attributes({ message: reason })}/>`;
  const tag = outcome === 'failed' ? 'failure' : 'error';
  const text = [reason, placeText(each), detail].filter((part) => part !== undefined).join('\n');
  return `<${tag}${attributes({ type: kindOf(each), message: reason })}>${escaped(text)}</${tag}>`;
}

function kindOf({ outcome, exitCode }: Case): string {
  return Object.entries(exitCodes).find(([, code]) => code === exitCode)?.[0] ?? outcome;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('');
}

function nameOf(text: string): string {
  const name = text.replaceAll(/\s+/g, ' ').trim();
  return name === '' ? 'unnamed' : name;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** All that XML 1.0 has no place for, escaped or not: https://www.w3.org/TR/xml/#charsets */
const unlawful = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return escapeHtml(text.replaceAll(unlawful, '\u{fffd}')).replaceAll('\r', '&#13;');
}
