import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export interface ChromiumOptions {
  /** As a user has it: a popup that no click of a person asked for is blocked. */
  readonly blocksPopups?: boolean;
}

/** The browser of the system, without a window. */
export async function openChromium({ blocksPopups = false }: ChromiumOptions = {}): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error(`There is no chromium in ${places.join(', ')}.`);
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
    ...(blocksPopups ? { ignoreDefaultArgs: ['--disable-popup-blocking'] } : {}),
  });
}

/** A click that is no person's, so that a browser which blocks popups blocks what it opens. */
export async function clickByScript(page: Page, id: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const expression = `document.getElementById(${JSON.stringify(id)}).click()`;
  await session.send('Runtime.evaluate', { expression, userGesture: false });
}

/** A fresh window of a phone's or a desk's size. */
export async function freshWindow(browser: Browser, dark = false): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 420, height: 640 },
    colorScheme: dark ? 'dark' : 'light',
  });
}

/** Keeps a picture of the page where AUTHRIG_SCREENSHOTS names a folder, for whoever wants to look at it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['AUTHRIG_SCREENSHOTS'];
  if (folder !== undefined && folder !== '')
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** What a page says by `alert`, and to the console as an error. */
export interface Said {
  readonly alerts: readonly string[];
  readonly errors: readonly string[];
}

/** Keeps what the page says, and closes its alerts. */
export function listenTo(page: Page): Said {
  const alerts: string[] = [];
  const errors: string[] = [];
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message());
    void dialog.accept();
  });
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return { alerts, errors };
}

/** A page with an icon of its own, so that the browser asks for none. */
export function htmlPage(body: string): string {
  return `<!doctype html><link rel="icon" href="data:,">${body}`;
}
