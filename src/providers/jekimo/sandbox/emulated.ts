import type { Switch } from '../../../sandbox/switches.ts';
import type { Emulated } from '../../../sandbox/vendor.ts';

/** What https://www.jekimo.com/app.php/en/integration leaves open. */
export const switches: readonly Switch[] = [
  {
    name: 'jekimo.refusalStatus',
    values: ['200', '400', '401'],
    summary: 'the HTTP status of {"error":…}',
    row: 'ALL-04',
  },
  {
    name: 'jekimo.checkOrder',
    values: ['key-first', 'token-first'],
    summary: 'which of a wrong key and a wrong token is told',
    row: 'PRB-01',
  },
  {
    name: 'jekimo.expiredToken',
    values: ['error', 'KO', 'created'],
    summary: 'what check answers for a token whose 120 s are over',
    row: 'JEK-08',
  },
];

export const emulates: readonly Emulated[] = [
  {
    what: 'gettoken, its headers and its four members',
    rows: 'JEK-01 to JEK-04',
    source: 'the curl call of "/v1.1/auth/gettoken" and its answer',
  },
  {
    what: 'a wrong key; the key under the PHP sample’s x-apy-key',
    rows: 'JEK-05, JEK-31',
    source: '"Invalid API key"; the PHP sample’s "x-apy-key"',
  },
  {
    what: 'check: created, OK, KO, with risk and pin',
    rows: 'JEK-06, JEK-07',
    source: 'the curl call of "/v1.1/auth/check" and its three answers',
  },
  { what: 'an unknown or expired token', rows: 'JEK-08', source: '"Invalid Token"' },
  { what: 'tokens that are good for 120 s', rows: 'JEK-12', source: '"The token is valid for 120 seconds."' },
  {
    what: 'the second factor under both spellings, and a pin of six digits where a risk is seen',
    rows: 'JEK-03, JEK-24 to JEK-30',
    source: '"min-age and two-fa parameters", the curl call’s "two-af: false", "a 6-digit number"',
  },
  {
    what: 'an age limit: a customer who is too young is a KO',
    rows: 'JEK-22, JEK-23',
    source: '"a minimum age required for access"; the outcome is beyond the page',
  },
  { what: 'the customer’s page, and decisions by call', rows: 'JEK-40', source: 'beyond the page' },
];
