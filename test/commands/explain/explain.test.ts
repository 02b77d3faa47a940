import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { creators, harFile, json } from '../../helpers/capture.ts';
import { authrig, type Outcome } from '../../helpers/rig.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/recordings/', import.meta.url));
const fixture = (name: string): string => join(fixtures, `${name}.har`);
const wrongCode = fixture('own-elixir-wrong-code');

function saved(text: string): string {
  const path = join(temporaryFolder(), 'case.har');
  writeFileSync(path, text);
  return path;
}

const names = (value: unknown): string[] => Object.keys(value as object);

describe('authrig explain FILE', () => {
  test('the result is on stdout, nothing is on stderr, and what is explained is no failure', async () => {
    const { exitCode, stdout, stderr } = await authrig(['explain', wrongCode]);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Verdict {2}denied, exit code 3: /m);
    expect(stdout).toMatch(/^Why {6}Elixir did not accept the code/m);
    expect(stdout).toContain('elixir.wrong-code (ELX-04, ELX-26; call 2)');
    expect(stdout).toMatch(/^Type {5}authrig elixir otp --sandbox$/m);
  });

  test('--json is one document whose members --field can name, and --format json is the data alone', async () => {
    const { data } = (await authrig(['explain', wrongCode, '--json'])).json();
    const alone = await authrig(['explain', wrongCode, '--format', 'json']);
    expect(JSON.parse(alone.stdout)).toEqual(data);
    expect(data).toMatchObject({
      cause: { name: 'elixir.wrong-code' },
      verdict: { exitCode: 3, kind: 'denied' },
    });
    for (const name of names(data)) {
      expect((await authrig(['explain', wrongCode, '--field', name])).exitCode, name).toBe(0);
    }
    const { stdout } = await authrig(['explain', wrongCode, '--field', 'cause.name']);
    expect(stdout).toBe('elixir.wrong-code\n');
  });

  test('markdown begins with the reason, and html is a whole file', async () => {
    const markdown = await authrig(['explain', wrongCode, '--format', 'markdown']);
    expect(markdown.stdout).toMatch(/^### Elixir did not accept the code/);
    const html = await authrig(['explain', wrongCode, '--format', 'html']);
    expect(html.stdout).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  });

  test.each([
    [['--format', 'html', '--json']],
    [['--format', 'markdown', '--field', 'reason']],
    [['--format', 'pdf']],
  ])('%j is a usage error', async (options) => {
    expect((await authrig(['explain', wrongCode, ...options])).exitCode).toBe(2);
  });

  test('at a terminal the text is as wide as that, within reason', async () => {
    const widest = async (columns: number) => {
      const { stdout } = await authrig(['explain', fixture('nobody-knows')], {
        terminal: { columns, rows: 40 },
      });
      return Math.max(...stdout.split('\n').map((line) => line.length));
    };
    expect(await widest(300)).toBeLessThanOrEqual(120);
    expect(await widest(300)).toBeGreaterThan(90);
    expect(await widest(20)).toBeLessThanOrEqual(60);
  });
});

