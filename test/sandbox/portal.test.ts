import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as ekyc } from '../../src/providers/ekyc/sandbox.ts';
import { sandbox as jekimo } from '../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../src/providers/juvlon/sandbox.ts';
import { makeMistakes, portalBrowser, titleOf } from '../helpers/portal.ts';
import { ask, type RunningSandbox, runSandbox } from '../helpers/sandbox.ts';

let running: RunningSandbox;
let home: string;

beforeEach(async () => {
  running = await runSandbox({ jekimo, ekyc, juvlon });
  home = `${running.origin}/__sandbox/portal`;
});
afterEach(() => running.close());

interface Switch {
  readonly id: string;
  readonly row: string;
  readonly on: boolean;
}
const switches = async () =>
  ((await ask(`${home}/mistakes`)).json as { mistakes: readonly Switch[] }).mistakes;
const on = async () => (await switches()).filter((each) => each.on).map(({ id }) => id);
const toggle = async (body: string, headers = {}) =>
  ask(`${home}/mistakes`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });

test('the first page leads to each demo, also with a slash at its end', async () => {
  for (const url of [home, `${home}/`]) {
    const page = await ask(url);
    expect({ status: page.status, title: titleOf(page) }).toEqual({ status: 200, title: 'Demo portal' });
    for (const name of ['jekimo', 'ekyc']) expect(page.text).toContain(`href="/__sandbox/portal/${name}"`);
    expect(page.text).not.toContain('href="/__sandbox/portal/juvlon"');
  }
});

