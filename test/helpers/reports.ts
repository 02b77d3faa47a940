import type { Case, Outcome, Report } from '../../src/report/result.ts';

/** A case as smoke reports it, with what a test wants to be different. */
export function caseOf(name: string, outcome: Outcome = 'passed', more: Partial<Case> = {}): Case {
  const exitCode = { passed: 0, failed: 4, inconclusive: 8, skipped: 0 }[outcome];
  return { name, outcome, milliseconds: 85, exitCode, ...more };
}

/** A report of these cases, all of one group. */
export function reportOf(cases: readonly Case[], more: Partial<Report> = {}): Report {
  return {
    command: 'smoke',
    version: '1.2.3',
    startedAt: '2026-01-02T03:04:05.678Z',
    milliseconds: 2100,
    groups: [{ name: 'juvlon', cases }],
    ...more,
  };
}

/** Two scenarios with every outcome, as `run` reports them. */
export const scenarios: Report = reportOf([], {
  command: 'run',
  groups: [
    {
      name: 'a Juvlon pair works once',
      file: 'scenarios/pair.yaml',
      cases: [
        caseOf('1. juvlon verify'),
        caseOf('2. juvlon verify', 'failed', {
          reason: 'error.kind is "provider" where "denied" was expected.',
          detail: 'expected: denied\nfound:    provider',
          exitCode: 9,
          milliseconds: 1240,
          place: { file: 'scenarios/pair.yaml', line: 6, column: 5 },
        }),
        caseOf('3. totp code', 'skipped', { reason: 'A step before it failed.' }),
      ],
    },
    {
      name: 'who signs in',
      file: 'scenarios/who.yaml',
      cases: [caseOf('1. elixir status', 'inconclusive', { reason: 'Nobody answered.', exitCode: 8 })],
    },
  ],
});

/** What a server may say to break out of any of the forms. */
export const hostile = [
  '::set-output name=x::y',
  '\n::error::injected\r\n::add-mask::x',
  '##[add-mask]x',
  '| cell | cell |\n|---|---|\n# head',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '</details></pre></ul></code>',
  '![x](https://evil.example/x.png) [link](javascript:alert(1)) <https://evil.example>',
  'https://evil.example/ www.evil.example mailto:x@evil.example @octocat #1 !2 GH-1',
  '`code` ``` ~~~ **bold** _it_ ~~gone~~ $x^2$ $`x`$ \\| \\\\| &amp; &#124; :smile:',
  ']]>&lt;!--x--><![CDATA[x]]>',
  '# SKIP all\nBail out!\n1..0\nok 1 - forged\n  ...\nnot ok 2',
  '{"a":1}\n{"type":"summary"}',
  'nul \0 bell \u0007 esc \u001b[31mred\u001b[0m c1 \u009b2J del \u007f ffff \uffff fffe \ufffe',
  'half \ud800 pair, \udc00 half, bidi \u202etxt.exe\u202c, separators \u2028\u2029\u0085',
  '',
  '   ',
] as const;

/** A report in which every text is hostile, each of them in each place. */
export const hostileReport: Report = reportOf([], {
  command: 'run',
  groups: hostile.map((name, index) => ({
    name,
    file: name,
    cases: hostile.map((text) =>
      caseOf(text, (['passed', 'failed', 'inconclusive', 'skipped'] as const)[index % 4], {
        reason: text,
        detail: text,
        place: { file: text, line: 1, column: 1 },
      }),
    ),
  })),
});
