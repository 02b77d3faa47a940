import { expect, test } from 'vitest';
import { showQr } from '../../src/flow/link.ts';
import type { QrStyle } from '../../src/terminal/qr.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { createTerminal } from '../../src/terminal/terminal.ts';

const uri = `otpauth://totp/Portal:you%40example.com?${'x'.repeat(100)}`;

/** What is said to a person, without the code's own lines. */
async function said(
  qr: QrStyle,
  size: { readonly columns: number; readonly rows: number },
): Promise<string[]> {
  const lines: string[] = [];
  const stderr = { isTTY: true, ...size, write: (text: string) => lines.push(text) };
  const terminal = await createTerminal({ stdout: stderr, stderr, env: {} } as never, createRedactor());
  const drawn: string[] = [];
  await showQr(
    { terminal: { ...terminal, size, draw: (code) => drawn.push(...code) } },
    uri,
    { qr },
    'Copy it',
  );
  expect(drawn.length).toBeGreaterThan(0);
  return lines;
}

test('a style that is asked for by name and has no room is said to be another one', async () => {
  expect((await said('full', { columns: 80, rows: 40 })).join('')).toContain(
    'This terminal has no room for --qr full: the code is drawn in half blocks.',
  );
});

test.each(['auto', 'half'] as const)('nothing is said of %s, which is what is drawn', async (style) => {
  expect(await said(style, { columns: 80, rows: 40 })).toEqual([]);
});
