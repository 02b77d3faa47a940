import { expect, test } from 'vitest';
import { sandbox as jekimo } from '../../src/providers/jekimo/sandbox.ts';
import { sandbox as juvlon } from '../../src/providers/juvlon/sandbox.ts';
import { startEmbedded } from '../../src/sandbox/embedded.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { ask, countingBytes } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';

const providers = [
  { name: 'jekimo', sandbox: async () => jekimo },
  { name: 'juvlon', sandbox: async () => juvlon },
];

async function setUp() {
  const clock = fakeClock();
  const stop = new AbortController();
  const embedded = await startEmbedded({
    clock,
    randomBytes: countingBytes(),
    signal: stop.signal,
    providers,
  });
  return { clock, stop, embedded };
}

test('S29: brings base URLs on its own origin, and keys that say what they are', async () => {
  const { embedded } = await setUp();
  expect(embedded.settings).toEqual({
    'jekimo.apiKey': 'sandbox-jekimo-key',
    'jekimo.baseUrl': `${embedded.origin}/jekimo/app.php`,
    'juvlon.apiKey': 'sandbox-juvlon-key',
    'juvlon.baseUrl': `${embedded.origin}/juvlon`,
  });
  await embedded.close();
});

test.each([
  ['false', { status: 'OK', risk: false, pin: 0 }],
  ['true', { status: 'OK', risk: true, pin: expect.any(Number) }],
])('its customer signs in after a moment (two-fa %s)', async (twoFa, expected) => {
  const { clock, embedded } = await setUp();
  const headers = { 'x-api-key': 'sandbox-jekimo-key', 'two-fa': twoFa };
  const call = async (operation: string, token = '') =>
    (
      await ask(`${embedded.settings['jekimo.baseUrl']}/v1.1/auth/${operation}`, {
        method: 'POST',
        headers: { ...headers, token },
      })
    ).json;
  const { token } = (await call('gettoken')) as { token: string };
  expect(await call('check', token)).toMatchObject({ status: 'created' });
  await clock.advance(1500);
  expect(await call('check', token)).toEqual(expected);
  await embedded.close();
});

test('is gone after close, and its customer with it', async () => {
  const { clock, embedded } = await setUp();
  await ask(`${embedded.origin}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { 'x-api-key': 'sandbox-jekimo-key' },
  });
  await until(() => clock.sleeps.includes(1500));
  await embedded.close();
  await clock.advance(5000);
  await expect(ask(`${embedded.origin}/__sandbox/health`)).rejects.toThrow(/ECONNREFUSED/);
});
