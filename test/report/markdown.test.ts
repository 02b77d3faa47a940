import { Marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { caseOf, hostile, hostileReport, reportOf, scenarios } from '../helpers/reports.ts';

const marked = new Marked({ gfm: true });

function tableOf(markdown: string): Tokens.Table {
  const tables = marked.lexer(markdown).filter((token): token is Tokens.Table => token.type === 'table');
  expect(tables).toHaveLength(1);
  return tables[0]!;
}

/** The types of every token, however deep. */
function typesIn(tokens: readonly Token[]): Set<string> {
  const types = new Set<string>();
  marked.walkTokens([...tokens], ({ type }) => void types.add(type));
  return types;
}

describe('the Markdown report', () => {
  test('is a table, what went wrong first, with the details behind it', () => {
    expect(renderMarkdown(scenarios)).toMatchInlineSnapshot(`
      "# authrig run: 1 of 4 passed

      1 failed, 1 inconclusive, 1 skipped, 1 passed · 2.1 s · started 2026-01-02 03:04:05 UTC · authrig 1.2.3

      | outcome | where | what | why | time |
      |---|---|---|---|---:|
      | ❌ failed | a Juvlon pair works once | 2. juvlon verify | error.kind is "provider" where "denied" was expected. <sub>scenarios/pair.yaml&#58;6&#58;5</sub> | 1.2 s |
      | ⚠️ inconclusive | who signs in | 1. elixir status | Nobody answered. | 85 ms |
      | ⏭️ skipped | a Juvlon pair works once | 3. totp code | A step before it failed. | 85 ms |
      | ✅ passed | a Juvlon pair works once | 1. juvlon verify |  | 85 ms |

      <details><summary>a Juvlon pair works once: 2. juvlon verify</summary>

      <pre>expected: denied
      found:    provider</pre>

      </details>
      "
    `);
  });

  test('has five cells a row, whatever the texts hold', () => {
    const { header, rows } = tableOf(renderMarkdown(hostileReport));
    expect(header).toHaveLength(5);
    expect(rows).toHaveLength(hostile.length ** 2);
    for (const row of rows) {
      expect(row[0]?.text).toMatch(/^\S+ (?:failed|inconclusive|skipped|passed)$/);
      expect(row[4]?.text).toBe('85 ms');
    }
  });

  test('shows hostile texts as texts: no link, picture, code, emphasis or element of theirs', () => {
    const { rows } = tableOf(renderMarkdown(hostileReport));
    const cells = rows.flat().flatMap(({ tokens }) => tokens);
    expect([...typesIn(cells)].toSorted()).toEqual(['html', 'text']);
    const html = new Set(cells.filter(({ type }) => type === 'html').map(({ raw }) => raw));
    expect([...html].toSorted()).toEqual(['</sub>', '<sub>']);
  });

  test('breaks up what the two sites would make a link of', () => {
    const text = 'see @octocat, #12, !3, $4, ~bug, %1.0, https://evil.example and www.evil.example';
    const markdown = renderMarkdown(reportOf([caseOf('a', 'failed', { reason: text })]));
    const html = String(marked.parse(markdown));
    expect(html).not.toMatch(/<a\b/);
    expect(html).not.toMatch(/[@#!$~%][a-z\d]/i);
    expect(html).not.toMatch(/https:\/\/|www\./);
    expect(
      html
        .replaceAll(/&#8203;|\u200b/g, '')
        .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
    ).toContain(text);
  });

  test('a detail ends neither its block nor the page', () => {
    const detail = 'a\n\n</pre></details>\n\n# head\n\n\n| x |\n|---|\n<script>';
    const markdown = renderMarkdown(reportOf([caseOf('a', 'failed', { detail })]));
    const html = String(marked.parse(markdown));
    expect(html.match(/<\/pre>/g)).toHaveLength(1);
    expect(html.match(/<\/details>/g)).toHaveLength(1);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<table/g)).toHaveLength(1);
    expect(html).not.toContain('<script');
  });

  test('of more than there is room for it keeps the worst, and says how much is left out', () => {
    const cases = Array.from({ length: 500 }, (_, at) =>
      caseOf(`key ${at}`, at === 499 ? 'failed' : 'passed'),
    );
    const short = renderMarkdown(reportOf(cases), 4000);
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(4000);
    expect(Buffer.byteLength(short)).toBeGreaterThan(3500);
    const { rows } = tableOf(short);
    expect(rows[0]?.[2]?.text).toBe('key 499');
    expect(short).toContain(`\n${500 - rows.length} more of 500 rows had no room here.\n`);
    expect(tableOf(renderMarkdown(reportOf(cases))).rows).toHaveLength(500);
  });

  test('of nothing it has no table', () => {
    expect(renderMarkdown(reportOf([]))).toBe(
      '# authrig smoke: nothing to test\n\n2.1 s · started 2026-01-02 03:04:05 UTC · authrig 1.2.3\n',
    );
  });
});
