import { type Capture, captured, creators, type Exchange, harFile, json } from '../../helpers/capture.ts';
import type { Made } from './made.ts';

const api = 'https://authen.ekyc.com/authen-api/api/v1';
const page = 'https://identifier.ekyc.com/start-authentication';
const portal = 'https://portal.example.com/auth/callback';
const key = { 'x-api-key': 'sandbox-ekyc-key' };
const client_id = '84c2ad6c-62eb-4217-8f46-a66852e6fe92';
const email = 'customer@example.com';

const session = async ({ call }: Capture, body: object = {}, headers: Record<string, string> = key) => {
  const answer = await call(`${api}/session-token`, json({ email, client_id, ...body }, headers));
  return answer.data?.session_token as string;
};
const refused = (body: object, headers: Record<string, string> = key) =>
  captured(async (capture) => void (await session(capture, body, headers)));

/** The browser's part, which no server of an integrator sees. */
const visit = (token: string, more = ''): Omit<Exchange, 'at'> => ({
  method: 'GET',
  url: `${page}?signin_method=redirect&session_token=${token}&redirect_uri=${encodeURIComponent(portal + more)}`,
  answer: '<!doctype html><title>2-Step Verification</title>',
  answerHeaders: { 'content-type': 'text/html' },
});
const back = (query: string): Omit<Exchange, 'at'> => ({
  method: 'GET',
  url: `${portal}?${query}`,
  answer: '<!doctype html><title>Portal</title>',
  answerHeaders: { 'content-type': 'text/html' },
});
const notice = (query: string): Omit<Exchange, 'at'> => ({
  method: 'GET',
  url: `https://portal.example.com/backend/5d20b1f1?${query}`,
  answer: '',
});

/** A sign-in with a browser that comes back as given. */
const signedIn = (query: (token: string) => string, notices: (token: string) => string[] = () => []) =>
  captured(async (capture) => {
    const token = await session(capture);
    await capture.wait(800);
    capture.keep(visit(token));
    await capture.wait(9000);
    for (const each of notices(token)) capture.keep(notice(each));
    capture.keep(back(query(token)));
  });

const invalid = { code: 'INVALID_REQUEST', message: 'get session token failed', data: '' };
const sandboxSays = (hint: string, headers: Record<string, string> = key) =>
  harFile([
    {
      url: 'http://127.0.0.1:4010/ekyc/authen-api/api/v1/session-token',
      ...json({ email, client_id }, headers),
      answer: invalid,
      answerHeaders: { 'x-sandbox-hint': hint },
    },
  ]);

const toggle = (action: string) =>
  captured(
    async ({ call }) =>
      void (await call(
        `${api}/mfa/toggle`,
        json(
          {
            client_id,
            email,
            action,
            secret: 'WRONGSECRET',
            type: 'TOTP',
            algorithm: 'SHA1',
            digits: 6,
            period: 30,
          },
          key,
        ),
      )),
  );

