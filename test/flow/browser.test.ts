import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { openBrowser } from '../../src/flow/browser.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/until.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Stands in for the library, which would start PowerShell. */
const windows = vi.hoisted(() => ({ urls: [] as string[], open: async (): Promise<unknown> => ({}) }));
vi.mock('open', () => ({
  default: async (url: string) => {
    windows.urls.push(url);
    return windows.open();
  },
}));

type Given = Parameters<typeof openBrowser>[1];

const url = 'http://127.0.0.1:4711/start/0042';
let folder = '';

beforeEach(() => {
  folder = temporaryFolder();
  windows.urls.length = 0;
  windows.open = async () => ({ exitCode: 0, signalCode: null });
});

/** A program on the PATH that writes down its arguments and environment, then ends as it is told. */
function program(name: string, end = 'exit 0'): string {
  const file = join(folder, name);
  const note = join(folder, 'note');
  writeFileSync(
    file,
    `#!/bin/sh\n{ printf '%s\\n' "$0" "$@"; env; } > '${note}.new' && mv '${note}.new' '${note}.${name}'\n${end}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

/** What the program wrote; undefined where it never ran. */
function noteOf(name: string): string[] | undefined {
  try {
    return readFileSync(join(folder, `note.${name}`), 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

function open(target: string, env: Given['env'], given: Partial<Given> = {}) {
  const PATH = `${folder}:/usr/bin:/bin`;
  const signal = new AbortController().signal;
  return openBrowser(target, {
    platform: 'linux',
    // On which no program is a second old, so that each is told by its end.
    clock: fakeClock(),
    signal,
    ...given,
    env: { PATH, ...env },
  });
}

const opened = { opened: true };
const notOpened = (reason: string | RegExp) => ({ opened: false, reason: expect.stringMatching(reason) });

describe('OA-08: what is opened', () => {
  test.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'ftp://a.example/',
    'vscode://x',
    ' ',
    '',
    '-version',
    '127.0.0.1:80',
    '/etc/passwd',
    'httpx://a.example',
  ])('http and https alone, and not %s', async (bad) => {
    program('browser');
    const opening = open(bad, { BROWSER: 'browser' });
    await expect(opening).rejects.toMatchObject({ kind: 'local', details: { hint: expect.any(String) } });
    expect(noteOf('browser')).toBeUndefined();
  });

  test.runIf(process.platform !== 'win32').each([
    [
      'HTTPS://a.example/x?a=1&b=%20$(touch pwned)`id`;c|d',
      'https://a.example/x?a=1&b=%20$(touch%20pwned)`id`;c|d',
    ],
    ["http://127.0.0.1:1/'%s'", "http://127.0.0.1:1/'%s'"],
  ])('as one argument that no shell reads: %s', async (given, expected) => {
    const file = program('browser');
    expect(await open(given, { BROWSER: 'browser --new' })).toEqual(opened);
    expect(noteOf('browser')?.slice(0, 3)).toEqual([file, '--new', expected]);
  });
});

test.runIf(process.platform !== 'win32')('a URL takes the place of %s as it is', async () => {
  program('browser');
  expect(await open("http://a.example/?a=$&b=$'%s", { BROWSER: 'browser %s' })).toEqual(opened);
  expect(noteOf('browser')?.[1]).toBe('http://a.example/?a=$&b=$%27%s');
});

describe.skipIf(process.platform === 'win32')('by which program', () => {
  test('xdg-open on a desktop, with X or Wayland, and open on a Mac', async () => {
    program('xdg-open');
    program('open');
    expect(await open(url, { DISPLAY: ':0' })).toEqual(opened);
    expect(noteOf('xdg-open')?.[1]).toBe(url);
    rmSync(join(folder, 'note.xdg-open'));
    expect(await open(url, { WAYLAND_DISPLAY: 'wayland-0', BROWSER: '' })).toEqual(opened);
    expect(noteOf('xdg-open')?.[1]).toBe(url);
    expect(await open(url, {}, { platform: 'darwin' })).toEqual(opened);
    expect(noteOf('open')?.[1]).toBe(url);
    expect(windows.urls).toEqual([]);
  });

  test('BROWSER is asked first, in its order, until one starts', async () => {
    program('xdg-open');
    program('second', 'exit 3');
    const third = program('third');
    program('fourth');
    const BROWSER = ':nowhere-0042::second a:third  --at=%s %s -x:fourth';
    expect(await open(url, { DISPLAY: ':0', BROWSER })).toEqual(opened);
    expect(noteOf('second')?.slice(1, 3)).toEqual(['a', url]);
    expect(noteOf('third')?.slice(0, 4)).toEqual([third, `--at=${url}`, url, '-x']);
    expect([noteOf('fourth'), noteOf('xdg-open')]).toEqual([undefined, undefined]);
  });

  test('BROWSER is asked over SSH and without a screen too, since an editor may have set it', async () => {
    program('browser');
    expect(await open(url, { SSH_CONNECTION: '1 2 3 4', BROWSER: 'browser' })).toEqual(opened);
    expect(noteOf('browser')?.[1]).toBe(url);
  });

  test('S02: it is given the environment without a single variable of ours', async () => {
    program('browser');
    const env = {
      AUTHRIG_EKYC_API_KEY: 'k-4711',
      authrig_other: 'k-4711',
      DISPLAY: ':7',
      BROWSER: 'browser',
    };
    await open(url, env);
    const note = noteOf('browser') ?? [];
    expect(note).toContain('DISPLAY=:7');
    expect(note.join('\n')).not.toMatch(/k-4711|^AUTHRIG_/im);
  });

  test('it is not waited for, and outlives us in a session of its own', async () => {
    program('browser', `echo $$ > '${folder}/pid'; exec sleep 600`);
    const clock = fakeClock();
    const opening = open(url, { BROWSER: 'browser' }, { clock });
    const pid = () => {
      try {
        return Number(readFileSync(join(folder, 'pid'), 'utf8'));
      } catch {
        return 0;
      }
    };
    await until(() => pid() > 0);
    try {
      expect(clock.sleeps).toEqual([1000]);
      await clock.advance(1000);
      expect(await opening).toEqual(opened);
      if (process.platform === 'linux') {
        const [, , group, session] =
          readFileSync(`/proc/${pid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        expect([group, session]).toEqual([String(pid()), String(pid())]);
        for (const stream of [0, 1, 2]) {
          expect(readFileSync(`/proc/${pid()}/fd/${stream}`)).toHaveLength(0);
        }
      }
    } finally {
      process.kill(pid(), 'SIGKILL');
    }
  });
});