describe('what is no recording is a usage error that names what is wrong', () => {
  test.each([
    ['{"log":', 'cut off'],
    ['<html>', 'no JSON'],
    ['[]', '"log"'],
    ['{"log":{}}', '"log.version"'],
    ['{"log":{"version":"1.2","entries":[{}]}}', 'log.entries.0'],
    [harFile([{ url: 'https://a.example/' }]).replace('https://a.example/', 'nonsense'), 'request.url'],
  ])('%s', async (text, named) => {
    const { exitCode, stderr, stdout } = await authrig(['explain', saved(text)]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('is no recording');
    expect(stderr).toContain(named);
  });

  test('a folder, a file that is not there, and no file at all', async () => {
    expect((await authrig(['explain', temporaryFolder()])).exitCode).toBe(2);
    expect((await authrig(['explain', join(temporaryFolder(), 'none.har')])).exitCode).toBe(2);
    expect((await authrig(['explain'])).exitCode).toBe(2);
  });

  test('a byte order mark before it is none of its content', async () => {
    expect((await authrig(['explain', saved(`\uFEFF${harFile([])}`)])).exitCode).toBe(0);
  });
});

describe('secrets', () => {
  const secretName =
    /^(?:x-api-key|x-apy-key|apiKey|ApiKey|authorization|token|session_token|accessToken|refreshToken|transactionId|otp|OTP|authenticatorOTP|secret|qrValue|phone|email|pin|code)$/;

  /** Every value under a secret name, wherever it stands in the file, but for codes of an answer that are no secret. */
  function secretsIn(text: string): Set<string> {
    const found = new Set<string>();
    const visit = (name: string, value: unknown): void => {
      if (typeof value === 'object' && value !== null) {
        const pair = value as { name?: unknown; value?: unknown };
        if (typeof pair.name === 'string' && typeof pair.value === 'string') visit(pair.name, pair.value);
        for (const [key, child] of Object.entries(value)) visit(key, child);
      } else if (name === 'text' && typeof value === 'string' && value.startsWith('{')) {
        try {
          visit('', JSON.parse(value));
        } catch {}
      } else if (secretName.test(name) && !(name === 'code' && !/^\d{5,6}$/.test(String(value)))) {
        found.add(String(value).replace('Bearer ', ''));
      }
    };
    visit('', JSON.parse(text));
    return new Set(
      [...found].filter((value) => value.length >= 4 && !value.includes('#') && !value.startsWith('{')),
    );
  }

  test('S01: none of any recording is in any format', async () => {
    const files = readdirSync(fixtures);
    let count = 0;
    for (const file of files) {
      const secrets = secretsIn(readFileSync(join(fixtures, file), 'utf8'));
      count += secrets.size;
      for (const format of ['text', 'markdown', 'html', 'json']) {
        const { stdout, exitCode } = await authrig(['explain', join(fixtures, file), '--format', format]);
        expect(exitCode, file).toBe(0);
        for (const secret of secrets) {
          const shown =
            secret.length < 6 ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(stdout) : stdout.includes(secret);
          expect(shown, `${file} as ${format}: ${secret}`).toBe(false);
        }
      }
    }
    expect(count).toBeGreaterThan(100);
  });

  test('S01: a check that would see one', () => {
    const text = harFile([
      { url: 'https://a.example/', ...json({ otp: '123456' }, { 'x-api-key': 'planted-1' }) },
    ]);
    expect([...secretsIn(text)].toSorted()).toEqual(['123456', 'planted-1']);
  });
});

describe('a failing sign-in, from the command to the ticket', () => {
  const at = (url: string) => ({
    AUTHRIG_JUVLON_BASE_URL: url,
    AUTHRIG_JUVLON_API_KEY: 'planted-juvlon-key',
    AUTHRIG_JEKIMO_API_KEY: 'planted-jekimo-key',
  });
  const pair = ['--token', 'OJUWLB', '--otp'];

  test.each<[string, string[], Record<string, string>, string]>([
    ['a wrong code', ['juvlon', 'verify', '--sandbox', ...pair, '1111'], {}, 'juvlon.pair-refused'],
    [
      'an expired code',
      ['verifik', 'phone', '--sandbox', '--phone', '1234566667', '--otp', '123456'],
      {},
      'verifik.otp-expired',
    ],
    ['a lost network', ['juvlon', 'verify', ...pair, '9078'], at('http://127.0.0.1:1'), 'network.refused'],
    ['no key at all', ['juvlon', 'verify', ...pair, '9078'], {}, 'run.no-key'],
  ])('%s', async (_what, argv, env, cause) => {
    const file = join(temporaryFolder(), 'case.har');
    expect((await authrig([...argv, '--record', file], { env })).exitCode).toBeGreaterThan(1);
    const ticket = await authrig(['explain', file, '--format', 'markdown']);
    expect(ticket.stdout).toContain(`**Cause:** ${cause} (`);
    expect(readFileSync(file, 'utf8') + ticket.stdout).not.toMatch(/planted-|"1111"|123456\b/);
  });
});

test('an export of a whole page is read in a moment, however much else is in it', async () => {
  const noise = Array.from({ length: 3000 }, (_, index) => ({
    url: `https://portal.example.com/asset/${index}`,
    method: 'GET',
    answer: 'x'.repeat(2000),
  }));
  const call = {
    url: 'https://api2.juvlon.com/v4/verifyOneTimeCode',
    answer: { code: 403, status: 'Error' },
  };
  const file = saved(harFile([...noise, call], creators.chrome));
  const outcome: Outcome = await authrig(['explain', file, '--json']);
  expect(outcome.json().data).toMatchObject({
    calls: 1,
    others: 3000,
    cause: { name: 'juvlon.key-refused' },
  });
});
