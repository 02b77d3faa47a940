import { expect, test, vi } from 'vitest';

import { createRedactor, type SecretKind } from '../../src/redaction/redactor.ts';
import { processorMs } from '../helpers/processor-time.ts';

// Many cases on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Well above what the slowest machine needs for linear work, and far below what quadratic work takes. */
const patienceMs = 3000;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same words in each run: a linear congruential generator. */
function words(count: number, length: number): string[] {
  let state = 7;
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16;
  return Array.from({ length: count }, () =>
    Array.from({ length }, () => letters.charAt(next() % letters.length)).join(''),
  );
}

test('S18: a thousand secrets are learned at once, and a megabyte is searched for them', () => {
  const secrets = words(1000, 40);
  const redactor = createRedactor();
  const learning = processorMs(() => {
    for (const secret of secrets) redactor.learn(secret, 'token');
  });
  const line = JSON.stringify({
    id: 17,
    url: 'https://example.com/a/b?c=d&e=%20f',
    note: 'one\ntwo "three"',
  });
  const text = `${`${line}\n`.repeat(Math.ceil(1_000_000 / line.length))}${secrets[500]}`;
  let redacted = '';
  expect(processorMs(() => (redacted = redactor.redact(text)))).toBeLessThan(patienceMs);
  expect(redacted.endsWith(`${secrets[500]!.slice(0, 4)}…${secrets[500]!.slice(-4)}`)).toBe(true);
  expect(learning).toBeLessThan(patienceMs);
});

test.each([
  '\\',
  '%',
  '%25',
  '%41',
  '&',
  '&amp;',
  '+',
  '\n',
  '\\n',
  '\\u0041',
  '\\\\"',
  ' ',
  '1-',
  'a',
  '…',
  '•',
  '/',
])('S18: 100 KB of %j take linear time', (piece) => {
  const redactor = createRedactor();
  for (const secret of words(100, 24)) redactor.learn(secret, 'key');
  redactor.learn('+447700900123', 'phone');
  redactor.learn('ada@example.com', 'email');
  const text = piece.repeat(100_000 / piece.length);
  expect(processorMs(() => redactor.redact(text))).toBeLessThan(patienceMs);
});

test.each<[string, string, SecretKind, string]>([
  ['one letter again and again', 'a'.repeat(2000), 'key', 'a'.repeat(300_000)],
  ['one letter, and another at the end', `${'a'.repeat(2000)}b`, 'key', 'a'.repeat(300_000)],
  ['backslashes', '\\'.repeat(40), 'key', '\\'.repeat(100_000)],
  ['not quite enough backslashes', `${'\\'.repeat(40)}x`, 'key', `${'\\'.repeat(39)}y`.repeat(2500)],
  ['percent signs', '%25'.repeat(20), 'key', '%25'.repeat(30_000)],
  ['line breaks', `a${'\n'.repeat(30)}b`, 'key', 'a\n\n\n\n\n\n\n\n\n\n\n\n'.repeat(8000)],
  ['plus signs and spaces', '+ + + + + + + x', 'key', '+'.repeat(100_000)],
  ['a phone of ones', '+1111111111112', 'phone', '1%20-'.repeat(20_000)],
])('S18: a secret and a text made to cost time: %s', (_, secret, kind, text) => {
  const redactor = createRedactor();
  redactor.learn(secret, kind);
  expect(processorMs(() => redactor.redact(text))).toBeLessThan(patienceMs);
});

test('S18: the secret is masked also when the text was made to cost time', () => {
  const secret = `${'a'.repeat(2000)}b`;
  const redactor = createRedactor();
  redactor.learn(secret, 'key');
  const redacted = redactor.redact(`${'a'.repeat(300_000)} ${secret} ${encodeURIComponent(secret)}`);
  expect(redacted).not.toContain('aaaaaaaa');
});
