import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../src/explain/html.ts';
import { markdownReport } from '../../src/explain/markdown.ts';
import { textReport } from '../../src/explain/text.ts';
import { creators, harFile, json } from '../helpers/capture.ts';
import { explained } from '../helpers/explained.ts';
import { ownFile } from '../helpers/recorded.ts';

const url = 'https://api.verifik.co/v2/projects/phone-login';
const phone = { countryCode: '+1', phone: 1_234_566_663, type: 'login' };
const answered = (message: string, more: object = {}): string =>
  harFile([{ url, ...json(phone), status: 400, answer: { code: 'Odd', message, ...more } }]);

async function formats(har: string, file?: string) {
  const { report } = await explained(har, file);
  return {
    text: textReport(report, 80),
    markdown: markdownReport(report),
    html: htmlReport(report),
    json: JSON.stringify(report),
  };
}

test('what looks like a secret in a message is named in every format, and no part of it shown', async () => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
  const message = `no ada@example.com at +44 77 0090 0333 with ${jwt}`;
  for (const text of Object.values(await formats(answered(message)))) {
    expect(text).toContain('no email#1 at phone#2 with token#1');
    expect(text).not.toMatch(/ada@|example\.com|0090|333|eyJhbGci/);
  }
});

describe('values from the file are data', () => {
  test('S22: no escape sequence, control or bidi character is left in any format', async () => {
    const hostile = 'a\u001B[2Jb\u001B]52;c;aGk=\u0007c\u009B31md\u202Ee\u0000f\rg';
    for (const text of Object.values(await formats(answered(hostile)))) {
      // oxlint-disable-next-line no-control-regex -- that is what is looked for
      expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
      expect(text).toMatch(/message ab/);
    }
  });

  test('S32: no line can be a command of a CI’s log, even where it is broken', async () => {
    const message = `${'word '.repeat(30)}::set-output name=x::y ::add-mask::z ##[error]oh`;
    const { text, json: document } = await formats(answered(`::stop-commands::a ${message}`));
    expect(text).not.toMatch(/^\s*::/m);
    expect(text + document).not.toContain('##[');
    expect(document).not.toMatch(/(?:^|\s)::/);
  });

  test('S21: HTML stays text in the file, which allows no script and loads nothing', async () => {
    const { html } = await formats(answered('<script>alert(1)</script><img src=x onerror=alert(2)>"\''));
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toMatch(
      /<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'sha256-/,
    );
    expect(html).not.toMatch(/<(?:link|iframe|object|base)|url\(|@import/);
  });

  test('Markdown stays text in the ticket: bars, links, mentions, references and HTML', async () => {
    const message = 'a | b ` c [x](https://evil.example) @team #12 <b> owner/repo#3';
    const { markdown } = await formats(answered(message));
    const row = markdown.split('\n').find((line) => line.startsWith('| 1 |')) ?? '';
    expect(row.replaceAll(String.raw`\|`, '').split('|')).toHaveLength(7);
    expect(row).toContain('`sent ');
    expect(row.match(/`/g)).toHaveLength(2);
  });

  test('a reason that repeats the file’s words is text in the ticket too', async () => {
    const har = harFile([
      {
        url,
        ...json(phone),
        answer: { data: { status: '[a](https://evil.example) @team #12 <b>*x*_y_|' } },
      },
    ]);
    const { markdown } = await formats(har);
    const [title = ''] = markdown.split('\n');
    expect(title).toContain('its status is');
    expect(title).not.toMatch(/(?<!\\)[[\]*|]|<b>|https:\/\/|@team|#12|(?<!\\)_/);
  });

  test('the name of the file is quoted where it is typed', async () => {
    const { report } = await explained(answered('x').replace('"Odd"', '"Odder"'), "it's; rm -rf $HOME.har");
    expect(report.cause).toBeNull();
    const own = harFile([]).replace(
      '"version": "1.2",',
      `"version": "1.2", "_authrig": ${JSON.stringify({
        includesSecrets: false,
        command: 'verifik phone',
        argv: [],
        startedAt: '2026-01-01T00:00:00.000Z',
        answers: [],
        pseudonyms: {},
        verdict: { exitCode: 7, error: { kind: 'provider', message: 'Odd.' } },
      })},`,
    );
    const { report: unknown } = await explained(own, "it's; rm -rf $HOME.har");
    expect(unknown.next[0]).toBe(String.raw`authrig replay 'it'\''s; rm -rf $HOME.har'`);
  });
});

describe('what is told', () => {
  test('an unknown cause says so, and what to attach', async () => {
    const { report } = await explained(answered('odd'));
    expect(report.cause).toBeNull();
    expect(report.reason).toContain('no cause for this by name');
    expect(report.ask.join(' ')).toContain('Attach this recording');
  });

  test('polls that are alike are one line, with how many and how fast, and pauses are told', async () => {
    const poll = (at: number) => ({
      at,
      url: 'https://p.example/poll',
      answer: { status: 'created', risk: false, pin: 0 },
    });
    const { report } = await explained(harFile([0, 5000, 10_100, 15_000, 60_000].map(poll), creators.proxy));
    expect(report.timeline.map(({ numbers, call }) => numbers || call)).toEqual(['1-4', 'pause', '5']);
    const far = { ...poll(90_000), answer: { status: 'OK', risk: false, pin: 0 } };
    const { report: more } = await explained(harFile([0, 5000, 10_100].map(poll).concat(far as never)));
    expect(textReport(more, 100)).toContain('1-3   +0.0 s  40 ms  check by p.example, 3 times, every 5.1 s');
    expect(more.timeline.map(({ call, tookMs }) => [call, tookMs])).toEqual([
      ['check by p.example', 40],
      ['pause', 79_860],
      ['check by p.example', 40],
    ]);
  });

  test.each([60, 80, 120])('the text keeps to %i columns, but for a word that is longer', async (columns) => {
    const { report } = await explained(answered('many words '.repeat(20)));
    const long = textReport(report, columns)
      .split('\n')
      .filter((line) => line.length > columns);
    for (const line of long) expect(line.trim()).not.toContain(' ');
  });

  test('every row of the vendor’s documentation is named with its page', async () => {
    const har = harFile([{ url, ...json(phone), status: 404, answer: { code: 'NotFound', message: 'x' } }]);
    for (const text of Object.values(await formats(har))) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain('VER-08, R-VER-10');
      expect(text).toContain('https://docs.verifik.co/authentication/api-key-access-via-phone');
    }
  });
});

test('an exit code and an error that do not go together are told, and nothing is said to be well', async () => {
  const har = ownFile({
    command: 'jekimo login',
    milliseconds: 10,
    verdict: { exitCode: 0, error: { kind: 'denied', message: 'The customer refused.' } },
  });
  const { report } = await explained(har);
  expect(report.verdict).toEqual({
    ok: false,
    exitCode: 0,
    kind: 'denied',
    text: 'The customer refused. This error ends with 3: the file was edited.',
  });
  expect(report.reason).not.toContain('Nothing is wrong');
});

test('VER-05: an answer without its body blames nobody', async () => {
  const { report, names } = await explained(harFile([{ url: `${url}/confirm`, status: 400, answer: '' }]));
  expect(names).toEqual(['file.no-bodies']);
  expect(report.cause?.name).toBe('file.no-bodies');
});

describe('what is told of a recording of ours', () => {
  const told = async (file: string) =>
    explained(readFileSync(new URL(`../fixtures/recordings/${file}.har`, import.meta.url), 'utf8'));

  test('a question is one, with what was answered, and counts in how long it took', async () => {
    const { report } = await told('own-run-no-usable-answer');
    expect(textReport(report, 200)).toMatch(
      /asked: OTP sent to \S+ by WhatsApp, good until [\d:]+ UTC; got nothing: No us/,
    );
    const asked = { what: 'confirm', question: 'Again?', value: true, startedMs: 0, endedMs: 23_000 };
    const har = JSON.parse(
      ownFile({ command: 'jekimo login', milliseconds: 23_000, verdict: { exitCode: 0 } }),
    ) as { log: { _authrig: object } };
    const { _authrig: run } = har.log;
    const { report: long } = await explained(
      JSON.stringify({ log: { ...har.log, _authrig: { ...run, answers: [asked] } } }),
    );
    expect(textReport(long, 200)).toContain('0 calls in 23 s.');
    expect(textReport(long, 200)).toContain('asked: Again?; got yes');
  });

  test('a sign-in at the sandbox is tried again there', async () => {
    expect((await told('own-elixir-wrong-code')).report.next).toEqual(['authrig elixir otp --sandbox']);
    expect((await told('elixir-wrong-code')).report.next).toEqual(['authrig elixir otp']);
  });

  test('a limit leads to the command again, after the wait', async () => {
    const call = {
      url,
      ...json(phone),
      status: 429,
      answer: {},
      own: { provider: 'verifik', operation: 'phoneLogin' },
    };
    const verdict = { exitCode: 6, error: { kind: 'network', message: 'Too many.' } } as const;
    const har = ownFile({ command: 'verifik phone', milliseconds: 1, exchanges: [call], verdict });
    expect((await explained(har)).report).toMatchObject({
      cause: { name: 'http.rate-limited' },
      next: ['authrig verifik phone'],
    });
  });

  test('EKY-43: of a popup that never came back it is asked whether the browser blocked it', async () => {
    const file = readFileSync(
      new URL('../fixtures/recordings/own-ekyc-browser-never-back.har', import.meta.url),
      'utf8',
    );
    const { report } = await explained(file.replace('"login"', '"login", "--method=popup"'));
    expect(report.ask).toContainEqual(expect.stringContaining('block the popup'));
    expect((await explained(file)).report.ask.join(' ')).not.toContain('popup');
  });

  test('calls of no provider are said to be such', async () => {
    const other = { url: 'https://example.com/x', answer: {} };
    const { report } = await explained(harFile([{ url, ...json(phone), answer: {} }, other, other]));
    expect(textReport(report, 200)).toContain('1 call in 0 s, and 2 others that go to no provider.');
  });

  test('no line of the text is wider than a terminal of 40 columns, but for a word that is', async () => {
    const { report } = await told('own-jekimo-wrong-key');
    const wide = textReport(report, 40)
      .split('\n')
      .filter((line) => line.length > 40 && !/\S{21}/.test(line));
    expect(wide).toEqual([]);
  });
});