describe('where none is opened, and why', () => {
  test.each([
    [{ BROWSER: 'none', DISPLAY: ':0' }, 'BROWSER is none'],
    [{ CI: 'true', DISPLAY: ':0' }, 'CI is set'],
    [{ CI: '1', BROWSER: 'browser' }, 'CI is set'],
    [{ SSH_CONNECTION: '1 2 3 4', DISPLAY: ':0' }, 'SSH'],
    [{ SSH_CLIENT: '1 2 3', DISPLAY: ':0' }, 'SSH'],
    [{ SSH_TTY: '/dev/pts/0', DISPLAY: ':0' }, 'SSH'],
    [{}, 'there is no screen'],
    [{ DISPLAY: '', WAYLAND_DISPLAY: '' }, 'there is no screen'],
  ])('nothing is tried with %j', async (env, reason) => {
    program('browser');
    program('xdg-open');
    expect(await open(url, env)).toEqual(notOpened(reason));
    expect([noteOf('browser'), noteOf('xdg-open')]).toEqual([undefined, undefined]);
  });

  test.runIf(process.platform !== 'win32')('CI that is empty or false is no CI', async () => {
    program('browser');
    for (const CI of ['', 'false']) expect(await open(url, { CI, BROWSER: 'browser' })).toEqual(opened);
  });

  test.runIf(process.platform !== 'win32').each([
    ['/bin/false', /\/bin\/false ended with exit code 1$/],
    ['nowhere-0042', /nowhere-0042 could not be started: there is no such program$/],
    ['killed', /killed ended with SIGTERM$/],
    ['folder/', /could not be started/],
    ['/bin/false:nowhere-0042', /nowhere-0042 could not/],
    [' : ', /BROWSER names no program/],
  ])('F47: BROWSER=%s', async (BROWSER, reason) => {
    program('killed', 'kill $$; sleep 5');
    program('xdg-open');
    expect(await open(url, { BROWSER, DISPLAY: ':0' })).toEqual(notOpened(reason));
    expect(noteOf('xdg-open')).toBeUndefined();
  });

  test.runIf(process.platform !== 'win32')('a program that fails within the second', async () => {
    program('xdg-open', 'sleep 0.05; exit 4');
    expect(await open(url, { DISPLAY: ':0' })).toEqual(notOpened('xdg-open ended with exit code 4'));
  });

  test('a name with a NUL in it, which no system takes', async () => {
    expect(await open(url, { BROWSER: 'a\0b' })).toEqual(notOpened('could not be started'));
  });

  test('the end of the run is an end', async () => {
    const reason = new CliError('cancelled', 'Stopped by SIGINT.');
    program('browser', 'exec sleep 1');
    const before = open(url, { BROWSER: 'browser' }, { signal: AbortSignal.abort(reason) });
    await expect(before).rejects.toBe(reason);
    expect(noteOf('browser')).toBeUndefined();
    await expect(open(url, {}, { platform: 'win32', signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    await vi.dynamicImportSettled();
    expect(windows.urls).toEqual([]);
    const stop = new AbortController();
    const during = open(url, { BROWSER: 'browser' }, { signal: stop.signal, clock: fakeClock() });
    const ended = expect(during).rejects.toBe(reason);
    stop.abort(reason);
    await ended;
  });
});

describe('on Windows and inside WSL', () => {
  const wsl = { WSL_DISTRO_NAME: 'Ubuntu' };

  test.each([
    ['win32', {}],
    ['linux', wsl],
    ['linux', { WSL_INTEROP: '/run/WSL/1_interop' }],
  ] as const)('the library opens it: %s %j', async (platform, env) => {
    expect(await open(url, env, { platform })).toEqual(opened);
    windows.open = async () => ({ exitCode: null, signalCode: null });
    expect(await open(url, env, { platform })).toEqual(opened);
    expect(windows.urls).toEqual([url, url]);
  });

  test('and its failures are reasons', async () => {
    windows.open = async () => ({ exitCode: 1, signalCode: null });
    expect(await open(url, wsl)).toEqual(notOpened('the opener of Windows ended with exit code 1'));
    windows.open = async () => Promise.reject(Object.assign(new Error('spawn'), { code: 'ENOENT' }));
    expect(await open(url, wsl)).toEqual(
      notOpened('the opener of Windows could not be started: there is no such'),
    );
    windows.open = () => new Promise(() => {});
    expect(await open(url, wsl, { clock: fakeClock({ auto: true }) })).toEqual(notOpened('in time'));
  });

  test('over SSH and with none it is left alone', async () => {
    expect(await open(url, { ...wsl, SSH_TTY: '/dev/pts/0' })).toEqual(notOpened('SSH'));
    expect(await open(url, { BROWSER: 'none' }, { platform: 'win32' })).toEqual(notOpened('none'));
    expect(windows.urls).toEqual([]);
  });
});
