import { type Capture, captured, creators, harFile, json } from '../../helpers/capture.ts';
import type { Made } from './made.ts';

const url = 'https://api2.juvlon.com/v4/verifyOneTimeCode';
const pair = { token: 'OJUWLB', otp: '9078' };
const verify = ({ call }: Capture, body: object) => call(url, json(body));
const withKey = (more: object) => ({ apiKey: 'sandbox-juvlon-key', ...more });

const one = (body: object) => captured(async (capture) => void (await verify(capture, body)));

export const juvlon: readonly Made[] = [
  { file: 'juvlon-went-well', cause: null, make: () => one(withKey(pair)) },
  {
    file: 'juvlon-wrong-method',
    cause: 'juvlon.wrong-method',
    make: () => captured(async ({ call }) => void (await call(url, { method: 'GET' }))),
  },
  {
    file: 'juvlon-empty-key',
    cause: 'juvlon.empty-key',
    make: () => one({ ApiKey: 'planted-juvlon-key', ...pair }),
  },
  {
    file: 'juvlon-key-refused',
    cause: 'juvlon.key-refused',
    make: () => one({ apiKey: 'planted-juvlon-key', ...pair }),
  },
  {
    file: 'juvlon-account-blocked',
    cause: 'juvlon.account-blocked',
    make: () => one({ apiKey: 'sandbox-juvlon-blocked', ...pair }),
  },
  { file: 'juvlon-code-442', cause: 'juvlon.code-442', make: () => one(withKey({ token: 'OJUWLB' })) },
  {
    file: 'juvlon-pair-used-twice',
    cause: 'juvlon.pair-used-twice',
    says: 'call 1 verified it, and call 2',
    make: () =>
      captured(async (capture) => {
        await verify(capture, withKey(pair));
        await capture.wait(1200);
        await verify(capture, withKey(pair));
      }),
  },
  {
    file: 'juvlon-pair-refused',
    cause: 'juvlon.pair-refused',
    make: () => one(withKey({ token: 'OJUWLB', otp: '1111' })),
  },
  {
    file: 'juvlon-other-pair-echoed',
    cause: 'juvlon.other-pair-echoed',
    make: () =>
      harFile([
        {
          url,
          ...json(withKey({ token: 'OJUWLB', otp: '0042' })),
          answer: {
            code: 200,
            status: 'Success',
            transactionId: '327',
            verify: 'true',
            token: 'OJUWLB',
            OTP: 42,
          },
        },
      ]),
  },
  {
    file: 'juvlon-key-in-page',
    cause: null,
    also: ['juvlon.key-in-page'],
    make: () =>
      captured(async (capture) => void (await verify(capture, withKey(pair))), { creator: creators.chrome }),
  },
];
