import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../src/providers/juvlon/sandbox.ts';
import { openChromium, picture } from '../helpers/chromium.ts';
import { realClock } from '../helpers/real-clock.ts';
import { ask, post, type RunningSandbox, runSandbox } from '../helpers/sandbox.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const phone = { width: 390, height: 844 };
const key = { 'x-api-key': 'sandbox-jekimo-key' };

describe.skipIf(!enabled)("the sandbox's page in a real browser", { timeout: 60_000 }, () => {
  let browser: Browser;
  let running: RunningSandbox;
  let page: Page;
  let wrong: string[];

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(async () => browser.close());

  beforeEach(async () => {
    running = await runSandbox({ jekimo, juvlon }, { clock: realClock });
    wrong = [];
  });
  afterEach(async () => {
    await page.context().close();
    await running.close();
    expect(wrong).toEqual([]);
  });

  async function open(options: BrowserContextOptions = {}): Promise<void> {
    const window = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    page = await window.newPage();
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      if (/security policy/i.test(message.text())) wrong.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(?:http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) wrong.push(request.url());
    });
    await page.goto(running.origin);
    if (options.javaScriptEnabled !== false) await page.getByText('Live', { exact: true }).waitFor();
  }

  /** The providers whose operations a fault can be given now. */
  const offered = (): Promise<unknown> =>
    page.evaluate(
      "[...document.querySelectorAll('[name=operation] optgroup')].filter((each) => !each.disabled && !each.hidden).map((each) => each.label)",
    );

  async function getToken(headers = {}): Promise<string> {
    const { json } = await ask(`${running.origin}/jekimo/app.php/v1.1/auth/gettoken`, {
      method: 'POST',
      headers: { ...key, ...headers },
    });
    return (json as { token: string }).token;
  }

  const check = async (token: string): Promise<unknown> =>
    (
      await ask(`${running.origin}/jekimo/app.php/v1.1/auth/check`, {
        method: 'POST',
        headers: { ...key, token },
      })
    ).json;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const verify = async () =>
    post(`${running.origin}/juvlon/v4/verifyOneTimeCode`, {
      apiKey: 'sandbox-juvlon-key',
      token: 'OJUWLB',
      otp: '9078',
    });
  const focused = async (): Promise<unknown> => page.evaluate('document.activeElement.id');
  const overflow = async (): Promise<unknown> =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  test('a new message is there by itself, told to screen readers, and its code is copied by keyboard', async () => {
    await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    running.outbox.deliver({ provider: 'verifik', to: '+447700900123', code: '018274' });
    await page.locator('#outbox-list > li').first().getByText('018274').waitFor();
    await page.getByRole('status').filter({ hasText: 'to +447700900123: 018274' }).waitFor();
    await button('Copy: the code 018274').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'The code is copied.' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('018274');
    await picture(page, 'page-copied');
  });

  test('a new sign-in is there by itself with its QR code, and a click approves it', async () => {
    await open();
    await page.getByText('Nobody waits.').waitFor();
    const token = await getToken();
    await page.getByAltText('QR code of this jekimo sign-in').waitFor();
    expect(await page.evaluate("document.querySelector('.qr').decode().then(() => 'drawn')")).toBe('drawn');
    await button('Approve').click();
    await page.getByText('Nobody waits.').waitFor();
    expect(await check(token)).toMatchObject({ status: 'OK' });
  });

  test('by keyboard alone: approved with a risk, and the focus stays in the section', async () => {
    await getToken({ 'two-fa': 'true' });
    await open();
    const token = await getToken({ 'two-fa': 'true' });
    const target = page.locator(`[id="approve-risk-${token}"]`);
    await target.waitFor();
    for (let presses = 0; presses < 40 && (await focused()) !== `approve-risk-${token}`; presses += 1)
      await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Space');
    await target.waitFor({ state: 'detached' });
    expect(await check(token)).toMatchObject({ status: 'OK', risk: true, pin: expect.any(Number) });
    expect(await focused()).toBe('sign-ins-title');
  });

  test('what changes elsewhere leaves focus, open details and half-filled forms alone', async () => {
    await verify();
    await open();
    const details = page.locator('#requests details').last();
    await details.locator('summary').click();
    await page.getByLabel('Times').fill('3');
    await page.getByLabel('Times').focus();
    running.faults.add({ kind: 'latency', ms: 1 });
    await verify();
    await page.getByText('seen 1, struck 1').waitFor();
    expect(await page.locator('#requests-list > li').count()).toBe(2);
    expect(await details.getAttribute('open')).toBe('');
    expect(await page.getByLabel('Times').inputValue()).toBe('3');
    expect(await page.evaluate('document.activeElement.name')).toBe('times');
  });

  test('the clock counts down, and a step past the expiry ends the sign-in', async () => {
    await open();
    const token = await getToken();
    await page.getByText(/^11\d s left$/).waitFor();
    await button('+ 2 min').click();
    await page.getByText('Nobody waits.').waitFor();
    expect(await check(token)).toMatchObject({ error: 'Invalid Token' });
    await button('Freeze').click();
    await page.getByText('stands still', { exact: true }).waitFor();
    expect(running.clock.frozen).toBe(true);
    await page.getByLabel('Advance by').fill('soon');
    await page.getByLabel('Advance by').press('Enter');
    expect(await page.evaluate('document.activeElement.validity.patternMismatch')).toBe(true);
    const before = running.clock.now();
    await page.getByLabel('Advance by').fill('1h30m');
    await page.getByLabel('Advance by').press('Enter');
    await expect.poll(() => running.clock.now() - before).toBe(5_400_000);
  });

  test('a fault is added, strikes, is counted and dropped', async () => {
    await open();
    await page.getByLabel('Operation').selectOption('verifyOneTimeCode');
    expect(await page.getByLabel('Provider').inputValue()).toBe('juvlon');
    expect(await offered()).toEqual(['juvlon']);
    await page.getByLabel('Provider').selectOption('');
    expect(await offered()).toEqual(['jekimo', 'juvlon']);
    await page.getByLabel('Provider').selectOption('juvlon');
    await page.getByLabel('Kind').selectOption('rate-limit');
    await page.getByLabel('Times').fill('1');
    await button('Add the fault').click();
    await page.getByText('seen 0, struck 0; times 1').waitFor();
    expect((await verify()).status).toBe(429);
    expect((await verify()).status).toBe(200);
    await page.getByText('seen 2, struck 1; times 1').waitFor();
    await page.getByText('fault: rate-limit').waitFor();
    await button('Drop the fault rate-limit').click();
    await page.getByText('Every call is answered as it should be.').waitFor();
    expect(await focused()).toBe('faults-title');
  });

  test('what the sandbox refuses is said', async () => {
    await open();
    await page.getByLabel('Kind').selectOption('reset');
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('spinbutton', { name: 'HTTP status' }).fill('500');
    await button('Add the fault').click();
    await page.getByRole('status').filter({ hasText: 'reset has no use for status' }).waitFor();
  });

  test('says that the connection is lost', async () => {
    await open();
    await running.close();
    await page.getByRole('status').filter({ hasText: 'Connection lost' }).waitFor();
    await button('+ 30 s').click();
    await page.getByRole('status').filter({ hasText: 'is it still running?' }).waitFor();
    await picture(page, 'page-lost');
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    '%s at %i px: nothing to scroll sideways, every text in enough contrast',
    async (theme, width) => {
      await getToken({ 'two-fa': 'true' });
      running.outbox.deliver({
        provider: 'elixir',
        to: `${'x'.repeat(80)}@example.com`,
        code: 'K'.repeat(90),
      });
      running.recipients.arrange(`${'y'.repeat(80)}@example.com`, { code: '123456', fate: 'locked' });
      running.faults.add({ kind: 'status', status: 503, body: 'z'.repeat(90), times: 9 });
      await ask(`${running.origin}/lost/${'a/'.repeat(80)}`, { headers: { 'user-agent': 'u'.repeat(200) } });
      await open({ colorScheme: theme, viewport: { ...phone, width } });
      await picture(page, `page-${theme}-${width}-folded`);
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");
      await picture(page, `page-${theme}-${width}`);
      expect(await overflow()).toBe(0);
      expect(await page.evaluate('document.querySelectorAll("[data-live] > :not([id])").length')).toBe(0);
      expect(await page.evaluate(faint)).toEqual([]);
      if (width === phone.width) expect(await page.evaluate(small)).toEqual([]);
    },
  );

  test('without a script the same is done by plain forms', async () => {
    const token = await getToken();
    await open({ javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Reload' }).waitFor();
    expect(await button('Copy: the code 9078').count()).toBe(0);
    await button('Approve').click();
    await page.waitForURL(`${running.origin}/`);
    await page.getByText('Nobody waits.').waitFor();
    expect(await check(token)).toMatchObject({ status: 'OK' });
    await page.getByLabel('Kind').selectOption('reset');
    await button('Add the fault').click();
    await page.getByText('seen 0, struck 0').waitFor();
    await button('Drop the fault reset').click();
    await page.getByText('Every call is answered as it should be.').waitFor();
  });
});

/** Texts whose contrast to what is behind them is below WCAG AA. */
const faint = `(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (node) => {
    for (let at = node; at !== null; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')]
    .filter((node) => node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== ''))
    .map((node) => {
      const pair = [light(parse(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
      return [node.textContent.slice(0, 40), (pair[0] + 0.05) / (pair[1] + 0.05)];
    })
    .filter(([, ratio]) => ratio < 4.5);
})()`;

/** What a thumb would miss: lower than 40 px. */
const small = `[...document.querySelectorAll('button, input:not([type=hidden]), select')]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 40)
  .map((node) => node.outerHTML.slice(0, 80))`;
