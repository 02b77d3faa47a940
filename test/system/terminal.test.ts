import { describe, expect, test } from 'vitest';
import { startedSandbox } from '../helpers/started-sandbox.ts';
import { darkTheme, photograph, scan } from '../helpers/terminal-screen.ts';
import { openTmux, paintedLines, type Tmux, type TmuxOptions } from '../helpers/tmux.ts';

/** The link as the rig has told it. */
function linkIn(lines: readonly string[]): string {
  return /Link: (\S+)/.exec(lines.join('\n'))?.[1] ?? '';
}

interface Login {
  readonly tmux: Tmux;
  /** The customer authorises what the link on the screen stands for. */
  approve(): Promise<void>;
}

/**
 * A terminal whose logins wait for a customer who acts when told: one who acts after a moment would be too soon for a
 * machine that is busy.
 */
async function openAtSandbox(options: TmuxOptions): Promise<Login> {
  const sandbox = await startedSandbox();
  const tmux = await openTmux({ ...options, env: { ...sandbox.env, ...options.env } });
  const approve = async (): Promise<void> => {
    const token = linkIn(await tmux.lines())
      .split('/')
      .at(-1);
    expect((await sandbox.post(`sessions/${token}`, { decision: 'approve' })).status).toBe(200);
  };
  return { tmux, approve };
}

/** What a phone reads from the screen, as a photograph in the terminal's own colours. */
async function scanned(tmux: Tmux, size: { columns: number; rows: number }): Promise<string | undefined> {
  const lines = paintedLines(await tmux.painted());
  const codeLines = lines.filter((line) => line.includes('48;5;231') && !/[a-z]{3}/i.test(plainText(line)));
  return scan(photograph(codeLines, { ...size, rows: size.rows + 1 }, darkTheme));
}

function plainText(line: string): string {
  return line.replaceAll(/\u001B\[[\d;]*m/g, '');
}

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const ended = /^rc=\d+$/m;

/** The last exit code, and what was said before it. */
async function end(tmux: Tmux, milliseconds?: number): Promise<{ exitCode: number; said: string }> {
  const [, ...lines] = await tmux.shows(ended, milliseconds);
  const at = lines.findIndex((line) => ended.test(line));
  return { exitCode: Number(lines[at]?.slice(3)), said: lines.slice(0, at).join('\n') };
}

/** The terminal's modes, as `stty` tells them. */
async function modes(tmux: Tmux): Promise<string> {
  await tmux.run('stty -a');
  return (await end(tmux)).said;
}

/** What a program that was stopped must leave behind. */
async function expectRestored(tmux: Tmux, before: string): Promise<void> {
  expect(await tmux.cursorIsVisible()).toBe(true);
  expect(await modes(tmux)).toBe(before);
}

describe.skipIf(!enabled)('a whole login in a real terminal', { timeout: 60_000 }, () => {
  test.each([
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 },
  ])(
    'at $columns x $rows: the code scans, the line counts down, nothing wraps but the link',
    async (size) => {
      const { tmux: opened, approve } = await openAtSandbox(size);
      await using tmux = opened;
      const before = await modes(tmux);
      await tmux.run('authrig jekimo login');
      const lines = await tmux.shows(/Waiting for the customer.*created.*\d+ s left/);

      expect(await scanned(tmux, size)).toBe(linkIn(lines));
      expect(lines.filter((line) => line.length > size.columns && !line.startsWith('Link: '))).toEqual([]);
      expect(await tmux.cursorIsVisible()).toBe(false);
      const counted = /\d+ s left/.exec(lines.join('\n'))?.[0];
      await expect
        .poll(async () => (await tmux.lines()).join('\n'), { timeout: 10_000 })
        .not.toContain(counted);
      await approve();

      const { exitCode, said } = await end(tmux);
      expect(exitCode).toBe(0);
      expect(said).toMatch(
        /\nJekimo authorised the sign-in\.\nOK names no user[^]*\nstatus {2}OK\nrisk {4}none\npin .*\nchecks .*\ntoken .*$/,
      );
      expect(said).not.toContain('Waiting');
      await expectRestored(tmux, before);
    },
  );

  test('F62: 20 columns: text to read, and no piece of a code', async () => {
    await using tmux = await openTmux({ columns: 20, rows: 24 });
    await tmux.run('authrig jekimo login --sandbox');
    const { exitCode, said } = await end(tmux);
    expect(exitCode).toBe(0);
    expect(said).not.toMatch(/[▀▄█]/);
    expect(said).toMatch(/Link: http/);
    expect(said).not.toContain('Waiting');
  });

  test('F62: a window that changes its size while it counts down', async () => {
    const { tmux: opened, approve } = await openAtSandbox({ columns: 80, rows: 24 });
    await using tmux = opened;
    await tmux.run('authrig jekimo login --qr none');
    const left = /\d+ s left/.exec((await tmux.shows(/created.*\d+ s left/)).join('\n'))?.[0];
    await tmux.resize(40, 20);
    await expect.poll(async () => (await tmux.lines()).join('\n'), { timeout: 10_000 }).not.toContain(left);
    await tmux.resize(100, 30);
    await approve();
    const { exitCode, said } = await end(tmux);
    expect(exitCode).toBe(0);
    expect(said).toContain('Jekimo authorised the sign-in.');
  });

  test('F62: TERM=dumb: the cursor never moves, and no colour', async () => {
    await using tmux = await openTmux({ columns: 80, rows: 24 });
    await tmux.run('export TERM=dumb');
    await end(tmux);
    const recorded = await tmux.record();
    await tmux.type('authrig jekimo login --sandbox; echo "rc=$?"');
    await tmux.shows(/^rc=0$[^]*^rc=0$/m);
    expect(await recorded()).toContain('Jekimo authorised the sign-in.');
    expect(/\u001B|[^\n]\r[^\n]/.test(await recorded())).toBe(false);
  });

  test('F62: LANG=C: ASCII alone', async () => {
    await using tmux = await openTmux({ columns: 120, rows: 60, env: { LANG: 'C' } });
    const recorded = await tmux.record();
    await tmux.type('authrig jekimo login --sandbox; echo "rc=$?"');
    const { exitCode } = await end(tmux);
    expect(exitCode).toBe(0);
    const [said = ''] = (await recorded()).split('status  OK');
    expect(said).toContain('Jekimo authorised the sign-in.');
    expect([...new Set(said.match(/[^\0-\u007F]/g))]).toEqual([]);
  });
});

