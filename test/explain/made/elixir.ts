import { type Capture, captured, harFile, json } from '../../helpers/capture.ts';
import type { Made } from './made.ts';

const base = 'https://kend.elixir.app/sdk/auth/v2';
const key = { 'x-api-key': 'sandbox-elixir-key' };
const email = 'ada@example.com';

const mail = async ({ call }: Capture, headers: Record<string, string> = key, to = email) => {
  const answer = await call(`${base}/signin/otp-login`, json({ email: to }, headers));
  return answer.data?.transactionId as string;
};
const verify = ({ call }: Capture, transactionId: string, code: string) =>
  call(`${base}/signin/otp-verify`, json({ transactionId, code }, key));
const refresh = ({ call }: Capture, refreshToken: string) =>
  call(`${base}/session/refresh`, json({ refreshToken }, key));
/** A code of the right form that is not the one that was sent. */
const another = (code: string) => String((Number(code) + 1) % 100_000).padStart(5, '0');

async function signIn(capture: Capture): Promise<{ token: string; refreshToken: string }> {
  const transactionId = await mail(capture);
  await capture.wait(15_000);
  const { data } = await verify(capture, transactionId, capture.code());
  return data;
}

const refused = (error: object) => ({ status: 400, answer: { code: -1, success: false, error } });

export const elixir: readonly Made[] = [
  {
    file: 'elixir-went-well',
    cause: null,
    make: () => captured(async (capture) => void (await signIn(capture))),
  },
  {
    file: 'elixir-key-refused',
    cause: 'elixir.key-refused',
    make: () =>
      captured(async (capture) => void (await mail(capture, { 'x-api-key': 'planted-elixir-wrong-key' }))),
  },
  {
    file: 'elixir-key-of-another-environment',
    cause: 'elixir.key-of-another-environment',
    says: 'The key is not the sandbox’s',
    make: () =>
      harFile([
        {
          url: 'http://127.0.0.1:4010/elixir/sdk/auth/v2/signin/otp-login',
          ...json({ email }, { 'x-api-key': 'planted-elixir-live-key' }),
          ...refused({ status: 400, code: 1001, message: 'Invalid API Key' }),
        },
      ]),
  },
  {
    file: 'elixir-malformed-key',
    cause: 'elixir.malformed-key',
    make: () =>
      harFile([
        {
          url: `${base}/signin/otp-login`,
          ...json({ email }, { 'x-api-key': '"planted-elixir-cut' }),
          ...refused({
            status: 400,
            code: 1001,
            message: "The argument 'encoding' is invalid for data of length 19. Received 'hex'",
          }),
        },
      ]),
  },
  {
    file: 'elixir-no-code-mailed',
    cause: 'elixir.no-code-mailed',
    make: () => captured(async (capture) => void (await mail(capture, key, 'unknown@example.com'))),
  },
  {
    file: 'elixir-wrong-code',
    cause: 'elixir.wrong-code',
    says: ', 15 s after it was mailed',
    make: () =>
      captured(async (capture) => {
        const transactionId = await mail(capture);
        await capture.wait(15_000);
        await verify(capture, transactionId, another(capture.code()));
      }),
  },
  {
    file: 'elixir-code-of-another-mail',
    cause: 'elixir.code-of-another-mail',
    says: 'an older mail’s transaction',
    make: () =>
      captured(async (capture) => {
        const transactionId = await mail(capture);
        const first = capture.code();
        await capture.wait(30_000);
        await mail(capture);
        await verify(capture, transactionId, first === capture.code() ? another(first) : capture.code());
      }),
  },
  {
    file: 'elixir-refresh-token-spent',
    cause: 'elixir.refresh-token-spent',
    says: 'call 3 had already exchanged it',
    make: () =>
      captured(async (capture) => {
        const { refreshToken } = await signIn(capture);
        await refresh(capture, refreshToken);
        await refresh(capture, refreshToken);
      }),
  },
  {
    file: 'elixir-refresh-token-spent-elsewhere',
    cause: 'elixir.refresh-token-spent',
    says: 'another process or device used it before',
    make: () =>
      captured(async (capture) => void (await refresh(capture, 'planted-refresh-token-of-yesterday'))),
  },
  {
    file: 'elixir-banned',
    cause: 'elixir.banned',
    says: 'The account is banned (status BANNED)',
    make: () =>
      captured(async (capture) => {
        const transactionId = await mail(capture, key, 'banned@example.com');
        await verify(capture, transactionId, capture.code());
      }),
  },
  {
    file: 'elixir-wrong-qr-value',
    cause: 'elixir.wrong-qr-value',
    says: 'theirs begin with REIKEY:',
    make: () =>
      captured(
        async ({ call }) =>
          void (await call(
            `${base}/signin/qr-verify`,
            json({ qrValue: 'https://menu.example.com/table/7' }, key),
          )),
      ),
  },
  {
    file: 'elixir-session-unknown',
    cause: 'elixir.session-unknown',
    make: () =>
      captured(async (capture) => {
        const { token } = await signIn(capture);
        const out = () =>
          capture.call(`${base}/session/signout`, json({}, { ...key, authorization: `Bearer ${token}` }));
        await out();
        await out();
      }),
  },
  {
    file: 'elixir-session-expired-on-arrival',
    cause: 'elixir.session-expired-on-arrival',
    says: 'expired 90 s before',
    make: () =>
      harFile([
        {
          url: `${base}/session/refresh`,
          ...json({ refreshToken: 'planted-refresh-token-1' }, key),
          answer: {
            code: 1,
            success: true,
            data: {
              token: 'planted.access.token-1',
              tokenExpiry: Date.UTC(2025, 11, 31, 23, 58, 30, 40),
              tokenLifeMS: 30_000_000_000,
              refreshToken: 'planted-refresh-token-2',
              user: { _id: 'aea36', status: 'ACTIVE', banReason: '' },
            },
          },
        },
      ]),
  },
];
