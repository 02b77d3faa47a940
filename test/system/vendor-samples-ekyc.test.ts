import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshWindow, htmlPage, listenTo, openChromium, type Said } from '../helpers/chromium.ts';
import { post } from '../helpers/sandbox.ts';
import { type StartedSandbox, startedSandbox } from '../helpers/started-sandbox.ts';
import { sample } from '../helpers/vendor-samples.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';

describe.skipIf(!enabled)("eKYC's URLs and scripts in a browser", { timeout: 60_000 }, () => {
  let browser: Browser;
  let window: BrowserContext;
  let page: Page;
  let said: Said;
  let sandbox: StartedSandbox;

  beforeAll(async () => {
    browser = await openChromium();
  });

  afterAll(async () => browser.close());

  beforeEach(async () => {
    sandbox = await startedSandbox();
    window = await freshWindow(browser);
    page = await window.newPage();
    said = listenTo(page);
  });

  afterEach(async () => window.close());

  const portal = 'https://portal.example';
  const state = 'c2FtcGxl';
  let token: string;

  beforeEach(async () => {
    const { json } = await post(
      `${sandbox.settings['ekyc.baseUrl']}/authen-api/api/v1/session-token`,
      { email: sandbox.settings['ekyc.email'], client_id: sandbox.settings['ekyc.clientId'] },
      { 'x-api-key': sandbox.settings['ekyc.apiKey'] ?? '' },
    );
    ({ session_token: token } = (json as { data: { session_token: string } }).data);
  });

  /** Serves this page at every address of the portal. */
  async function portalShows(script: string): Promise<void> {
    const body = htmlPage(`<h1>Portal</h1><script>${script}</script>`);
    await window.route(`${portal}/**`, (route) => route.fulfill({ contentType: 'text/html', body }));
  }

  const decide = (on: Page, name: string) => on.getByRole('button', { name, exact: true }).click();

  describe('by redirect', () => {
    const url = (values?: Parameters<typeof sample<'ekyc-redirect.txt'>>[2]) =>
      sample('ekyc-redirect.txt', sandbox.settings, values).trim();

    test('EKY-32: its URL as it is printed leads nowhere, and both page and hint say why', async () => {
      const answer = await page.goto(url());
      const hint =
        "session_token still is the page's placeholder {sessionToken}: single quotes fill nothing in. Put the value there, percent-encoded.";
      expect([answer?.status(), answer?.headers()['x-sandbox-hint']]).toEqual([400, hint]);
      await page.getByText(hint).waitFor();
    });

    test('EKY-29, EKY-44: filled in, it comes back with the session token', async () => {
      await portalShows('');
      await page.goto(url({ token, uri: encodeURIComponent(`${portal}/callback?next=a&tab=2`) }));
      await decide(page, 'Approve');
      await page.getByRole('heading', { name: 'Portal' }).waitFor();
      expect(page.url()).toBe(`${portal}/callback?next=a&tab=2&session_token=${token}`);
    });

    test('EKY-32: filled in without percent-encoding, it loses what is behind the &', async () => {
      await portalShows('');
      const answer = await page.goto(url({ token, uri: `${portal}/callback?next=a&tab=2` }));
      expect(answer?.headers()['x-sandbox-hint']).toBe(
        'an unknown parameter: redirect_uri ends at its first & where it is not percent-encoded',
      );
      await decide(page, 'Reject');
      await page.getByRole('link', { name: 'Sign In' }).click();
      await page.getByRole('heading', { name: 'Portal' }).waitFor();
      expect(page.url()).toBe(`${portal}/callback?next=a&error=REJECT`);
    });
  });

  describe('by popup', () => {
    type Values = Parameters<typeof sample<'ekyc-popup.js'>>[2];

    /**
     * The portal's page with all three samples. `generateAuthState`, which the page names and leaves to the portal, is
     * there already; `received` keeps what the samples' comments would go on with.
     */
    function script(values?: Values): string {
      return `
if (location.pathname === '/') {
const generateAuthState = () => '${state}';
window.received = [];
window.addEventListener('message', ({ origin, data }) => received.push({ origin, data }));
${sample('ekyc-popup-message.js', sandbox.settings)}
${sample('ekyc-popup-failure.js', sandbox.settings)}
${sample('ekyc-popup.js', sandbox.settings, values)}
}`;
    }

    async function openPopup(values?: Values): Promise<Page> {
      await portalShows(script(values));
      const opening = window.waitForEvent('page');
      await page.goto(`${portal}/`);
      const popup = await opening;
      await popup.waitForLoadState();
      return popup;
    }

    const filled = () => ({ token, uri: encodeURIComponent(portal), state });
    const received = () => page.evaluate('received');

    test('EKY-32: as it is printed the popup leads nowhere, and both page and hint say why', async () => {
      const popup = await openPopup();
      const hint = "session_token still is the page's placeholder {sessionToken}";
      await popup.getByText(hint).waitFor();
      expect(await sandbox.hintAt('/start-authentication')).toContain(hint);
      expect(await received()).toEqual([]);
    });

    test('EKY-39, EKY-41: filled in, the listener gets the session token with its state', async () => {
      const popup = await openPopup(filled());
      await decide(popup, 'Approve');
      await expect
        .poll(received)
        .toEqual([{ origin: sandbox.origin, data: { session_token: token, state } }]);
      expect(said).toEqual({ alerts: [], errors: [] });
    });

    test('EKY-37: with its state left as it is printed, the listener says so, and the hint too', async () => {
      const { state: _printed, ...rest } = filled();
      const popup = await openPopup(rest);
      expect(await sandbox.hintAt('/start-authentication')).toContain(
        "state still is the page's placeholder {state}",
      );
      await decide(popup, 'Approve');
      await expect.poll(() => said.errors).toEqual(['Invalid state: Possible CSRF attack!']);
    });

    test('EKY-38: on a failure under another state only one of the two listeners minds the state', async () => {
      const popup = await openPopup({ ...filled(), state: 'another' });
      await decide(popup, 'Reject');
      await page.waitForURL(`${portal}/sign-in`);
      expect(said.errors).toEqual(['Invalid state: Possible CSRF attack!']);
      expect(said.alerts).toEqual(['Authentication failed. Please try again.']);
    });

    test('EKY-42: on a failure the other listener says so, and goes to /sign-in', async () => {
      const popup = await openPopup(filled());
      await decide(popup, 'Time out');
      await page.waitForURL(`${portal}/sign-in`);
      expect(said.alerts).toEqual(['Authentication failed. Please try again.']);
    });

    test('EKY-39: a blocked popup is told to the console', async () => {
      const strict = await openChromium({ blocksPopups: true });
      try {
        window = await freshWindow(strict);
        page = await window.newPage();
        said = listenTo(page);
        await portalShows(script(filled()));
        await page.goto(`${portal}/`);
        await expect.poll(() => said.errors).toEqual(['Popup blocked. Please allow pop-ups and try again.']);
      } finally {
        await strict.close();
      }
    });
  });
});
