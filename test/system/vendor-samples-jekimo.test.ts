import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../src/providers/jekimo/contract.ts';
import { freshWindow, htmlPage, listenTo, openChromium, type Said } from '../helpers/chromium.ts';
import { type PhpServer, phpServer } from '../helpers/php-server.ts';
import { ask } from '../helpers/sandbox.ts';
import { type StartedSandbox, startedSandbox } from '../helpers/started-sandbox.ts';
import { sample } from '../helpers/vendor-samples.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';

describe.skipIf(!enabled)("Jekimo's script in a browser, over its PHP", { timeout: 60_000 }, () => {
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

  const key = 'sandbox-jekimo-key';
  const mended = { key, caption: '', header: 'x-api-key' };
  let php: PhpServer;
  let token: string;
  /** What the PHP answered the script, in order. */
  let polls: string[];

  beforeEach(async () => {
    php = await phpServer();
    token = await getToken();
    polls = [];
    await page.route('**/jekimo-check.php', async (route) => {
      const response = await route.fetch();
      polls.push(await response.text());
      await route.fulfill({ response });
    });
  });

  afterEach(async () => php[Symbol.asyncDispose]());

  async function getToken(headers: Record<string, string> = {}): Promise<string> {
    const url = `${sandbox.settings['jekimo.baseUrl']}/v1.1/auth/gettoken`;
    const { json } = await ask(url, { method: 'POST', headers: { 'x-api-key': key, ...headers } });
    return (json as { token: string }).token;
  }

  /** Serves the two samples, and opens the page with the script on a clock of its own. */
  async function open(values: Parameters<typeof sample<'jekimo-check.php'>>[2]): Promise<void> {
    const script = sample('jekimo-poll.js', sandbox.settings, { website: php.origin, token });
    php.put('jekimo-check.php', sample('jekimo-check.php', sandbox.settings, values));
    php.put('login.html', htmlPage(`<script>${script}</script>`));
    php.put('dashboard/index.html', htmlPage('<h1>Dashboard</h1>'));
    await page.clock.install();
    await page.goto(`${php.origin}/login.html`);
    await expect.poll(() => polls).toHaveLength(1);
  }

  /** Lets the time of the page go on, five seconds at a time, until the condition holds. */
  async function passTime(until: () => boolean): Promise<void> {
    for (let step = 0; step < 1000 && !until(); step += 1) await page.clock.runFor(5000);
    expect(until()).toBe(true);
  }

  /** In steps: what the script makes of an answer takes a moment of real time. */
  async function minutePasses(): Promise<void> {
    for (let step = 0; step < 12; step += 1) await page.clock.runFor(5000);
  }

  test('JEK-11, JEK-17: with the key spelt right it polls, and goes on to the dashboard on OK', async () => {
    await open(mended);
    expect(JSON.parse(polls[0] ?? '')).toEqual({ status: 'created', risk: false, pin: 0 });
    await sandbox.post(`sessions/${token}`, { decision: 'approve' });
    await passTime(() => /\/dashboard\/?$/.test(page.url()));
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    expect(said).toEqual({ alerts: [], errors: [] });
  });

  test('JEK-18: it says no on KO', async () => {
    await open(mended);
    await sandbox.post(`sessions/${token}`, { decision: 'deny' });
    await passTime(() => said.alerts.length > 0);
    expect(said.alerts).toEqual(['Access denied: authentication failed.']);
  });

  test('JEK-13, JEK-19: it ends after 24 checks', async () => {
    await open(mended);
    await passTime(() => said.alerts.length > 0);
    expect(said.alerts).toEqual(['Verification timeout. Please try again.']);
    await expect.poll(() => polls).toHaveLength(24);
  });

  test('JEK-08, JEK-34: on an expired token it falls silent, and the hint says why', async () => {
    await open(mended);
    await sandbox.post('clock', { advance: '121s' });
    await passTime(() => polls.length === 2);
    expect(polls[1]).toBe('{"error":"Invalid Token"}');
    await minutePasses();
    expect({ ...said, polls: polls.length }).toEqual({ alerts: [], errors: [], polls: 2 });
    expect(await sandbox.hintAt('/v1.1/auth/check')).toBe('the token has expired: it was good for 120 s');
  });

  test('JEK-31, JEK-34: with x-apy-key there is no key: it falls silent, and the hint says why', async () => {
    await open({ ...mended, header: 'x-apy-key' });
    expect(polls[0]).toBe('{"error":"Invalid API key"}');
    await minutePasses();
    expect({ ...said, polls: polls.length }).toEqual({ alerts: [], errors: [], polls: 1 });
    expect(await sandbox.hintAt('/v1.1/auth/check')).toBe('the header is x-api-key, not x-apy-key');
  });

  test('JEK-20: with its caption above <?php the PHP sends no JSON, and the script ends on it', async () => {
    await open({ key });
    expect(polls[0]).toContain('// your-website-url/jekimo-check.php\n');
    expect(polls[0]).toContain('{"error":"Invalid API key"}');
    await passTime(() => said.alerts.length > 0);
    expect(said.alerts).toEqual(['Verification timeout due to network error. Please try again.']);
    await expect.poll(() => said.errors).toHaveLength(24);
    expect(said.errors[0]).toContain('is not valid JSON');
  });

  test('ALL-12, JEK-33: on the answers as the page prints them, without commas, the script ends too', async () => {
    await sandbox.post('switches', { name: 'sandbox.answers', value: 'docs-literal' });
    await open(mended);
    expect(polls[0]).toBe(contract.check.examples[0]);
    await passTime(() => said.alerts.length > 0);
    expect(said.alerts).toEqual(['Verification timeout due to network error. Please try again.']);
  });

  test('JEK-36: the PHP hands the pin to the browser', async () => {
    token = await getToken({ 'two-fa': 'true' });
    await sandbox.post(`sessions/${token}`, { decision: 'approve', risk: true });
    await open(mended);
    expect(JSON.parse(polls[0] ?? '')).toEqual({ status: 'OK', risk: true, pin: expect.any(Number) });
    expect(JSON.parse(polls[0] ?? '')).not.toMatchObject({ pin: 0 });
  });
});
