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
  { what: 'gettoken, its headers and its four members', rows: 'JEK-01 to JEK-04', source: 'lines 10 to 20' },
  {
    what: 'a wrong key; the key under the PHP sample’s x-apy-key',
    rows: 'JEK-05, JEK-31',
    source: 'lines 21 to 23, 54',
  },
  { what: 'check: created, OK, KO, with risk and pin', rows: 'JEK-06, JEK-07', source: 'lines 24 to 42' },
  { what: 'an unknown or expired token', rows: 'JEK-08', source: 'lines 43 to 45' },
  { what: 'tokens that are good for 120 s', rows: 'JEK-12', source: 'line 6' },
  {
    what: 'the second factor under both spellings, and a pin of six digits where a risk is seen',
    rows: 'JEK-03, JEK-24 to JEK-30',
    source: 'lines 3, 13, 31',
  },
  {
    what: 'an age limit: a customer who is too young is a KO',
    rows: 'JEK-22, JEK-23',
    source: 'line 3; the outcome is beyond the page',
  },
  { what: 'the customer’s page, and decisions by call', rows: 'JEK-40', source: 'beyond the page' },
];
