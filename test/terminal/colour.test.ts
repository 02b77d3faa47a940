import { describe, expect, test } from 'vitest';
import { wantsColour } from '../../src/terminal/colour.ts';

describe('UX-10, F63: colour is decided for each stream', () => {
  test.each<[env: Record<string, string>, inPipe: boolean, atTerminal: boolean]>([
    [{}, false, true],
    [{ NO_COLOR: '1' }, false, false],
    [{ NO_COLOR: '' }, false, true],
    [{ TERM: 'dumb' }, false, false],
    [{ CLICOLOR: '0' }, false, false],
    [{ CLICOLOR: '1' }, false, true],
    [{ FORCE_COLOR: '1' }, true, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, false, false],
    [{ FORCE_COLOR: 'false' }, false, false],
    [{ CLICOLOR_FORCE: '1' }, true, true],
    [{ CLICOLOR_FORCE: '0' }, false, true],
    [{ FORCE_COLOR: '', CLICOLOR_FORCE: '1' }, true, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
    [{ CLICOLOR_FORCE: '1', NO_COLOR: '1' }, false, false],
    [{ CLICOLOR_FORCE: '1', CLICOLOR: '0' }, true, true],
    [{ FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
  ])('%j', (env, inPipe, atTerminal) => {
    expect(wantsColour({}, env)).toBe(inPipe);
    expect(wantsColour({ isTTY: true }, env)).toBe(atTerminal);
  });

  test('the flag stands above them all', () => {
    expect(wantsColour({}, { NO_COLOR: '1', TERM: 'dumb' }, 'always')).toBe(true);
    expect(wantsColour({ isTTY: true }, { FORCE_COLOR: '1' }, 'never')).toBe(false);
  });
});
