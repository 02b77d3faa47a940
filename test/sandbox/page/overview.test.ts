import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as ekyc } from '../../../src/providers/ekyc/sandbox.ts';
import { sandbox as elixir } from '../../../src/providers/elixir/sandbox.ts';
import { sandbox as jekimo } from '../../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../../src/providers/juvlon/sandbox.ts';
import { faultShape } from '../../../src/sandbox/fault-kinds.ts';
import { ask, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

let running: RunningSandbox;
let origin: string;

beforeEach(async () => {
  running = await runSandbox({ jekimo, juvlon });
  origin = running.origin;
});
afterEach(() => running.close());

const look = async (): Promise<string> => (await ask(`${origin}/`)).text;
const section = async (name: string): Promise<string> => (await ask(`${origin}/__sandbox/page/${name}`)).text;
const getToken = async (headers = {}): Promise<string> => {
  const { json } = await ask(`${origin}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { 'x-api-key': 'sandbox-jekimo-key', ...headers },
  });
  return (json as { token: string }).token;
};
/** As a form of the page is sent by a browser that runs no script. */
const send = async (path: string, fields: Readonly<Record<string, string>>, from = origin) =>
  ask(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: from },
    body: new URLSearchParams(fields).toString(),
  });

const sections = ['sign-ins', 'outbox', 'clock', 'faults', 'requests', 'providers', 'recipients', 'switches'];

describe('the page', () => {
  test('S21: loads nothing from elsewhere, runs its one script, posts to itself alone', async () => {
    const { status, headers, text } = await ask(`${origin}/?x=<script>alert(1)</script>`);
    expect(status).toBe(200);
    const scripts = [...text.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script = '']) => script);
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy.filter((directive) => !directive.startsWith('style-src'))).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${hash}'`,
      "connect-src 'self'",
      "form-action 'self'",
      'img-src data:',
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers).toMatchObject({ 'referrer-policy': 'same-origin', 'cache-control': 'no-store' });
    expect(text).not.toMatch(/ style="| on[a-z]+="|url\(|@import|src="(?!data:image\/png;base64,)/);
    expect(text).not.toContain('alert(1)');
  });

  test('has every section under a heading, and each of them alone for the script', async () => {
    const text = await look();
    for (const name of sections) {
      expect(text).toContain(`<section id="${name}" aria-labelledby="${name}-title"`);
      const { status, headers, text: alone } = await ask(`${origin}/__sandbox/page/${name}`);
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(text).toContain(alone);
    }
    const unknown = await ask(`${origin}/__sandbox/page/secrets`);
    expect(unknown).toMatchObject({ status: 404, json: { hint: expect.stringContaining('outbox') } });
  });

  test('no id is there twice', async () => {
    await getToken();
    running.faults.add({ kind: 'reset', times: 1 });
    running.faults.add({ kind: 'down' });
    running.recipients.arrange('ada@example.com', { code: '123456' });
    const text = await look();
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('whoever looks leaves no trace in the request log', async () => {
    await look();
    await section('outbox');
    expect(await section('requests')).toContain('No call arrived yet.');
    await ask(origin, { method: 'POST' });
    expect(await section('requests')).toContain('<b>POST</b> <code class="path">/</code>');
  });
});

describe('what it shows', () => {
  test('a message, newest first, with its code to be copied', async () => {
    running.outbox.deliver({ provider: 'verifik', to: '+15550100', code: '018274' });
    running.outbox.deliver({ provider: 'verifik', to: '+15550100', code: '555111' });
    const text = await section('outbox');
    expect(text).toContain('<code>018274</code>');
    expect(text).toContain('data-copy="018274"');
    expect(text.indexOf('555111')).toBeLessThan(text.indexOf('018274'));
  });

  test('more messages than a page needs are counted, and linked', async () => {
    for (let number = 0; number < 60; number += 1)
      running.outbox.deliver({ provider: 'verifik', to: '+15550100', code: `9${number}00` });
    expect(await section('outbox')).toMatch(/11 older ones: <a href="\/__sandbox\/outbox">/);
  });

  test('a pending sign-in with its QR code and the seconds left, until it expires', async () => {
    const token = await getToken();
    running.clock.advance(30_000);
    const text = await section('sign-ins');
    expect(text).toMatch(/<img class="qr" alt="[^"]+" src="data:image\/png;base64,iVBOR/);
    expect(text).toContain('>90 s left</b>');
    expect(text).toContain(`action="/__sandbox/sessions/${token}"`);
    running.clock.advance(90_000);
    const later = await section('sign-ins');
    expect(later).toContain('Nobody waits.');
    expect(later).toContain('<td data-label="State">expired</td>');
    expect(later).not.toContain(token);
  });

  test('a risk can be shown where a second factor was asked for, and nowhere else', async () => {
    await getToken();
    expect(await section('sign-ins')).not.toContain('Approve with risk');
    await getToken({ 'two-fa': 'true' });
    expect((await section('sign-ins')).match(/>Approve with risk</g)).toHaveLength(1);
  });

  test('a link too long for a QR code is there without one', async () => {
    const url = `${origin}/${'x'.repeat(8000)}`;
    running.signIns.open({ id: 'long', provider: 'ekyc', url, expiresAt: '2030-01-01T00:00:00.000Z' });
    const text = await section('sign-ins');
    expect(text).not.toContain('<img');
    expect(text).toContain(`href="${url}"`);
  });

  test('a request with its masked headers and body, its hint and its fault', async () => {
    running.faults.add({ kind: 'status', status: 503 });
    const body = JSON.stringify({ apiKey: 'sandbox-juvlon-key', token: 'OJUWLB', otp: '9078' });
    await ask(`${origin}/juvlon/v4/verifyOneTimeCode`, { method: 'POST', body });
    const text = await section('requests');
    expect(text).toContain('<span class="status bad">503</span>');
    expect(text).toContain('fault: status');
    expect(text).not.toMatch(/OJUWLB|9078|sandbox-juvlon-key/);
    expect(await section('faults')).toContain('seen 1, struck 1');
  });

  test('the clock and whether it stands still', async () => {
    expect(await section('clock')).toContain('<span data-clock>2026-01-01 00:00:00</span> UTC');
    expect(await section('clock')).toContain('>Freeze<');
    running.clock.freeze(true);
    expect(await section('clock')).toContain('stands still');
    expect(await section('clock')).toContain('>Let it go on<');
  });
});

test('the form of a fault has every member that a call takes', async () => {
  const text = await section('faults');
  for (const name of Object.keys(faultShape.pipe[0].entries))
    expect(text, name).toMatch(new RegExp(`<(?:input|select) name="${name}"`));
});

test('base URLs and keys can be copied, and every other page for people is linked', async () => {
  const all = await runSandbox({ ekyc, elixir });
  const text = (await ask(`${all.origin}/`)).text;
  for (const [name, value] of Object.entries(all.settings)) {
    expect(text).toContain(`<b>${name}</b> <code>${value}</code>`);
    expect(text).toContain(`data-copy="${value}"`);
  }
  expect(all.settings['ekyc.identifierUrl']).toBe(`${all.origin}/identifier`);
  const nav = /<nav aria-label="Other pages of the sandbox">(.*?)<\/nav>/s.exec(text)?.[1] ?? '';
  const links = [...nav.matchAll(/href="([^"]+)"/g)].map(([, url = '']) => url);
  expect(links.map((url) => url.replace(all.origin, ''))).toEqual([
    '/__sandbox/portal',
    '/ekyc/console',
    '/ekyc/phone',
    '/elixir/my-account/security',
  ]);
  for (const url of links)
    expect((await ask(url, { headers: { accept: 'text/html' } })).text, url).toContain('<h1>');
  await all.close();
  const juvlonAlone = await runSandbox({ juvlon });
  expect((await ask(`${juvlonAlone.origin}/`)).text).not.toContain('<nav');
  await juvlonAlone.close();
});

describe('S21: nothing from outside becomes part of the page', () => {
  const evil = `"'><script>alert(1)</script><b title=x>`;

  test.each([
    ['a message', 'outbox', async () => running.outbox.deliver({ provider: evil, to: evil, code: evil })],
    ['a recipient', 'recipients', async () => running.recipients.arrange(evil, { code: evil })],
    [
      'a fault',
      'faults',
      async () => running.faults.add({ kind: 'status', operation: evil, seed: evil, body: evil }),
    ],
    [
      'a sign-in',
      'sign-ins',
      async () =>
        running.signIns.open({
          id: evil,
          provider: evil,
          url: `javascript:alert(1)//${evil}`,
          expiresAt: '2030-01-01T00:00:00.000Z',
        }),
    ],
    [
      'a request',
      'requests',
      async () =>
        ask(`${origin}/lost/'%3Cb%3E`, {
          headers: { 'user-agent': evil, 'content-type': 'application/json' },
          method: 'POST',
          body: JSON.stringify({ [evil]: evil }),
        }),
    ],
  ] as const)('%s', async (_what, name, put) => {
    await put();
    for (const text of [await section(name), await look()]) {
      expect(text).toMatch(/&gt;&lt;script&gt;alert\(1\)/);
      expect(text).not.toMatch(/<script>alert|<b title|href="javascript/);
      expect(text.match(/<script/g) ?? []).toHaveLength(text.startsWith('<!doctype') ? 1 : 0);
    }
  });

  test('the hint that a request earned', async () => {
    const hint = `the field is ${evil}`;
    const { create } = jekimo;
    const hinting = await runSandbox({
      jekimo: {
        ...jekimo,
        create: (core) => {
          const vendor = create(core);
          const gettoken = () => ({ headers: { 'x-sandbox-hint': hint }, body: {} });
          return { ...vendor, handlers: { ...vendor.handlers, gettoken } };
        },
      },
    });
    await ask(`${hinting.origin}/jekimo/app.php/v1.1/auth/gettoken`, { method: 'POST' });
    const { text } = await ask(`${hinting.origin}/__sandbox/page/requests`);
    expect(text).toContain('<span class="hint">the field is &quot;&#39;&gt;&lt;script&gt;');
    await hinting.close();
  });
});

describe('its forms, without a script', () => {
  const back = { status: 303, headers: { location: '/' } };

  test.each([
    ['approve', {}, { status: 'OK', risk: false }],
    ['approve', { risk: 'true' }, { status: 'OK', risk: true }],
    ['deny', {}, { status: 'KO' }],
  ])('a sign-in is decided: %s %o', async (decision, more, verdict) => {
    const token = await getToken({ 'two-fa': 'true' });
    expect(await send(`/__sandbox/sessions/${token}`, { decision, ...more })).toMatchObject(back);
    const check = await ask(`${origin}/jekimo/app.php/v1.1/auth/check`, {
      method: 'POST',
      headers: { 'x-api-key': 'sandbox-jekimo-key', token },
    });
    expect(check.json).toMatchObject(verdict);
  });

  test('the clock is advanced by a step, by seconds, and stopped', async () => {
    expect(await send('/__sandbox/clock', { advance: '2m' })).toMatchObject(back);
    expect(await send('/__sandbox/clock', { advance: '121' })).toMatchObject(back);
    expect(running.clock.now()).toBe(Date.UTC(2026, 0, 1, 0, 4, 1));
    expect(await send('/__sandbox/clock', { freeze: 'true' })).toMatchObject(back);
    expect(running.clock.frozen).toBe(true);
  });

  test('a fault is added, what was left empty not said', async () => {
    const fields = { provider: '', operation: 'verify', kind: 'reset', times: '2', after: '', status: '' };
    const [operation = ''] = /<option>(verif\w+)<\/option>/.exec(await section('faults'))?.slice(1) ?? [];
    expect(await send('/__sandbox/faults', { ...fields, operation })).toMatchObject(back);
    expect(running.faults.list()).toEqual([
      { id: '1', kind: 'reset', operation, times: 2, seen: 0, struck: 0 },
    ]);
  });

  test('one fault is dropped, or all of them', async () => {
    for (const kind of ['reset', 'down', 'empty'] as const) running.faults.add({ kind });
    expect(await send('/__sandbox/page/faults/drop', { id: '2' })).toMatchObject(back);
    expect(running.faults.list().map(({ id }) => id)).toEqual(['1', '3']);
    expect(await send('/__sandbox/page/faults/drop', { id: '2' })).toMatchObject({ status: 404 });
    expect(await send('/__sandbox/page/faults/drop', {})).toMatchObject(back);
    expect(running.faults.list()).toEqual([]);
  });

  test('a page of another origin drops nothing', async () => {
    running.faults.add({ kind: 'reset' });
    for (const from of ['http://evil.example', 'null'])
      expect((await send('/__sandbox/page/faults/drop', {}, from)).status).toBe(403);
    expect(running.faults.list()).toHaveLength(1);
  });

  test('a recipient is arranged', async () => {
    const fields = { to: '+447700900123', code: '012345', fate: '', resendLimit: 'false' };
    expect(await send('/__sandbox/recipients', fields)).toMatchObject(back);
    expect(running.recipients.list()).toEqual([{ to: '+447700900123', code: '012345', resendLimit: false }]);
  });

  test('a switch is set to each of its values, digits among them', async () => {
    for (const { name, values } of running.switches.all) {
      for (const value of values) {
        expect(await send('/__sandbox/switches', { name, value }), `${name} ${value}`).toMatchObject(back);
        expect(running.switches.get(name)).toBe(value);
      }
    }
    expect(await section('switches')).toContain('<option selected>docs-literal</option>');
  });

  test('everything is forgotten', async () => {
    await getToken();
    expect(await send('/__sandbox/reset', {})).toMatchObject(back);
    expect(running.signIns.list()).toEqual([]);
  });
});
