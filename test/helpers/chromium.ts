import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of the system, without a window; `flags` are its own. */
export async function openChromium(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error(`There is no chromium in ${places.join(', ')}.`);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...flags] });
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
