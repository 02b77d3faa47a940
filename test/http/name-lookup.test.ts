import { expect, test } from 'vitest';
import { addressesHere, lookUp } from '../../src/http/name-lookup.ts';

const never = new AbortController().signal;

test.each([
  ['127.0.0.1', { ipv4: true, ipv6: false }],
  ['[::1]', { ipv4: false, ipv6: true }],
  ['localhost', { ipv4: true, ipv6: true }],
])('%s is known without asking', async (host, found) => {
  expect(await lookUp(host, never)).toEqual({ found });
});

test('a look-up that is ended tells that nothing was heard', async () => {
  const controller = new AbortController();
  const asked = lookUp('authrig.invalid', controller.signal);
  controller.abort();
  expect(await asked).not.toHaveProperty('found');
});

test('loopback alone is no address towards others', async () => {
  expect(Object.keys(await addressesHere())).toEqual(['ipv4', 'ipv6']);
});
