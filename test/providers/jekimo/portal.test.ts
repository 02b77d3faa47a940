import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { dataOf, makeMistakes, type PortalBrowser, portalBrowser, titleOf } from '../../helpers/portal.ts';
import { ask, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

const key = 'sandbox-jekimo-key';
const customer = { email: 'customer@example.com', password: 'sandbox' };
const attacker = { email: 'attacker@example.com', password: 'sandbox' };

let running: RunningSandbox;
let browser: PortalBrowser;

beforeEach(async () => {
  running = await runSandbox({ jekimo });
  browser = portalBrowser(running.origin, 'jekimo');
});
afterEach(() => running.close());

const newest = () => running.signIns.list().at(-1)?.id ?? '';
const decide = (decision: 'approve' | 'deny', risk = false) =>
  running.signIns.decide(newest(), { decision, risk });
const poll = async (fields = {}, from = browser) => (await from.post('/poll', fields)).json;
const later = async (milliseconds = 5000) => running.machineClock.advance(milliseconds);
const begin = async (fields: Readonly<Record<string, string>> = {}, from = browser) => {
  await from.post('/start', { ...customer, ...fields });
  return from.get('');
};
const checks = async () => {
  const { json } = await ask(`${running.origin}/__sandbox/requests`);
  const { requests } = json as { requests: { path: string }[] };
  return requests.filter(({ path }) => path.endsWith('/auth/check')).length;
};

test('JEK-09, JEK-33, JEK-39: the page shows code, link and time to whoever passed the first factor', async () => {
  const page = await begin();
  expect(titleOf(page)).toBe('Scan the code');
  expect(page.text).toMatch(/<img class="qr" src="data:image\/png;base64,[\w+/=]+" alt="QR code/);
  expect(page.text).toContain(`${running.origin}/jekimo/app.php/v1.1/en/user/login/${newest()}`);
  expect(page.text).toContain('<span id="left">120</span>');
});

test('JEK-39: nobody is challenged without an address and its password', async () => {
  for (const wrong of [{ email: 'nobody@example.com' }, { password: 'guess' }, { 'min-age': 'old' }])
    expect(titleOf(await browser.post('/start', { ...customer, ...wrong }))).toBe('Sign in');
  expect(running.signIns.list()).toEqual([]);
});

test('JEK-17: an approval signs in whom the portal challenged', async () => {
  await begin();
  expect(await poll()).toEqual({ state: 'waiting', secondsLeft: 120 });
  decide('approve');
  await later();
  expect(await poll()).toEqual({ state: 'in', secondsLeft: 115 });
  expect((await browser.get('')).text).toContain('Welcome, <strong>customer@example.com</strong>');
});

test.each([
  [[], /knew whom it challenged/, /believes|anybody/],
  [['unbound-identity'], /took the address from the page/, /knew whom|believes/],
  [['browsers-word'], /this portal believes it/, /knew whom|anybody/],
  [['browsers-word', 'unbound-identity'], /anybody’s\. The page may have said itself/, /knew whom/],
])('the page of whoever is in claims no more than the portal checks: %j', async (on, told, untold) => {
  await makeMistakes(running.origin, ...on);
  await begin();
  decide('approve');
  await poll();
  const { text } = await browser.get('');
  const main = text.slice(text.indexOf('Welcome'), text.indexOf('Sign out'));
  expect(main).toMatch(told);
  expect(main).not.toMatch(untold);
});

test('JEK-11: Jekimo is asked every five seconds, however often the page asks', async () => {
  await begin();
  await poll();
  decide('approve');
  for (let count = 0; count < 5; count += 1) expect(await poll()).toMatchObject({ state: 'waiting' });
  expect(await checks()).toBe(1);
  await later(4999);
  expect(await poll()).toMatchObject({ state: 'waiting' });
  await later(1);
  expect(await poll()).toMatchObject({ state: 'in' });
  expect(await checks()).toBe(2);
});

test('JEK-12, JEK-13, JEK-19: after 120 s it is over, and a retry is a new token', async () => {
  await begin();
  const first = newest();
  for (let count = 0; count < 24; count += 1) {
    expect(await poll()).toMatchObject({ state: count < 23 ? 'waiting' : 'timeout' });
    await later();
  }
  expect((await browser.get('')).text).toContain('Verification timeout. Please try again.');
  await browser.post('/leave');
  await begin();
  expect(newest()).not.toBe(first);
});

test('JEK-12: time that passes at once ends the wait without another question', async () => {
  await begin();
  running.clock.advance(120_000);
  expect(await poll()).toEqual({ state: 'timeout', secondsLeft: 0 });
  expect(await checks()).toBe(0);
});

test('JEK-18: a denial is told, and lets nobody in', async () => {
  await begin();
  decide('deny');
  expect(await poll()).toMatchObject({ state: 'denied' });
  expect((await browser.get('')).text).toContain('Access denied: authentication failed.');
});

test('JEK-22, JEK-23: an age that was asked for is passed on', async () => {
  await begin({ 'min-age': '18' });
  running.signIns.decide(newest(), { decision: 'approve', age: 17 });
  expect(await poll()).toMatchObject({ state: 'denied' });
});

describe('JEK-24: the step-up', () => {
  const pin = () => running.outbox.list({ provider: 'jekimo' }).at(-1)?.code ?? '';

  beforeEach(async () => {
    await begin({ 'two-fa': 'true' });
    decide('approve', true);
  });

  test('mails the pin, asks for it and compares it', async () => {
    expect(await poll()).toMatchObject({ state: 'pin' });
    expect(running.outbox.list()).toMatchObject([{ to: 'customer@example.com' }]);
    expect(titleOf(await browser.get(''))).toBe('One more step');
    expect((await browser.post('/pin', { pin: '000000' })).status).toBe(403);
    await browser.post('/pin', { pin: pin() });
    expect(titleOf(await browser.get(''))).toBe('You are signed in');
  });

  test('ends after three wrong pins, and the right one comes too late', async () => {
    await poll();
    for (let count = 0; count < 3; count += 1) await browser.post('/pin', { pin: '000000' });
    expect((await browser.post('/pin', { pin: pin() })).status).toBe(403);
    expect(titleOf(await browser.get(''))).toBe('Access denied');
  });
});

test('JEK-25, JEK-26: without a risk, or without two-fa, no pin is wanted', async () => {
  for (const [fields, risk] of [
    [{ 'two-fa': 'true' }, false],
    [{}, true],
  ] as const) {
    await begin(fields);
    decide('approve', risk);
    expect(await poll()).toMatchObject({ state: 'in' });
    await browser.post('/leave');
  }
  expect(running.outbox.list()).toEqual([]);
});

test('JEK-37: the token belongs to the browser that began', async () => {
  await begin();
  decide('approve');
  const other = portalBrowser(running.origin, 'jekimo');
  expect(await poll({ token: newest() }, other)).toEqual({ state: 'gone' });
  expect(titleOf(await other.get(''))).toBe('Sign in');
});

describe('a mistake', () => {
  /** All that a browser gets while it signs in with a pin. */
  async function everything(): Promise<string> {
    const page = await begin({ 'two-fa': 'true' });
    decide('approve', true);
    return page.text + JSON.stringify(await poll());
  }

  test('JEK-35: the key is in the page when it is on, and works there; else nowhere', async () => {
    expect(await everything()).not.toContain(key);
    await browser.post('/leave');
    await makeMistakes(running.origin, 'key-in-page');
    const { direct } = dataOf(await begin()) as { direct: { check: string; apiKey: string; token: string } };
    const stolen = { method: 'POST', headers: { 'x-api-key': direct.apiKey, token: direct.token } };
    expect((await ask(direct.check, stolen)).json).toEqual({ status: 'created', risk: false, pin: 0 });
  });

  test('JEK-36: the pin is in the answer when it is on, and passes; else nowhere', async () => {
    const told = await everything();
    expect(told).not.toContain(running.outbox.list()[0]?.code);
    expect(told).not.toContain('"pin":');
    await browser.post('/leave');
    await later();
    await makeMistakes(running.origin, 'pin-in-browser');
    await begin({ 'two-fa': 'true' });
    decide('approve', true);
    const { jekimo: answer } = (await poll()) as { jekimo: { pin: number } };
    await browser.post('/pin', { pin: String(answer.pin) });
    expect(titleOf(await browser.get(''))).toBe('You are signed in');
  });

  test.each([
    [[], 'Scan the code', 403],
    [['browsers-word'], 'You are signed in', 303],
  ])('JEK-37: the browser says OK with %j: %s', async (on, title, status) => {
    await makeMistakes(running.origin, ...on);
    await begin();
    expect((await browser.post('/word', { status: 'OK' })).status).toBe(status);
    expect(titleOf(await browser.get(''))).toBe(title);
  });

  test.each([
    [[], 'waiting'],
    [['browsers-word'], 'in'],
  ])('JEK-37: another token is posted with %j: %s', async (on, state) => {
    await makeMistakes(running.origin, ...on);
    await begin(attacker, portalBrowser(running.origin, 'jekimo'));
    const token = newest();
    decide('approve');
    await begin();
    expect(await poll({ token })).toMatchObject({ state });
  });

  test('JEK-38: what is no token never gets into a header, with the mistake or without', async () => {
    await makeMistakes(running.origin, 'browsers-word');
    await begin();
    expect(await poll({ token: 'x\r\nx-api-key: stolen' })).toMatchObject({ state: 'waiting' });
  });

  test.each([
    [[], 'attacker@example.com'],
    [['unbound-identity'], 'customer@example.com'],
  ])('JEK-39: an address is posted with %j: %s is in', async (on, who) => {
    await makeMistakes(running.origin, ...on);
    await begin(attacker);
    decide('approve');
    await poll({ email: 'customer@example.com' });
    expect((await browser.get('')).text).toContain(`Welcome, <strong>${who}</strong>`);
  });
});

test('S21: what a visitor sends is escaped wherever it is shown', async () => {
  await makeMistakes(running.origin, 'unbound-identity');
  await begin();
  decide('approve');
  await poll({ email: '<script>alert(1)</script>' });
  const { text } = await browser.get('');
  expect(text).toContain('&lt;script&gt;alert(1)');
  expect(text).not.toContain('<script>alert');
});
