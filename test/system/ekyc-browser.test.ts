import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Running, start } from '../helpers/built.ts';
import { clickByScript, freshWindow, openChromium, picture } from '../helpers/chromium.ts';
import { type StartedSandbox, startedSandbox } from '../helpers/started-sandbox.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const outcomes = [
  ['Approve', 0, undefined],
  ['Reject', 3, 'denied'],
  ['Time out', 5, 'expired'],
  ['Error', 7, 'provider'],
] as const;

describe.skipIf(!enabled)('a sign-in in a real browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let window: BrowserContext;
  let page: Page;
  let ready: StartedSandbox;

  beforeAll(async () => {
    browser = await openChromium();
  });

  afterAll(async () => browser.close());

  beforeEach(async () => {
    ready = await startedSandbox();
    window = await freshWindow(browser);
    page = await window.newPage();
  });

  afterEach(async () => window.close());

  /** Starts the command and opens what it says. */
  async function login(...argv: string[]): Promise<Running> {
    const run = start(['ekyc', 'login', '--no-browser', '--json', ...argv], { env: ready.env });
    let told = '';
    run.child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await run.says('Sign-in page: ');
    const link = /Sign-in page: (\S+)/.exec(told)?.[1];
    await page.goto(link ?? 'no link');
    return run;
  }

  async function openPopup(): Promise<Page> {
    const opening = window.waitForEvent('page');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const popup = await opening;
    await popup.waitForLoadState();
    return popup;
  }

  async function verdictOf(run: Running): Promise<{ exitCode: number | null; kind: string | undefined }> {
    const { exitCode, stdout } = await run.ended;
    const { error } = JSON.parse(stdout) as { error?: { kind: string } };
    return { exitCode, kind: error?.kind };
  }

  test.each(outcomes)('EKY-44, EKY-45, EKY-48: redirect, %s: exit %i', async (button, exitCode, kind) => {
    const run = await login();
    await picture(page, 'sign-in');
    await page.getByRole('button', { name: button, exact: true }).click();
    if (kind !== undefined) {
      const back = page
        .getByRole('link', { name: 'Sign In' })
        .or(page.getByRole('button', { name: 'Sign In' }));
      await back.waitFor();
      await picture(page, `not-signed-in-${button}`);
      await back.click();
    }
    const title = kind === undefined ? 'The sign-in passed' : 'Authentication failed';
    await page.getByRole('heading', { name: title }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await page.content()).not.toContain('eyJ');
    await picture(page, `redirect-${button}`);
    expect(await verdictOf(run)).toEqual({ exitCode, kind });
  });

  test.each(outcomes)('EKY-39, EKY-41, EKY-42: popup, %s: exit %i', async (button, exitCode, kind) => {
    const run = await login('--method', 'popup');
    await picture(page, 'portal');
    const popup = await openPopup();
    expect(await popup.evaluate('[innerWidth, innerHeight]')).toEqual([500, 600]);
    await popup.getByRole('button', { name: button, exact: true }).click();
    const title = kind === undefined ? 'The sign-in passed' : 'Authentication failed';
    await page.getByRole('heading', { name: title }).waitFor();
    await picture(page, `popup-${button}`);
    expect(await verdictOf(run)).toEqual({ exitCode, kind });
  });

  describe.each(['redirect', 'popup'])('EKY-47, EKY-52: with --sandbox --callback, by %s', (method) => {
    test.each(outcomes)(
      '%s: exit %i, and the page hears of it before the sandbox goes',
      async (...outcome) => {
        const [button, exitCode, kind] = outcome;
        const argv = ['--sandbox', '--browser', '--callback', '--method', method, '--json'];
        const run = start(['ekyc', 'login', ...argv], { env: { BROWSER: 'none' } });
        let told = '';
        run.child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));
        await run.says('No browser was opened');
        await page.goto(/Sign-in page: (\S+)/.exec(told)?.[1] ?? 'no link');
        const at = method === 'popup' ? await openPopup() : page;
        await at.getByRole('button', { name: button, exact: true }).click();
        if (method === 'redirect' && kind !== undefined) await page.getByText('Sign In').click();
        const title = kind === undefined ? 'The sign-in passed' : 'Authentication failed';
        await page.getByRole('heading', { name: title }).waitFor();
        expect(await verdictOf(run)).toEqual({ exitCode, kind });
      },
    );
  });

  test('EKY-37, F43: a wrong state, or none, is called what it is, and the right one still wins', async () => {
    const run = await login('--method', 'popup');
    const popup = await openPopup();
    for (const state of ['0'.repeat(32), undefined]) {
      const message = JSON.stringify({ session_token: 'x', state });
      await popup.evaluate(`opener.postMessage(${message}, '*')`);
      await page.getByRole('status').filter({ hasText: 'Invalid state: Possible CSRF attack!' }).waitFor();
    }
    await popup.getByRole('button', { name: 'Approve', exact: true }).click();
    expect(await verdictOf(run)).toEqual({ exitCode: 0, kind: undefined });
  });

  test('EKY-36: a message from an evil origin, or from another window, is ignored', async () => {
    const run = await login('--method', 'popup');
    const popup = await openPopup();
    const opening = window.waitForEvent('page');
    const evilUrl = `${ready.origin.replace('127.0.0.1', 'localhost')}/`;
    await page.evaluate(`void open(${JSON.stringify(evilUrl)})`);
    const evil = await opening;
    await evil.waitForLoadState();
    const send = (from: Page) =>
      from.evaluate("opener.postMessage({ session_token: 'x', error: 'REJECT', state: 'y' }, '*')");
    await send(evil);
    await run.says('A message from another origin');
    const another = window.waitForEvent('page');
    await page.evaluate(`void open(${JSON.stringify(ready.origin)})`);
    await send(await another);
    await run.says('A message from another window');
    await popup.getByRole('button', { name: 'Approve', exact: true }).click();
    expect(await verdictOf(run)).toEqual({ exitCode: 0, kind: undefined });
  });

  test('EKY-43: a popup that is closed can be opened again', async () => {
    const run = await login('--method', 'popup');
    await (await openPopup()).close();
    await page.getByRole('status').filter({ hasText: 'The window was closed' }).waitFor();
    await (await openPopup()).getByRole('button', { name: 'Approve', exact: true }).click();
    expect(await verdictOf(run)).toEqual({ exitCode: 0, kind: undefined });
  });

  test('EKY-39: a blocked popup is told, on the page and in the terminal', async () => {
    const strict = await openChromium({ blocksPopups: true });
    try {
      const shut = await freshWindow(strict, true);
      page = await shut.newPage();
      const run = await login('--method', 'popup');
      await clickByScript(page, 'open');
      await page.getByText('Popup blocked. Please allow pop-ups and try again.').waitFor();
      await picture(page, 'blocked-dark');
      await run.says('The browser blocked the popup');
      run.child.kill('SIGINT');
      expect((await run.ended).exitCode).toBe(130);
    } finally {
      await strict.close();
    }
  });

  test('R-EKY-4: the number on the page, tapped on the phone, lets the customer in; another one does not', async () => {
    const run = await login();
    const number = await page.locator('.number').innerText();
    expect(number).toMatch(/^\d{2}$/);
    const phone = await window.newPage();
    await phone.goto(`${ready.origin}/ekyc/phone`);
    await picture(phone, 'phone');
    await phone.getByRole('button', { name: number, exact: true }).click();
    await page.getByRole('heading', { name: 'The sign-in passed' }).waitFor();
    expect(await verdictOf(run)).toEqual({ exitCode: 0, kind: undefined });
  });

  test('OA-08, S02: BROWSER is started with the address alone, and without our keys', async () => {
    const folder = temporaryFolder();
    const program = join(folder, 'browser');
    writeFileSync(
      program,
      `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > ${folder}/argv\nenv > ${folder}/env\nsleep 2\n`,
      { mode: 0o755 },
    );
    const run = start(['ekyc', 'login', '--json'], { env: { ...ready.env, BROWSER: program } });
    await run.says('Sign-in page: ');
    await expect.poll(async () => readText(join(folder, 'argv')), { timeout: 10_000 }).toMatch(/^1\nhttp:/);
    const address = (await readText(join(folder, 'argv'))).split('\n')[1] ?? '';
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/start\/[0-9a-f]{32}$/);
    await expect.poll(async () => readText(join(folder, 'env'))).toContain('PATH=');
    expect(await readText(join(folder, 'env'))).not.toContain('AUTHRIG');
    await page.goto(address);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    expect(await verdictOf(run)).toEqual({ exitCode: 0, kind: undefined });
  });
});

async function readText(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path, 'utf8').catch(() => '');
}
