import { type Capture, captured, harFile, json } from '../../helpers/capture.ts';
import type { Made } from './made.ts';

const base = 'https://api.verifik.co/v2/projects';
const phone = { countryCode: '+1', phone: 1_234_566_663 };

const send = ({ call }: Capture, to: object = phone) =>
  call(`${base}/phone-login`, json({ ...to, type: 'login' }));
const confirm = ({ call }: Capture, otp: string, more: object = {}) =>
  call(`${base}/phone-login/confirm`, json({ ...phone, otp, ...more }));
/** A code of the right form that is not the one that was sent. */
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const sent = (answer: object) => ({
  url: `${base}/phone-login`,
  ...json({ ...phone, type: 'login' }),
  answer: { data: { status: 'sent', phoneGateway: 'whatsapp', requires2FA: false, ...answer } },
});

export const verifik: readonly Made[] = [
  {
    file: 'verifik-went-well',
    cause: null,
    make: () =>
      captured(async (capture) => {
        await send(capture);
        await capture.wait(20_000);
        await confirm(capture, capture.code());
      }),
  },
  {
    file: 'verifik-wrong-otp',
    cause: 'verifik.wrong-otp',
    make: () =>
      captured(async (capture) => {
        await send(capture);
        await capture.wait(20_000);
        await confirm(capture, another(capture.code()));
      }),
  },
  {
    file: 'verifik-otp-of-previous-message',
    cause: 'verifik.otp-of-previous-message',
    says: 'the last 45 s after the one before',
    make: () =>
      captured(async (capture) => {
        await send(capture);
        const first = capture.code();
        await capture.wait(45_000 - 40);
        await send(capture);
        await capture.wait(10_000);
        await confirm(capture, first === capture.code() ? another(first) : first);
      }),
  },
  {
    file: 'verifik-otp-expired',
    cause: 'verifik.otp-expired',
    says: 'expired 4 s before',
    make: () =>
      captured(async (capture) => {
        const { data } = await send(capture);
        const left = Date.parse(data.expiresAt) - capture.sandbox.machineClock.now();
        await capture.wait(left + 4000);
        await confirm(capture, capture.code());
      }),
  },
  {
    file: 'verifik-no-client',
    cause: 'verifik.no-client',
    make: () =>
      captured(async (capture) => void (await send(capture, { countryCode: '+1', phone: 1_234_566_666 }))),
  },
  {
    file: 'verifik-client-blocked',
    cause: 'verifik.client-blocked',
    make: () =>
      captured(async (capture) => void (await send(capture, { countryCode: '+1', phone: 1_234_566_670 }))),
  },
  {
    file: 'verifik-second-factor-wanted',
    cause: 'verifik.second-factor-wanted',
    make: () =>
      captured(async (capture) => {
        const withFactor = { countryCode: '+1', phone: 1_234_566_665 };
        await send(capture, withFactor);
        const otp = capture.sandbox.outbox.list({}).find(({ to }) => to === '+11234566665')?.code ?? '';
        await confirm(capture, otp, withFactor);
      }),
  },
  {
    file: 'verifik-second-factor-wrong',
    cause: 'verifik.second-factor-wrong',
    make: () =>
      captured(async (capture) => {
        const withFactor = { countryCode: '+1', phone: 1_234_566_665 };
        await send(capture, withFactor);
        const otp = capture.sandbox.outbox.list({}).find(({ to }) => to === '+11234566665');
        await confirm(capture, otp?.code ?? '', { ...withFactor, authenticatorOTP: '000000' });
      }),
  },
  {
    file: 'verifik-missing-parameter',
    cause: 'verifik.missing-parameter',
    says: 'lacked phone, type',
    make: () =>
      captured(async ({ call }) => void (await call(`${base}/phone-login`, json({ countryCode: '+1' })))),
  },
  {
    file: 'verifik-too-many-attempts',
    cause: 'verifik.too-many-attempts',
    says: 'after 4 wrong codes',
    make: () =>
      harFile([
        { ...sent({ expiresAt: '2026-01-01T00:10:00.000Z' }), at: 0 },
        ...[1, 2, 3, 4].map((attempt) => ({
          at: attempt * 9000,
          url: `${base}/phone-login/confirm`,
          ...json({ ...phone, otp: `90000${attempt}` }),
          status: attempt === 4 ? 410 : 400,
          answer:
            attempt === 4
              ? { success: false, error: 'Too many attempts.', code: 'MAX_ATTEMPTS_EXCEEDED' }
              : { code: 'BadRequest', message: 'Invalid OTP code.' },
        })),
      ]),
  },
  {
    file: 'verifik-bad-phone',
    cause: 'verifik.bad-phone',
    make: () =>
      captured(async (capture) => void (await send(capture, { countryCode: '1', phone: 1_234_566_663 }))),
  },
  {
    file: 'verifik-not-sent',
    cause: 'verifik.not-sent',
    says: 'status is "failed"',
    make: () => harFile([sent({ status: 'failed' })]),
  },
  {
    file: 'verifik-rate-limited',
    cause: 'http.rate-limited',
    says: 'wait 60 s',
    make: () =>
      captured(async (capture) => void (await send(capture, { countryCode: '+1', phone: 1_234_566_669 }))),
  },
];
