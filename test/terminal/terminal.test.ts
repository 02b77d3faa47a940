import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { createTerminal } from '../../src/terminal/terminal.ts';

async function said(env: Record<string, string>, text: string): Promise<string[]> {
  const stderr = new PassThrough();
  const streams = { stdout: new PassThrough(), stderr, env } as never;
  const terminal = await createTerminal(streams, createRedactor(), { verbose: true });
  terminal.message(text);
  terminal.warning(text);
  terminal.trace(text);
  return [...String(stderr.read()).trimEnd().split('\n'), ...terminal.safe(text).split('\n')];
}

describe('S32: what a server says on a runner of GitHub Actions', () => {
  test.each([
    ['::add-mask::x', ': :add-mask::x'],
    ['  ::error::x', '  : :error::x'],
    ['said\r::stop-commands::x', 'said\n: :stop-commands::x'],
    ['\u200b::error::x', ': :error::x'],
    ['said ##[add-mask]x', 'said ## [add-mask]x'],
    ['###[error]x', '### [error]x'],
    ['a::b and a: b', 'a::b and a: b'],
  ])('%j is no command', async (text, shown) => {
    const lines = shown.split('\n');
    expect(await said({ GITHUB_ACTIONS: 'true' }, text)).toEqual([...lines, ...lines, ...lines, ...lines]);
  });

  test('stays as it is elsewhere', async () => {
    expect(new Set(await said({}, '::error::x ##[error]x'))).toEqual(new Set(['::error::x ##[error]x']));
  });
});