export const ekyc: readonly Made[] = [
  {
    file: 'ekyc-went-well',
    cause: null,
    make: () =>
      signedIn(
        (token) => `session_token=${token}`,
        (token) => [`result=true&session_token=${token}`],
      ),
  },
  { file: 'ekyc-inactive', cause: 'ekyc.inactive', make: () => refused({ email: 'inactive@example.com' }) },
  {
    file: 'ekyc-address-not-allowed',
    cause: 'ekyc.address-not-allowed',
    make: () => sandboxSays('calls are taken from 203.0.113.7 alone, and this is 127.0.0.1'),
  },
  { file: 'ekyc-wrong-key', cause: 'ekyc.wrong-key', make: () => refused({}, {}) },
  {
    file: 'ekyc-unknown-client',
    cause: 'ekyc.unknown-client',
    make: () => refused({ client_id: 'My Portal' }),
  },
  {
    file: 'ekyc-user-not-enrolled',
    cause: 'ekyc.user-not-enrolled',
    says: 'Call 1 shows that key, client ID and address are right.',
    make: () =>
      captured(async (capture) => {
        await session(capture);
        await session(capture, { email: 'new@example.com' });
      }),
  },
  {
    file: 'ekyc-session-refused',
    cause: 'ekyc.session-refused',
    says: 'all of these',
    make: () => refused({ email: 'new@example.com' }),
  },
  {
    file: 'ekyc-toggle-refused',
    cause: 'ekyc.toggle-refused',
    says: 'to disable',
    make: () => toggle('DISABLE'),
  },
  {
    file: 'ekyc-key-in-page',
    cause: 'ekyc.inactive',
    also: ['ekyc.key-in-page'],
    make: () =>
      captured(async (capture) => void (await session(capture, { email: 'inactive@example.com' })), {
        creator: creators.chrome,
      }),
  },
  { file: 'ekyc-rejected', cause: 'ekyc.rejected', make: () => signedIn(() => 'error=REJECT') },
  { file: 'ekyc-timed-out', cause: 'ekyc.timed-out', make: () => signedIn(() => 'error=TIMEOUT') },
  {
    file: 'ekyc-internal-error',
    cause: 'ekyc.internal-error',
    make: () => signedIn(() => 'error=INTERNAL_SERVER_ERROR'),
  },
  {
    file: 'ekyc-unknown-error',
    cause: 'ekyc.unknown-error',
    says: '"DEVICE_LOST"',
    make: () => signedIn(() => 'error=DEVICE_LOST'),
  },
  {
    file: 'ekyc-backend-told-no',
    cause: 'ekyc.backend-told-no',
    make: () =>
      captured(async (capture) => {
        const token = await session(capture);
        capture.keep(visit(token));
        await capture.wait(30_000);
        capture.keep(notice(`result=false&session_token=${token}`));
      }),
  },
  {
    file: 'ekyc-callback-token-mismatch',
    cause: 'ekyc.callback-token-mismatch',
    make: () =>
      captured(async (capture) => {
        capture.keep(visit(await session(capture)));
        await capture.wait(5000);
        capture.keep(notice('result=true&session_token=planted-token-of-another-session'));
      }),
  },
  {
    file: 'ekyc-another-session',
    cause: 'ekyc.another-session',
    make: () => signedIn(() => 'session_token=planted-token-of-another-session'),
  },
  {
    file: 'ekyc-state-mismatch',
    cause: 'ekyc.state-mismatch',
    says: 'with another state',
    make: () =>
      captured(async (capture) => {
        const token = await session(capture);
        capture.keep(visit(token, '?state=planted-state-1'));
        await capture.wait(7000);
        capture.keep(back(`state=planted-state-2&session_token=${token}`));
      }),
  },
  {
    file: 'ekyc-session-expired',
    cause: 'ekyc.session-expired',
    says: 'expired 35 s before',
    make: () =>
      captured(async (capture) => {
        const token = await session(capture);
        await capture.wait(155_000 - 40);
        capture.keep(visit(token));
        capture.keep(back('error=TIMEOUT'));
      }),
  },
  {
    file: 'ekyc-unfilled-template',
    cause: 'ekyc.unfilled-template',
    says: 'the text {sessionToken}',
    make: () => harFile([visit('{sessionToken}')], creators.chrome),
  },
  {
    file: 'ekyc-clock-off',
    cause: 'ekyc.toggle-refused',
    also: ['ekyc.clock-off'],
    says: 'to enable',
    make: () =>
      harFile([
        {
          url: `${api}/mfa/toggle`,
          ...json({ client_id, email, action: 'ENABLE', secret: 'JBSWY3DPEHPK3PXP', type: 'TOTP' }, key),
          answer: { code: 'INVALID_REQUEST', message: 'toggle failed', data: '' },
          // 47 s behind the recording's clock.
          answerHeaders: { date: 'Wed, 31 Dec 2025 23:59:13 GMT' },
        },
      ]),
  },
];
