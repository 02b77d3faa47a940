import type { Switch } from '../../../sandbox/switches.ts';
import type { Emulated } from '../../../sandbox/vendor.ts';

/** What https://docs.verifik.co/authentication/api-key-access-via-phone leaves open. */
export const switches: readonly Switch[] = [
  {
    name: 'verifik.wrongOtp',
    values: ['400', '403'],
    summary: 'a wrong OTP: BadRequest of the documentation, or Forbidden of the vendor’s own front end',
    row: 'R-VER-2, R-VER-10',
  },
  {
    name: 'verifik.expiredOtp',
    values: ['412', '409'],
    summary: 'an expired OTP: PreconditionFailed, or CODE_EXPIRED of the sister call',
    row: 'R-VER-10, R-VER-11',
  },
];

export const emulates: readonly Emulated[] = [
  {
    what: 'phone-login and its whole answer',
    rows: 'VER-01, VER-02',
    source: '"https://api.verifik.co/v2/projects/phone-login", its "Parameters" and "Response"',
  },
  { what: 'confirm and its token', rows: 'VER-03, VER-04', source: '"OTP Confirmation"' },
  {
    what: 'OTPs of six digits, good once, for ten minutes and five attempts',
    rows: 'VER-05, VER-11',
    source: `"expiresAt" and "createdAt" of the example, "otp: '123456'"; the attempts are beyond the page`,
  },
  { what: 'WhatsApp and SMS', rows: 'VER-06', source: '"phoneGateway"; "sent via WhatsApp/SMS"' },
  { what: 'tokens for 30 days', rows: 'VER-10', source: '"valid for 30 days"' },
  {
    what: 'a hash of the OTP’s shape in data.otp, and of nothing',
    rows: 'VER-21',
    source: 'the example’s "otp", which begins with "$2a$10$"',
  },
  {
    what: 'a second factor',
    rows: 'VER-15, R-VER-9',
    source: '"requires2FA"; what follows is beyond the page',
  },
  {
    what: 'clients/me for the tokens that it gave out; 401 for others',
    rows: 'R-VER-7, PRB-02',
    source: 'beyond the page',
  },
  { what: 'the login by e-mail', rows: 'R-VER-3, R-VER-4', source: 'beyond the page' },
  {
    what: 'missing parameters (409), a wrong number (400), no such client (404)',
    rows: 'VER-08, R-VER-1, R-VER-2',
    source: 'beyond the page',
  },
];
