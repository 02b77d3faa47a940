import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { admit } from '../../src/flow/callback-guard.ts';
import { problemPage } from '../../src/flow/callback-pages.ts';
import type { CallbackRoute } from '../../src/flow/callback-server.ts';

const origin = 'http://127.0.0.1:4711';
const answer = () => ({ page: problemPage(200, '', '') });
const routes: readonly CallbackRoute<never>[] = [
  { method: 'GET', path: '/callback', answer },
  { method: 'POST', path: '/callback', answer, origins: ['https://identifier.example'] },
];

interface Given {
  readonly method?: string;
  readonly url?: string;
  readonly host?: readonly string[];
  readonly from?: readonly string[];
  readonly body?: string | undefined;
}

function ask(given: Given) {
  const { method = 'GET', url = '/callback?code=1', host = ['127.0.0.1:4711'], from } = given;
  const headersDistinct = { host, ...(from === undefined ? {} : { origin: from }) };
  const incoming = { method, url, headers: { host: host[0] }, headersDistinct };
  const body = 'body' in given ? given.body : '';
  return admit(
    { incoming: incoming as unknown as IncomingMessage, body } as Parameters<typeof admit>[0],
    origin,
    routes,
  );
}

describe('OA-04: a request that is refused gets a static page, and the trace a reason', () => {
  test.each<[Given, number, title: string, text: string, why: string]>([
    [
      { host: ['evil.example'] },
      421,
      'Not this server',
      'This request was meant for another host.',
      'its Host header names another server (421)',
    ],
    [
      { host: [] },
      421,
      'Not this server',
      'This request was meant for another host.',
      'its Host header names another server (421)',
    ],
    [
      { host: ['127.0.0.1:4711', '127.0.0.1:4711'] },
      421,
      'Not this server',
      'This request was meant for another host.',
      'its Host header names another server (421)',
    ],
    [
      { url: `/callback?${'x'.repeat(16_375)}` },
      414,
      'Too long',
      'The address is too long.',
      'its URL is too long (414)',
    ],
    [{ url: '/' }, 404, 'Not found', 'Nothing is here.', 'nothing is expected at its path (404)'],
    [{ method: 'PUT' }, 405, 'Wrong method', 'Another method is expected here.', 'its method is wrong (405)'],
    [
      { from: ['https://evil.example'] },
      403,
      'Not allowed',
      'A page of another origin sent this request.',
      'a page of another origin sent it (403)',
    ],
    [
      { from: [origin, origin] },
      403,
      'Not allowed',
      'A page of another origin sent this request.',
      'a page of another origin sent it (403)',
    ],
    [
      { from: [''] },
      403,
      'Not allowed',
      'A page of another origin sent this request.',
      'a page of another origin sent it (403)',
    ],
    [{ body: undefined }, 413, 'Too large', 'The request is too large.', 'its body is too large (413)'],
  ])('%.80j: %i', (given, status, title, text, why) => {
    const admission = ask(given);
    if (!('refused' in admission)) throw new Error('It was let through.');
    expect(admission.why).toBe(why);
    expect(admission.refused.status).toBe(status);
    expect(admission.refused.body).toBe(problemPage(status, title, text).body);
  });

  test('405 tells the methods that are expected', () => {
    const admission = ask({ method: 'PUT' });
    expect('refused' in admission && admission.refused.headers).toMatchObject({ allow: 'GET, POST' });
  });
});

test.each<[string, Given]>([
  ['an address of exactly the longest length', { url: `/callback?${'x'.repeat(16_374)}` }],
  ['our own origin', { from: [origin] }],
  ['our own origin by its other name', { from: ['http://localhost:4711'] }],
  ['a host in capitals', { host: ['LOCALHOST:4711'] }],
  ['an origin that the route expects', { method: 'POST', from: ['https://identifier.example'] }],
])('%s is let through', (_name, given) => {
  expect(ask(given)).toMatchObject({ route: { path: '/callback' } });
});
