import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { alreadyDonePage, donePage, problemPage } from '../../src/flow/callback-pages.ts';

test('OA-06: each takes the query out of the address bar, by the one script that its policy allows', () => {
  for (const [page, status] of [
    [donePage('Done', 'All is well.'), 200],
    [problemPage(403, 'Not allowed', 'Another one.'), 403],
    [alreadyDonePage, 409],
  ] as const) {
    expect(page.status).toBe(status);
    const scripts = [...page.body.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script = '']) => script);
    expect(scripts).toEqual(["history.replaceState(null,'',location.pathname)"]);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    const policy = page.headers['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers['referrer-policy']).toBe('no-referrer');
  }
});

test('titles and texts are text and no HTML', () => {
  const { body } = problemPage(400, 'a < b', 'this & "that" <b>');
  expect(body).toContain('<title>a &lt; b</title>');
  expect(body).toContain('<h1>a &lt; b</h1>');
  expect(body).toContain('<p>this &amp; &quot;that&quot; &lt;b&gt;</p>');
});

test('F44: the one for whoever comes second says what to do', () => {
  expect(alreadyDonePage.body).toContain('<h1>Already done</h1>');
  expect(alreadyDonePage.body).toContain('You can close this window and go back to the terminal.');
});
