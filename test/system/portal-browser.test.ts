import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providers } from '../../src/providers/index.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { clickByScript, freshWindow, openChromium, picture } from '../helpers/chromium.ts';
import { makeMistakes } from '../helpers/portal.ts';
import { realClock } from '../helpers/real-clock.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const customer = 'customer@example.com';

describe.skipIf(!enabled)('the demo portal in a real browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let window: BrowserContext;
  let page: Page;
  let sandbox: Sandbox;
  let broken: string[];

  beforeAll(async () => {
    browser = await openChromium();
  });

  afterAll(async () => browser.close());

  beforeEach(async () => {
    const { randomBytes } = await import('node:crypto');
    sandbox = await startSandbox({ clock: realClock, randomBytes, providers });
    window = await freshWindow(browser);
    page = await window.newPage();
    broken = [];
    // A script or a style that the policy refuses is told here, as is a script that fails.
    window.on('weberror', (error) => broken.push(error.error().message));
    window.on('console', (line) => {
      if (line.text().includes('Content Security Policy')) broken.push(line.text());
    });
  });

  afterEach(async () => {
    await window.close();
    await sandbox.close();
    expect(broken).toEqual([]);
  });

  const open = async (path: string) => page.goto(`${sandbox.origin}/__sandbox/portal${path}`);
  const press = async (name: string, on = page) => on.getByRole('button', { name, exact: true }).click();
  const follow = async (name: string) => page.getByRole('link', { name, exact: true }).click();
  const heading = async (name: string, on = page) => on.getByRole('heading', { name, level: 1 }).waitFor();
  const newWindow = async (act: () => Promise<void>): Promise<Page> => {
    const opening = window.waitForEvent('page');
    await act();
    const opened = await opening;
    await opened.waitForLoadState();
    return opened;
  };
  const panel = () => page.getByRole('complementary', { name: 'Behind the scenes' });

  /** Keeps pictures as a desk and as a phone show the page, light and dark. */
  async function look(name: string): Promise<void> {
    for (const [size, width] of [
      ['desk', 1280],
      ['phone', 390],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect({ name, size, overflow }).toEqual({ name, size, overflow: 0 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await picture(page, `portal-${name}-${size}-${colorScheme}`);
      }
    }
  }

  test('the switches go on and off with the keyboard alone', async () => {
    await open('');
    await look('index');
    const pin = page.getByRole('switch', { name: /The pin is sent to the browser/ });
    expect(await pin.getAttribute('aria-checked')).toBe('false');
    await pin.focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=switch][aria-checked=true]').waitFor();
    expect(await pin.getAttribute('aria-checked')).toBe('true');
    await look('index-on');
    await press('Switch every mistake off');
    await expect.poll(() => page.locator('[role=switch][aria-checked=true]').count()).toBe(0);
  });

  describe('Jekimo', () => {
    const scan = async (decision: string) => {
      const phone = await newWindow(() => follow('Open the link instead'));
      await press(decision, phone);
      await heading('Done: you can close this page.', phone);
      await phone.close();
    };

    test('JEK-09, JEK-17: a sign-in that is approved on the phone', async () => {
      await open('/jekimo');
      await look('jekimo-sign-in');
      await press('Continue with Jekimo');
      await heading('Scan the code');
      await panel().getByText('"state": "waiting"').first().waitFor();
      await look('jekimo-scan');
      await scan('Approve');
      await heading('You are signed in');
      await look('jekimo-in');
      expect(await panel().innerText()).not.toContain('sandbox-jekimo-key');
    });

    test('JEK-24, JEK-36: the pin that was mailed is asked for, and the browser never got it', async () => {
      await open('/jekimo');
      await page.getByLabel('Ask for a mailed pin').check();
      await press('Continue with Jekimo');
      await scan('Approve, seen as a risk');
      await heading('One more step');
      await look('jekimo-pin');
      const mailbox = await newWindow(() => follow('Open the customer’s mailbox'));
      const code = await mailbox.locator('.number').first().innerText();
      expect(await page.content()).not.toContain(code);
      await page.getByLabel('Pin from the mail').fill(code);
      await press('Sign in');
      await heading('You are signed in');
    });

    test('JEK-18: a denial is told', async () => {
      await open('/jekimo');
      await press('Continue with Jekimo');
      await scan('Deny');
      await heading('Access denied');
      await press('Try again');
      await heading('Sign in');
    });

    test('JEK-35, JEK-36, JEK-37: with the mistakes on, the panel shows what they give away', async () => {
      await makeMistakes(sandbox.origin, 'key-in-page', 'pin-in-browser', 'browsers-word');
      await open('/jekimo');
      await page.getByLabel('Ask for a mailed pin').check();
      await press('Continue with Jekimo');
      await panel().getByText('Answer of Jekimo itself').first().waitFor();
      await look('jekimo-mistakes');
      await scan('Approve, seen as a risk');
      await heading('One more step');
      const { code = '' } = sandbox.outbox.list({ provider: 'jekimo' })[0] ?? {};
      await panel().getByText(`"pin": ${code}`).first().waitFor();
      expect(await panel().locator('mark').allInnerTexts()).toContain(`"pin": ${code}`);
      await look('jekimo-pin-mistake');
    });

    test('JEK-37, JEK-39: the attacker’s controls do what they say, and are refused without their mistake', async () => {
      await open('/jekimo');
      await press('Continue with Jekimo');
      await press('Skip the scan');
      await page.getByRole('alert').filter({ hasText: 'Refused' }).waitFor();
      await look('jekimo-refused');
      await makeMistakes(sandbox.origin, 'unbound-identity');
      await page.getByLabel('Address to send').fill('attacker@example.com');
      await scan('Approve');
      await page.getByText('Welcome, attacker@example.com').waitFor();
    });
  });

  describe('eKYC', () => {
    const signIn = async (method: string, email = customer) => {
      await open('/ekyc/sign-in');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('radio', { name: method }).check();
      await press('Sign in');
    };
    const openPopup = async () => newWindow(() => press('Open eAuthenticator'));
    const signedIn = async (email: string) => page.getByText(`Signed in as ${email}`).waitFor();

    test('EKY-03, EKY-05, EKY-10 to EKY-13: turning two-factor authentication on, and off again', async () => {
      await open('/ekyc');
      await look('ekyc-sign-in');
      await page.getByLabel('E-mail address').fill('new@example.com');
      await press('Sign in');
      await press('Turn it on');
      await look('ekyc-enrol');
      await press('Scan with the sandbox’s phone');
      const phone = await newWindow(() => follow('its screen'));
      const account = phone.locator('p', { hasText: 'new@example.com' });
      await page.getByLabel('Code from the app').fill(await account.locator('.number').innerText());
      await press('Verify');
      await page.getByRole('heading', { name: 'Two-factor authentication is on' }).waitFor();
      await look('ekyc-on');
      await press('Turn it off');
      await page.getByRole('heading', { name: 'Two-factor authentication is off' }).waitFor();
    });

    test('EKY-44, EKY-52: the redirect, approved', async () => {
      await signIn('redirect');
      await look('ekyc-second-factor');
      await follow('Continue to eAuthenticator');
      await press('Approve');
      await signedIn(customer);
      expect(new URL(page.url()).search).toBe('');
      await look('ekyc-in');
    });

    test('EKY-45, EKY-46: the redirect, refused', async () => {
      await signIn('redirect');
      await follow('Continue to eAuthenticator');
      await press('Reject');
      await page.getByText('Sign In', { exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'REJECT' }).waitFor();
      await look('ekyc-refused');
    });

    test.each([
      ['Approve', 'Security'],
      ['Reject', 'Sign in'],
    ])('EKY-39, EKY-41, EKY-42: the popup, %s: %s', async (button, title) => {
      await signIn('popup');
      if (button === 'Approve') await look('ekyc-popup');
      const popup = await openPopup();
      expect(await popup.evaluate('[innerWidth, innerHeight]')).toEqual([500, 600]);
      await press(button, popup);
      await heading(title);
    });

    test('EKY-43: a popup that is closed can be opened again', async () => {
      await signIn('popup');
      await (await openPopup()).close();
      await page.getByRole('status').filter({ hasText: 'The window was closed' }).waitFor();
      await press('Approve', await openPopup());
      await signedIn(customer);
    });

    test('EKY-39: a blocked popup is told', async () => {
      const strict = await openChromium({ blocksPopups: true });
      try {
        page = await (await freshWindow(strict)).newPage();
        await signIn('popup');
        await clickByScript(page, 'open');
        await page.getByText('Popup blocked. Please allow pop-ups and try again.').waitFor();
      } finally {
        await strict.close();
      }
    });

    test('EKY-36: another site’s message is ignored, and ends the sign-in where the mistake is on', async () => {
      await signIn('popup');
      await newWindow(() => follow('Open another site'));
      await panel().getByText('ignored, another site').waitFor();
      await look('ekyc-other-site');
      expect(page.url()).toContain('/second-factor');
      await makeMistakes(sandbox.origin, 'any-origin');
      await page.reload();
      await newWindow(() => follow('Open another site'));
      await heading('Sign in');
    });

    test('EKY-37: a message without the right state is called what it is', async () => {
      await signIn('popup');
      const popup = await openPopup();
      await popup.evaluate("opener.postMessage({ session_token: 'x', state: 'y' }, '*')");
      await page.getByRole('status').filter({ hasText: 'Invalid state: Possible CSRF attack!' }).waitFor();
      await press('Approve', popup);
      await signedIn(customer);
    });

    test('EKY-34: another’s sign-in is refused, and planted where the mistake is on', async () => {
      await signIn('redirect');
      await press('Plant another sign-in');
      await heading('This is not your sign-in');
      await look('ekyc-not-yours');
      await follow('Go on with your own');
      await makeMistakes(sandbox.origin, 'state-unchecked');
      await press('Plant another sign-in');
      await signedIn('attacker@example.com');
    });

    test('EKY-52, EKY-54, EKY-55: each mistake lets in whoever has the password alone', async () => {
      await makeMistakes(sandbox.origin, 'front-grants');
      await signIn('redirect');
      await look('ekyc-mistake');
      await follow('Come back without the phone');
      await signedIn(customer);
      await makeMistakes(sandbox.origin, 'guessable-callback');
      await signIn('redirect');
      await newWindow(() => follow('Report success yourself'));
      await follow('Come back without the phone');
      await signedIn(customer);
      await makeMistakes(sandbox.origin, 'late-true');
      await signIn('redirect');
      await press('Turn a no into a yes');
      await signedIn(customer);
    });

    test('EKY-52, EKY-55: and without the mistakes nobody gets in that way', async () => {
      await signIn('redirect');
      await follow('Come back without the phone');
      await page.getByRole('status').filter({ hasText: 'Waiting for eKYC’s notice.' }).waitFor();
      await look('ekyc-waiting');
      await signIn('redirect');
      await press('Turn a no into a yes');
      await page.getByRole('alert').filter({ hasText: 'Authentication failed' }).waitFor();
    });
  });
});