test('S21: its pages load nothing from elsewhere and run their own script alone', async () => {
  for (const path of ['', '/mailbox', '/jekimo', '/ekyc/sign-in']) {
    const { headers, text } = await ask(home + path);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<link|url\(|(?:src|href)="https?:/);
  }
});

describe('the switches', () => {
  test('JEK-35 to JEK-37, JEK-39, EKY-34, EKY-36, EKY-37, EKY-52, EKY-54, EKY-55: one for each, all off', async () => {
    const rows = (await switches()).flatMap(({ row }) => row.split(', ')).toSorted();
    expect(rows).toEqual(
      ['34', '36', '37', '52', '54', '55']
        .map((number) => `EKY-${number}`)
        .concat(['35', '36', '37', '39'].map((number) => `JEK-${number}`)),
    );
    expect(new Set((await switches()).map(({ id }) => id)).size).toBe((await switches()).length);
    expect(await on()).toEqual([]);
  });

  test('go on and off by the form, each for itself', async () => {
    const answer = await toggle('toggle=pin-in-browser');
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/__sandbox/portal#pin-in-browser');
    await toggle('toggle=late-true');
    expect(await on()).toEqual(['pin-in-browser', 'late-true']);
    expect((await ask(home)).text.match(/aria-checked="true"/g)).toHaveLength(2);
    await toggle('toggle=pin-in-browser');
    expect(await on()).toEqual(['late-true']);
    await toggle('off=all');
    expect(await on()).toEqual([]);
  });

  test('are named on the pages that they change, and on no other', async () => {
    await makeMistakes(running.origin, 'key-in-page');
    expect((await ask(`${home}/jekimo`)).text).toContain('The API key is in the page');
    expect((await ask(`${home}/ekyc/sign-in`)).text).not.toContain('The API key is in the page');
  });

  test.each(['toggle=unknown', '', 'toggle='])('refuse the form "%s", and stay', async (body) => {
    await toggle('toggle=late-true');
    expect(await toggle(body)).toMatchObject({ status: 400, json: { hint: expect.any(String) } });
    expect(await on()).toEqual(['late-true']);
  });

  test.each(['{', 'null', '{"on":"late-true"}', '{"on":[1]}', '{"on":["unknown"]}'])(
    'refuse the JSON %s',
    async (body) => {
      expect((await toggle(body, { 'content-type': 'application/json' })).status).toBe(400);
    },
  );

  test.each([
    [{}, 'its content type is application/x-www-form-urlencoded'],
    [{ 'content-type': 'text/plain' }, 'its content type is text/plain'],
  ])('say that JSON was read as a form, and why: %j', async (headers, why) => {
    const { status, json } = await toggle('{"on":["late-true"]}', headers);
    expect([status, json]).toMatchObject([400, { hint: expect.stringContaining(why) }]);
    expect(await on()).toEqual([]);
  });

  test('S08: are not for a page of another origin', async () => {
    expect((await toggle('toggle=late-true', { origin: 'https://evil.example' })).status).toBe(403);
    expect(await on()).toEqual([]);
  });
});

describe('a visitor', () => {
  test('gets a cookie of 128 bits that no script reads and no other site sends', async () => {
    const { headers } = await ask(`${home}/ekyc/sign-in`);
    const { port } = new URL(running.origin);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^authrig-portal-${port}=[0-9a-f]{32}; Path=/__sandbox/portal; HttpOnly; SameSite=Lax$`),
      ),
    ]);
  });

  test('keeps it, and a made-up one is replaced', async () => {
    const browser = portalBrowser(running.origin, 'ekyc');
    await browser.get('/sign-in');
    expect((await browser.get('/sign-in')).headers['set-cookie']).toBeUndefined();
    const forged = { cookie: `${browser.cookie.split('=')[0]}=${'0'.repeat(32)}` };
    expect((await ask(`${home}/ekyc/sign-in`, { headers: forged })).headers['set-cookie']).toHaveLength(1);
  });

  test('is led to the one origin that its cookie is for, and a strange site to the other', async () => {
    const { port } = new URL(running.origin);
    const local = `http://localhost:${port}/__sandbox/portal`;
    const moved = async (url: string, host: string) =>
      (await ask(url, { headers: { host } })).headers['location'];
    expect(await moved(`${home}/jekimo?a=b`, `localhost:${port}`)).toBe(`${home}/jekimo?a=b`);
    expect(await moved(`${home}/ekyc/somebody-else`, `127.0.0.1:${port}`)).toBe(
      `${local}/ekyc/somebody-else`,
    );
  });
});

test('a reset forgets switches and visitors', async () => {
  const browser = portalBrowser(running.origin, 'jekimo');
  await makeMistakes(running.origin, 'late-true');
  await browser.post('/start', { email: 'customer@example.com', password: 'sandbox' });
  expect(titleOf(await browser.get(''))).toBe('Scan the code');
  await ask(`${running.origin}/__sandbox/reset`, { method: 'POST' });
  expect(titleOf(await browser.get(''))).toBe('Sign in');
  expect(await on()).toEqual([]);
});

test('its calls to the vendors stand in the request log, and its own pages do not', async () => {
  await portalBrowser(running.origin, 'jekimo').post('/start', {
    email: 'customer@example.com',
    password: 'sandbox',
  });
  const { json } = await ask(`${running.origin}/__sandbox/requests`);
  expect((json as { requests: { path: string }[] }).requests.map(({ path }) => path)).toEqual([
    '/jekimo/app.php/v1.1/auth/gettoken',
  ]);
});

test('the mailbox shows the newest first, and escapes what it shows', async () => {
  running.outbox.deliver({ provider: 'jekimo', to: '<b>old</b>', code: '111111' });
  running.outbox.deliver({ provider: 'jekimo', to: 'new@example.com', code: '222222' });
  const { text } = await ask(`${home}/mailbox`);
  expect(text.indexOf('222222')).toBeLessThan(text.indexOf('111111'));
  expect(text).toContain('&lt;b&gt;old');
});

test('what is not there is 404, and a wrong method is 405 with the right one', async () => {
  expect((await ask(`${home}/jekimo/nothing`)).status).toBe(404);
  expect((await ask(`${home}/nothing`)).status).toBe(404);
  const { status, headers } = await ask(`${home}/jekimo/poll`);
  expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'POST' });
});