describe.skipIf(!enabled)('F59: stopped in a real terminal', { timeout: 60_000 }, () => {
  test('Ctrl-C while the line counts down', async () => {
    const { tmux: opened } = await openAtSandbox({ columns: 80, rows: 24 });
    await using tmux = opened;
    const before = await modes(tmux);
    await tmux.run('authrig jekimo login --qr none');
    await tmux.shows(/created.*s left/);
    await tmux.press('C-c');
    const { exitCode, said } = await end(tmux);
    expect(exitCode).toBe(130);
    expect(said).toMatch(/Stopped by SIGINT\.$/);
    expect(said).not.toContain('Waiting');
    await expectRestored(tmux, before);
  });

  test.each([
    ['Ctrl-C', 'C-c', 130],
    ['Ctrl-D', 'C-d', 2],
  ])('%s at a question without echo', async (_name, press, code) => {
    await using tmux = await openTmux({ columns: 80, rows: 24 });
    const before = await modes(tmux);
    await tmux.run('authrig config set jekimo.apiKey');
    await tmux.shows(/\? jekimo\.apiKey/);
    await tmux.press('k', '4', '7');
    await tmux.press(...(press === 'C-d' ? ['BSpace', 'BSpace', 'BSpace', press] : [press]));
    const { exitCode, said } = await end(tmux);
    expect(exitCode).toBe(code);
    expect(said).not.toContain('k47');
    expect(said).not.toMatch(/ at .*:\d+:\d+/);
    await expectRestored(tmux, before);
  });

  test('F60: Ctrl-Z and fg at a question without echo: it is asked again, and the echo is still off', async () => {
    await using tmux = await openTmux({ columns: 80, rows: 24 });
    const before = await modes(tmux);
    await tmux.run('authrig config set jekimo.apiKey');
    await tmux.shows(/\? jekimo\.apiKey/);
    await tmux.press('C-z');
    await tmux.shows(/rc=148$/m);
    await tmux.type('fg; echo "rc=$?"');
    await tmux.shows(/^\$ fg;[^]*^\? jekimo\.apiKey/m);
    await tmux.type('k-4711-k-4711');
    const lines = (await tmux.shows(/^rc=0$/m)).join('\n');
    expect(lines).toContain('is kept in the profile');
    expect(lines).not.toContain('k-4711');
    await expectRestored(tmux, before);
  });
});

describe.skipIf(!enabled)('a pin that is typed', { timeout: 60_000 }, () => {
  const login = 'authrig jekimo login --sandbox --two-fa --otp-from prompt --interval 200ms --qr none';

  test('the right one ends the login with 0', async () => {
    await using tmux = await openTmux({ columns: 100, rows: 30 });
    await tmux.run(login);
    const lines = (await tmux.shows(/The pin that the customer typed/)).join('\n');
    await tmux.type(/Pin to mail to the customer: (\d{6})/.exec(lines)?.[1] ?? '');
    const { exitCode, said } = await end(tmux);
    expect(exitCode).toBe(0);
    expect(said).toMatch(/\nThe pin matches\.\n[^]*\nstatus {2}OK\nrisk {4}flagged\n/);
  });

  test('a wrong one offers a new token, and a no ends with 3', async () => {
    await using tmux = await openTmux({ columns: 100, rows: 30 });
    await tmux.run(login);
    const lines = (await tmux.shows(/The pin that the customer typed/)).join('\n');
    const pin = /Pin to mail to the customer: (\d{6})/.exec(lines)?.[1] ?? '';
    await tmux.type('12');
    await tmux.shows(/The pin that[^]*The pin that/);
    await tmux.type(pin.replace(/^./, (digit) => String((Number(digit) + 1) % 10)));
    await tmux.shows(/Try again with a new token\?/);
    await tmux.type('n');
    const { exitCode, said } = await end(tmux);
    expect(exitCode).toBe(3);
    expect(said).toContain('The pin is not the one that was mailed.');
  });
});
