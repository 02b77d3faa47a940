import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { htmlReport } from '../../src/explain/html.ts';
import { listenTo, openChromium, picture } from '../helpers/chromium.ts';
import { explained } from '../helpers/explained.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folder = temporaryFolder();
let browser: Browser;

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

async function fileOf(name: string): Promise<string> {
  const har = fileURLToPath(new URL(`../fixtures/recordings/${name}.har`, import.meta.url));
  const path = join(folder, `${name}.html`);
  writeFileSync(path, htmlReport((await explained(readFileSync(har, 'utf8'))).report));
  return pathToFileURL(path).href;
}

describe('the one file, opened from the disk', () => {
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test.each(['own-jekimo-never-scanned', 'verifik-otp-of-previous-message'])(
        `%s at ${width} px, ${colorScheme}: all of it is seen without scrolling sideways, and nothing is loaded`,
        async (name) => {
          const window = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
          try {
            const page = await window.newPage();
            const asked: string[] = [];
            page.on('request', (request) => asked.push(request.url()));
            const { errors } = listenTo(page);
            const address = await fileOf(name);
            await page.goto(address);
            await picture(page, `explain-${name}-${width}-${colorScheme}`);
            expect(asked).toEqual([address]);
            expect(errors).toEqual([]);
            expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
            // The style counts: a policy that refused it would leave the browser's own margin and font.
            expect(await page.evaluate('getComputedStyle(document.querySelector("main")).overflowWrap')).toBe(
              'anywhere',
            );
            expect(await page.locator('h1').innerText()).toMatch(/[.]$/);
            expect(await page.locator('tbody tr').count()).toBeGreaterThan(1);
          } finally {
            await window.close();
          }
        },
      );
    }
  }
});
