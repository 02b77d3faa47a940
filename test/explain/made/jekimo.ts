import { type Capture, captured, creators, harFile } from '../../helpers/capture.ts';
import type { Made } from './made.ts';

const base = 'https://www.jekimo.com/app.php/v1.1/auth';
const key = { 'x-api-key': 'sandbox-jekimo-key' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function getToken({ call }: Capture, headers: Record<string, string> = {}): Promise<string> {
  const { token } = await call(`${base}/gettoken`, { headers: { ...key, ...headers, ...form }, body: '' });
  return token as string;
}

async function check({ call }: Capture, token: string, headers: Record<string, string> = key): Promise<void> {
  await call(`${base}/check`, { headers: { ...headers, token, ...form }, body: '' });
}

async function checks(capture: Capture, token: string, times: number, apart = 5000): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await check(capture, token);
    await capture.wait(apart - 40);
  }
}

/** A whole sign-in that ends as decided. */
const decided = (
  decision: Parameters<Capture['sandbox']['signIns']['decide']>[1],
  headers: Record<string, string> = {},
  before = 1,
) =>
  captured(async (capture) => {
    const token = await getToken(capture, headers);
    await checks(capture, token, before);
    await capture.sandbox.signIns.decide(token, decision);
    await check(capture, token);
  });

/** An integrator's endpoint as the vendor's PHP sample writes it, seen by a browser. */
const relayed = (answer: unknown, at: number) => ({
  at,
  url: 'https://portal.example.com/jekimo-check.php',
  headers: form,
  body: `token=${'b9'.repeat(32)}`,
  answer,
});

export const jekimo: readonly Made[] = [
  {
    file: 'jekimo-went-well',
    cause: null,
    says: 'Nothing is wrong',
    make: () => decided({ decision: 'approve' }),
  },
  {
    file: 'jekimo-misspelt-key-header',
    cause: 'jekimo.misspelt-key-header',
    make: () =>
      captured(async (capture) => {
        const token = await getToken(capture);
        await check(capture, token, { 'x-apy-key': 'sandbox-jekimo-key' });
      }),
  },
  {
    file: 'jekimo-wrong-key',
    cause: 'jekimo.wrong-key',
    make: () =>
      captured(async (capture) => void (await getToken(capture, { 'x-api-key': 'planted-wrong-key' }))),
  },
  {
    file: 'jekimo-token-spent',
    cause: 'jekimo.token-spent',
    says: 'call 2 had already answered KO',
    make: () =>
      captured(async (capture) => {
        const token = await getToken(capture);
        await capture.sandbox.signIns.decide(token, { decision: 'deny' });
        await check(capture, token);
        await capture.wait(130_000);
        await check(capture, token);
      }),
  },
  {
    file: 'jekimo-token-expired',
    cause: 'jekimo.token-expired',
    says: 'expired 4 s before',
    make: () =>
      captured(async (capture) => {
        const token = await getToken(capture);
        await check(capture, token);
        await capture.wait(124_000 - 40);
        await check(capture, token);
      }),
  },
  {
    file: 'jekimo-token-expired-asleep',
    cause: 'jekimo.token-expired',
    says: 'expired 60 s before',
    make: () =>
      harFile([
        {
          url: `${base}/gettoken`,
          headers: { ...key, ...form },
          answerHeaders: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
          answer: { token: 'b9'.repeat(32), timestamp: 1_767_225_600, url: 'https://www.jekimo.com/x' },
        },
        {
          at: 5000,
          url: `${base}/check`,
          headers: { ...key, token: 'b9'.repeat(32), ...form },
          status: 400,
          answerHeaders: { date: 'Thu, 01 Jan 2026 00:03:00 GMT' },
          answer: { error: 'Invalid Token' },
        },
      ]),
  },
  {
    file: 'jekimo-token-unknown',
    cause: 'jekimo.token-unknown',
    says: 'does not show its making',
    make: () => captured(async (capture) => check(capture, '0'.repeat(64))),
  },
  {
    file: 'jekimo-token-given-up',
    cause: 'jekimo.token-unknown',
    says: 'though its 120 s were not over',
    make: () => decided({ decision: 'timeout' }),
  },
  {
    file: 'jekimo-under-age',
    cause: 'jekimo.under-age',
    says: 'least age of 18',
    make: () => decided({ decision: 'approve', age: 17 }, { 'min-age': '18' }),
  },
  {
    file: 'jekimo-customer-denied',
    cause: 'jekimo.customer-denied',
    make: () => decided({ decision: 'deny' }),
  },
  {
    file: 'jekimo-never-scanned',
    cause: 'jekimo.never-scanned',
    says: 'every check in 115 s',
    make: () => captured(async (capture) => checks(capture, await getToken(capture), 24)),
  },
  {
    file: 'jekimo-gave-up-early',
    cause: 'jekimo.gave-up-early',
    says: 'after 20 s',
    make: () => captured(async (capture) => checks(capture, await getToken(capture), 5)),
  },
  {
    file: 'jekimo-risk-without-two-fa',
    cause: null,
    also: ['jekimo.risk-without-two-fa'],
    make: () => decided({ decision: 'approve', risk: true }),
  },
  {
    file: 'jekimo-risk-without-pin',
    cause: 'jekimo.risk-without-pin',
    make: () =>
      harFile([
        {
          url: `${base}/gettoken`,
          headers: { ...key, 'two-fa': 'true', ...form },
          answer: { token: 'b9'.repeat(32), timestamp: 1_767_225_600, url: 'https://www.jekimo.com/x' },
        },
        {
          at: 5000,
          url: `${base}/check`,
          headers: { ...key, token: 'b9'.repeat(32), ...form },
          answer: { status: 'OK', risk: true, pin: 0 },
        },
      ]),
  },
  {
    file: 'jekimo-pin-leaked',
    cause: null,
    also: ['jekimo.pin-leaked'],
    make: () =>
      harFile(
        [
          relayed({ status: 'created', risk: false, pin: 0 }, 0),
          relayed({ status: 'OK', risk: true, pin: 293_812 }, 5000),
        ],
        creators.chrome,
      ),
  },
  {
    file: 'jekimo-polled-too-fast',
    cause: null,
    also: ['jekimo.polled-too-fast'],
    make: () =>
      harFile(
        [
          relayed({ status: 'created', risk: false, pin: 0 }, 0),
          relayed({ status: 'created', risk: false, pin: 0 }, 1000),
          relayed({ status: 'created', risk: false, pin: 0 }, 2200),
          relayed({ status: 'OK', risk: false, pin: 0 }, 7200),
        ],
        creators.chrome,
      ),
  },
  {
    file: 'jekimo-key-in-page',
    cause: null,
    also: ['jekimo.key-in-page'],
    make: async () => decidedInBrowser(),
  },
];

function decidedInBrowser(): Promise<string> {
  return captured(
    async (capture) => {
      const token = await getToken(capture);
      await capture.sandbox.signIns.decide(token, { decision: 'approve' });
      await check(capture, token);
    },
    { creator: creators.chrome },
  );
}
