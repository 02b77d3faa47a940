import { type ChildProcess, spawn } from 'node:child_process';
import type { Context } from '../context.ts';
import { CliError, errorCode } from '../errors.ts';
import { withoutOurs } from '../settings/names.ts';
import { within } from '../within.ts';
import { chooseBrowser } from './browser-choice.ts';

/** Whether a browser is on its way; the reason is a part of a sentence: "No browser was opened: REASON." */
export type BrowserOpening = { readonly opened: true } | { readonly opened: false; readonly reason: string };

type Opener = Pick<Context, 'env' | 'platform' | 'clock' | 'signal'>;

/** A program that has not failed by now shows the page. */
const startMs = 1000;
/** PowerShell takes its time, and must end before us, or Windows ends it with us. */
const windowsStartMs = 10_000;

/**
 * Opens a page in the user's browser, without a shell and without waiting for it to be closed. Throws `local` for a URL
 * that is not http or https, and the run's reason where it ends; every other trouble is a reason to be told.
 */
export async function openBrowser(url: string, context: Opener): Promise<BrowserOpening> {
  const target = checkedUrl(url);
  context.signal.throwIfAborted();
  const choice = chooseBrowser(target, context);
  if ('reason' in choice) return no(choice.reason);
  if ('windows' in choice) return openInWindows(target, context);
  let last = no('BROWSER names no program');
  for (const command of choice.commands) {
    last = await start(command, context);
    if (last.opened) break;
  }
  return last;
}

/** Any other scheme could start a program, read a file, or run a script in a page that is open. */
function checkedUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return parsed.href;
  throw new CliError('local', 'The browser was not opened: the address is not an http or https URL.', {
    hint: 'See where the address comes from with: authrig config list',
  });
}

async function start([file = '', ...args]: readonly string[], context: Opener): Promise<BrowserOpening> {
  // A browser outlives us, and so does the environment it was started with.
  const env = withoutOurs(context.env);
  let child: ChildProcess;
  try {
    child = spawn(file, args, { env, stdio: 'ignore', detached: true, windowsHide: true });
  } catch (error) {
    return notStarted(file, error);
  }
  return watch(child, file, context);
}

async function watch(child: ChildProcess, file: string, context: Opener): Promise<BrowserOpening> {
  const ended = new Promise<BrowserOpening>((resolve) => {
    child.on('error', (error) => resolve(notStarted(file, error)));
    child.once('exit', (code, by) => resolve(verdict(file, code, by)));
  });
  try {
    return await within(
      startMs,
      context,
      () => ended,
      () => opened,
    );
  } finally {
    child.unref();
  }
}

/**
 * The library finds PowerShell, from inside WSL too, and hands it the URL so that it is not read as a command. It
 * resolves when PowerShell has ended.
 */
async function openInWindows(url: string, context: Opener): Promise<BrowserOpening> {
  const opening = import('open')
    .then(async ({ default: open }) => {
      const { exitCode, signalCode } = await open(url);
      const runs = exitCode === null && signalCode === null;
      return runs ? opened : verdict('the opener of Windows', exitCode, signalCode);
    })
    .catch((error: unknown) => notStarted('the opener of Windows', error));
  return within(
    windowsStartMs,
    context,
    () => opening,
    () => no('Windows did not open it in time'),
  );
}

const opened: BrowserOpening = { opened: true };
const no = (reason: string): BrowserOpening => ({ opened: false, reason });

function verdict(file: string, code: number | null, by: NodeJS.Signals | null): BrowserOpening {
  if (code === 0) return opened;
  return no(`${file} ended with ${code === null ? String(by) : `exit code ${code}`}`);
}

function notStarted(file: string, error: unknown): BrowserOpening {
  const why =
    errorCode(error) === 'ENOENT' ? 'there is no such program' : (errorCode(error) ?? 'it was refused');
  return no(`${file} could not be started: ${why}`);
}
