import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as ekyc } from '../../../src/providers/ekyc/sandbox.ts';
import { totpCode } from '../../../src/totp/totp.ts';
import { dataOf, makeMistakes, type PortalBrowser, portalBrowser, titleOf } from '../../helpers/portal.ts';
import { type Answered, ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

const customer = 'customer@example.com';
const newcomer = 'new@example.com';
const attacker = 'attacker@example.com';

let running: RunningSandbox;
let browser: PortalBrowser;

beforeEach(async () => {
  running = await runSandbox({ ekyc });
  browser = portalBrowser(running.origin, 'ekyc');
});
afterEach(() => running.close());

const signIn = (email: string, more = {}, from = browser) =>
  from.post('/sign-in', { email, password: 'sandbox', ...more });
const access = async (from = browser) => (await from.post('/access')).json as { state: string };
const callbackUrl = async () => {
  const { json } = await ask(`${running.origin}/ekyc/console`);
  return (json as { callback_url: string }).callback_url;
};

interface Waiting {
  readonly token: string;
  readonly state: string;
  /** The way back, with what eKYC would put behind it. */
  back(query: Readonly<Record<string, string>>): string;
}

/** Signs in with the password and reads what the page was told. */
async function wait(email = customer, from = browser): Promise<Waiting> {
  await signIn(email, {}, from);
  const start = new URL(String(dataOf(await from.open('/second-factor'))['redirect']));
  const redirect = start.searchParams.get('redirect_uri') ?? '';
  return {
    token: start.searchParams.get('session_token') ?? '',
    state: redirect.split('/').at(-1) ?? '',
    back: (query) => `${redirect}?${new URLSearchParams(query)}`,
  };
}

/** Opens eKYC's page, lets the customer decide there, and returns where that page leads. */
async function decide(token: string, decision: string): Promise<string> {
  const query = new URLSearchParams({ signin_method: 'redirect', session_token: token });
  const redirect = new URL(String(dataOf(await browser.get('/second-factor'))['redirect']));
  query.set('redirect_uri', redirect.searchParams.get('redirect_uri') ?? '');
  await ask(`${running.origin}/identifier/start-authentication?${query}`);
  const { id } = running.signIns.list().at(-1) ?? { id: '' };
  running.signIns.decide(id, { decision: decision as 'approve' });
  let outcome: { location?: string } = {};
  const look = async () => {
    const { json } = await ask(`${running.origin}/identifier/outcome/${id}`);
    outcome = json as { location?: string };
  };
  for (let count = 0; count < 200 && outcome.location === undefined; count += 1) await look();
  return outcome.location ?? 'nowhere';
}

const isIn = (page: Answered, email: string) => {
  expect(titleOf(page)).toBe('Security');
  expect(page.text).toContain(`Signed in as <strong>${email}</strong>`);
};

describe('the security page', () => {
  const secretOf = ({ text }: Answered) => /id="secret">([A-Z2-7]+)</.exec(text)?.[1] ?? '';
  const codeFor = (secret: string) =>
    totpCode({ secret, algorithm: 'SHA1', digits: 6, period: 30 }, running.clock.now()).code;
  const enrol = async () => {
    await signIn(newcomer);
    await browser.post('/security/begin');
    return secretOf(await browser.get('/security'));
  };

  test('EKY-03: is for whoever is signed in', async () => {
    expect((await browser.get('/security')).headers['location']).toBe('/__sandbox/portal/ekyc/sign-in');
    expect((await browser.post('/security/disable')).headers['location']).toBe(
      '/__sandbox/portal/ekyc/sign-in',
    );
  });

  test('EKY-05, EKY-10: shows QR code, key and a field for the code', async () => {
    const secret = await enrol();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const { text } = await browser.get('/security');
    expect(text).toMatch(/<img class="qr" src="data:image\/png;base64,/);
    expect(text).toContain('<input id="code" name="code"');
  });

  test('EKY-11, EKY-12: a wrong code switches nothing on, the right one tells eKYC', async () => {
    const secret = await enrol();
    await browser.post('/security/code', { code: '000000' });
    expect((await browser.get('/security')).text).toContain('That code is wrong or old.');
    expect(await toggles()).toBe(0);
    await browser.post('/security/code', { code: codeFor(secret) });
    expect((await browser.get('/security')).text).toContain('Two-factor authentication is on');
    expect(await toggles()).toBe(1);
    await wait(newcomer);
    expect(titleOf(await browser.get('/second-factor'))).toBe('Second factor');
  });

  test('EKY-11: five wrong codes end it, and the right one comes too late', async () => {
    const secret = await enrol();
    for (let count = 0; count < 5; count += 1) await browser.post('/security/code', { code: '000000' });
    await browser.post('/security/code', { code: codeFor(secret) });
    expect((await browser.get('/security')).text).toContain('Two-factor authentication is off');
  });

  test('EKY-05: the sandbox’s phone scans the code and shows one that passes', async () => {
    await enrol();
    await browser.post('/security/scan');
    const { code = '' } = running.outbox.list({ to: newcomer }).at(-1) ?? {};
    await browser.post('/security/code', { code });
    expect((await browser.get('/security')).text).toContain('Two-factor authentication is on');
  });

  test('EKY-13: turning it off tells eKYC, and the next sign-in asks for the password alone', async () => {
    const { token } = await wait();
    await browser.open(await decide(token, 'approve'));
    await access();
    await browser.post('/security/disable');
    expect((await browser.get('/security')).text).toContain('Two-factor authentication is off');
    expect(await toggles()).toBe(1);
    await signIn(customer);
    isIn(await browser.open(''), customer);
  });

  test('EKY-14: what eKYC does not confirm changes nothing, and is offered again', async () => {
    const secret = await enrol();
    await post(`${running.origin}/ekyc/console`, { ip: '10.0.0.1' });
    await browser.post('/security/code', { code: codeFor(secret) });
    const { text } = await browser.get('/security');
    expect(text).toContain('Two-factor authentication is off');
    expect(text).toContain('Send it again');
    await post(`${running.origin}/ekyc/console`, { ip: '127.0.0.1' });
    await browser.post('/security/again');
    expect((await browser.get('/security')).text).toContain('Two-factor authentication is on');
  });

  async function toggles(): Promise<number> {
    const { json } = await ask(`${running.origin}/__sandbox/requests`);
    const { requests } = json as { requests: { path: string }[] };
    return requests.filter(({ path }) => path.endsWith('/mfa/toggle')).length;
  }
});

describe('the sign-in', () => {
  test('EKY-25: no session is asked for before the first factor was right', async () => {
    await signIn(customer, { password: 'guess' });
    const { json } = await ask(`${running.origin}/__sandbox/requests`);
    expect(json).toEqual({ requests: [] });
    expect((await browser.open('')).text).toContain('do not belong together');
  });

  test('EKY-44, EKY-51: an approval comes back to the backend and the browser, and lets in', async () => {
    const { token } = await wait();
    const location = await decide(token, 'approve');
    expect(titleOf(await browser.open(location))).toBe('Almost there');
    expect(await access()).toEqual({ state: 'in', next: '/__sandbox/portal/ekyc/security' });
    isIn(await browser.open('/finish'), customer);
  });

  test('EKY-56: the address with the token is left behind at once', async () => {
    const { token } = await wait();
    const { status, headers } = await browser.get(await decide(token, 'approve'));
    expect({ status, location: headers['location'] }).toEqual({
      status: 303,
      location: '/__sandbox/portal/ekyc/finish',
    });
  });

  test.each([
    ['deny', 'The customer denied the sign-in (REJECT).'],
    ['timeout', 'Nobody answered on the phone in time (TIMEOUT).'],
    ['error', 'eKYC failed on its side (INTERNAL_SERVER_ERROR).'],
  ])('EKY-45 to EKY-48: %s leads back to the sign-in, which says why', async (decision, text) => {
    const { token, back } = await wait();
    const page = await browser.open(await decide(token, decision));
    expect(titleOf(page)).toBe('Sign in');
    expect(page.text).toContain(text);
    await browser.get(back({ session_token: token }));
    expect(await access()).toMatchObject({ state: 'gone' });
  });

  test('EKY-46: neither token nor error leads back to the sign-in', async () => {
    const { back } = await wait();
    expect(titleOf(await browser.open(back({})))).toBe('Sign in');
  });

  test.each(['?session_token=T&error=REJECT', '?session_token=T&session_token=T'])(
    'EKY-49: %s lets nobody in',
    async (query) => {
      const { token, state } = await wait();
      await browser.open(`/return/${state}${query.replaceAll('T', token)}`);
      expect((await access()).state).not.toBe('in');
    },
  );

  test('EKY-47: an error of no known kind is shown, escaped', async () => {
    const { back } = await wait();
    const { text } = await browser.open(back({ error: '<b>odd</b>' }));
    expect(text).toContain('&lt;b&gt;odd&lt;/b&gt;');
    expect(text).not.toContain('<b>odd');
  });

  test('EKY-53: the browser that is first waits for the backend, for as long as the session lives', async () => {
    const { token, back } = await wait();
    await browser.get(back({ session_token: token }));
    expect(await access()).toEqual({ state: 'waiting' });
    await ask(`${await callbackUrl()}?result=true&session_token=${token}`);
    expect(await access()).toMatchObject({ state: 'in' });
  });

  test('EKY-26, EKY-27: after 120 s the wait is over, and a late notice changes nothing', async () => {
    const { token, back } = await wait();
    await browser.get(back({ session_token: token }));
    running.clock.advance(119_999);
    expect(await access()).toEqual({ state: 'waiting' });
    running.clock.advance(1);
    expect(await access()).toMatchObject({ state: 'denied' });
    await ask(`${await callbackUrl()}?result=true&session_token=${token}`);
    expect(await access()).toMatchObject({ state: 'gone' });
  });

  test('EKY-28: a session is good once, and for the browser that began it', async () => {
    const { token, back } = await wait();
    const location = await decide(token, 'approve');
    const other = portalBrowser(running.origin, 'ekyc');
    expect((await other.get(location)).status).toBe(403);
    expect(await access(other)).toMatchObject({ state: 'gone' });
    await browser.get(location);
    await access();
    await browser.post('/sign-out');
    await browser.get(back({ session_token: token }));
    expect(await access()).toMatchObject({ state: 'gone' });
  });

  test('EKY-33, EKY-39 to EKY-41: the popup has origin and state, and its message leads on', async () => {
    await signIn(customer, { method: 'popup' });
    const page = await browser.open('/second-factor');
    const { popup, origin } = dataOf(page) as { popup: string; origin: string };
    const { searchParams } = new URL(popup);
    expect(origin).toBe(running.origin);
    expect(searchParams.get('redirect_uri')).toBe(running.origin);
    expect(searchParams.get('state')).toMatch(/^[0-9a-f]{32}$/);
    expect(page.text).toContain('Popup blocked. Please allow pop-ups and try again.');
    const message = { session_token: searchParams.get('session_token') ?? '' };
    const state = searchParams.get('state') ?? '';
    expect((await browser.post('/front', message)).status).toBe(403);
    expect((await browser.post('/front', { ...message, state })).json).toMatchObject({
      next: '/__sandbox/portal/ekyc/finish',
    });
    expect(await access()).toEqual({ state: 'waiting' });
  });

  test('EKY-42: an error in the message leads back to the sign-in, where it carries the state', async () => {
    await signIn(customer, { method: 'popup' });
    const { popup } = dataOf(await browser.open('/second-factor')) as { popup: string };
    const state = new URL(popup).searchParams.get('state') ?? '';
    expect((await browser.post('/front', { error: 'REJECT' })).status).toBe(403);
    expect((await browser.post('/front', { error: 'REJECT', state })).json).toMatchObject({
      text: 'Authentication failed. Please try again.',
      next: '/__sandbox/portal/ekyc/sign-in',
    });
  });

  test('an application that is inactive gives no session, and the page says so', async () => {
    await post(`${running.origin}/ekyc/console`, { is_active: false });
    await signIn(customer);
    expect((await browser.open('')).text).toContain('eKYC gave no session');
  });
});

describe('the callback', () => {
  test('EKY-54: its path is a secret of 128 bits, and another one is not there', async () => {
    await wait();
    const url = await callbackUrl();
    expect(url).toMatch(/\/__sandbox\/portal\/ekyc\/callback\/[0-9a-f]{32}$/);
    for (const wrong of [url.slice(0, -1), url.replace(/.$/, 'x'), url.replace(/\/[^/]+$/, '')])
      expect((await ask(wrong)).status).toBe(404);
  });

  test('EKY-24, EKY-55: GET and POST, known and unknown tokens, are answered the same', async () => {
    const { token } = await wait();
    const url = await callbackUrl();
    const answers = [];
    for (const method of ['GET', 'POST'])
      for (const value of [token, 'unknown', ''])
        answers.push(await ask(`${url}?result=true&session_token=${value}`, { method }));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });
});

describe('a mistake', () => {
  test.each([
    [[], 'That alone lets nobody in', 'takes that for a sign-in'],
    [['front-grants'], 'takes that for a sign-in', 'That alone lets nobody in'],
  ])('EKY-52: what the page of the wait says is so, with %j', async (on, told, untold) => {
    await makeMistakes(running.origin, ...on);
    const { token, back } = await wait();
    await browser.get(back({ session_token: token }));
    const { text } = await browser.get('/finish');
    expect(text).toContain(told);
    expect(text).not.toContain(untold);
  });

  test.each([
    [[], 'waiting'],
    [['front-grants'], 'in'],
  ])('EKY-52: the browser comes back alone with %j: %s', async (on, state) => {
    await makeMistakes(running.origin, ...on);
    const { token, back } = await wait();
    await browser.get(back({ session_token: token }));
    expect(await access()).toMatchObject({ state });
  });

  test.each([
    [[], 404, 'waiting'],
    [['guessable-callback'], 200, 'in'],
  ])('EKY-54: /callback is guessed with %j: HTTP %i, %s', async (on, status, state) => {
    await makeMistakes(running.origin, ...on);
    const { token, back } = await wait();
    const guessed = await browser.get(`/callback?result=true&session_token=${token}`);
    expect(guessed.status).toBe(status);
    await browser.get(back({ session_token: token }));
    expect(await access()).toMatchObject({ state });
  });

  test.each([
    [[], 'denied'],
    [['late-true'], 'in'],
  ])('EKY-55: a true comes after a false with %j: %s', async (on, state) => {
    await makeMistakes(running.origin, ...on);
    await wait();
    expect(titleOf(await browser.open('/attack/late', {}))).toBe('Almost there');
    expect(await access()).toMatchObject({ state });
  });

  test.each([[[]], [['late-true']]])('EKY-55: a false after a true lets nobody in, with %j', async (on) => {
    await makeMistakes(running.origin, ...on);
    const { token, back } = await wait();
    const url = await callbackUrl();
    for (const result of ['true', 'false']) await ask(`${url}?result=${result}&session_token=${token}`);
    await browser.get(back({ session_token: token }));
    expect(await access()).toMatchObject({ state: 'denied' });
  });

  test('EKY-34, EKY-37: another’s answer is planted when it is on', async () => {
    await makeMistakes(running.origin, 'state-unchecked');
    await wait();
    await browser.open('/attack/plant', {});
    let { state } = await access();
    for (let count = 0; count < 200 && state === 'waiting'; count += 1) ({ state } = await access());
    expect(state).toBe('in');
    isIn(await browser.open('/security'), attacker);
  });

  test('EKY-34, EKY-37: and refused when it is off', async () => {
    await wait();
    const planted = await browser.open('/attack/plant', {});
    expect(planted.status).toBe(403);
    expect(planted.text).toContain('Invalid state: possible CSRF attack!');
    expect(await access()).toEqual({ state: 'waiting' });
  });

  test.each([
    [[], (origin: string) => origin],
    [['any-origin'], () => '*'],
  ])('EKY-36: with %j the page takes messages from its own list of origins', async (on, expected) => {
    await makeMistakes(running.origin, ...on);
    await signIn(customer, { method: 'popup' });
    expect(dataOf(await browser.open('/second-factor'))['origin']).toBe(expected(running.origin));
  });
});
