import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { caseOf, hostileReport, reportOf, scenarios } from '../helpers/reports.ts';

describe('the HTML report', () => {
  test('is one file that loads nothing and runs nothing, and says so', () => {
    const html = renderHtml(scenarios);
    const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
    );
    expect(html).not.toMatch(/<script|<link|<img|\bsrc=|\bhref=|url\(|@import|\son\w+=/);
  });

  test('tells first what went wrong, then everything', () => {
    const html = renderHtml(scenarios);
    const [wrong = '', all = ''] = html.split('<h2>').slice(1);
    expect(wrong).toContain('What went wrong');
    expect(wrong.match(/<li>/g)).toHaveLength(2);
    expect(wrong).toContain('a Juvlon pair works once: 2. juvlon verify');
    expect(wrong).toContain('<code class="why">scenarios/pair.yaml:6:5</code>');
    expect(all.match(/<li>/g)).toHaveLength(4);
    expect(renderHtml(reportOf([caseOf('good')]))).not.toContain('What went wrong');
  });

  test('holds no element and no control character of a server', () => {
    const html = renderHtml(hostileReport);
    const elements = new Set([...html.matchAll(/<\/?([a-z\d!]+)/gi)].map(([, name]) => name));
    expect([...elements].toSorted()).toEqual(
      '!doctype b code details h1 h2 html li meta p pre span style summary title ul'.split(' '),
    );
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]|\p{Surrogate}/u);
  });
});
