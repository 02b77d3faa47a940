import type { Switch } from '../../../sandbox/switches.ts';
import type { Emulated } from '../../../sandbox/vendor.ts';

/** What https://docs.elixir.app/api-docs/api-docs-1/mobile-auth leaves open. */
export const switches: readonly Switch[] = [
  {
    name: 'elixir.refusalStatus',
    values: ['400', '200'],
    summary: 'the HTTP status of success:false',
    row: 'ELX-20, R-ELX-1',
  },
  {
    name: 'elixir.order',
    values: ['key-first', 'body-first'],
    summary: 'which of a wrong key and a refused body is told',
    row: 'PRB-04',
  },
];

export const emulates: readonly Emulated[] = [
  {
    what: 'otp-login: a code of five digits by e-mail',
    rows: 'ELX-01 to ELX-03',
    source: '"OTP Login Request"; its length is beyond the page',
  },
  { what: 'otp-verify: a session, and newAccount', rows: 'ELX-04 to ELX-07', source: '"OTP Login Verify"' },
  {
    what: 'refresh: a new pair, the old refresh token used up',
    rows: 'ELX-08, ELX-09',
    source: '"Refresh Session"',
  },
  { what: 'signout of one device', rows: 'ELX-11, ELX-12', source: '"Sign Out"' },
  {
    what: 'qr-verify, and the page under My Account > Security',
    rows: 'ELX-13 to ELX-15',
    source: '"QR Verify"',
  },
  {
    what: 'lifetimes of 347 and 365 days',
    rows: 'ELX-21, ELX-24',
    source: '"tokenLifeMS" under "OTP Login Verify" and "QR Verify"',
  },
  {
    what: 'codes and QR values that are good once and for ten minutes, three attempts',
    rows: 'ELX-26',
    source: 'beyond the page',
  },
  {
    what: 'refusals 1001, 1000 and INVALID_REFRESH_TOKEN',
    rows: 'ELX-20, R-ELX-1 to R-ELX-3',
    source: 'beyond the page',
  },
];
