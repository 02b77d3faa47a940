import type { Switch } from '../../../sandbox/switches.ts';
import type { Emulated } from '../../../sandbox/vendor.ts';

/** What https://juvlon.com/api/active-apis/verifyonetimecode leaves open. */
export const switches: readonly Switch[] = [
  {
    name: 'juvlon.verify',
    values: ['string', 'boolean'],
    summary: 'verify as "true", which the page prints, or as true, which it says',
    row: 'JUV-13',
  },
  {
    name: 'juvlon.code',
    values: ['number', 'string'],
    summary: 'code as 200, which the page prints, or as "200", which it says',
    row: 'JUV-12',
  },
  {
    name: 'juvlon.refusalStatus',
    values: ['200', 'code'],
    summary: 'the HTTP status of an error: 200, or the code of the body',
    row: 'ALL-04',
  },
  {
    name: 'juvlon.order',
    values: ['key-first', 'pair-first'],
    summary: 'which of a wrong key and a pair that does not verify is told',
    row: 'PRB-05',
  },
];

export const emulates: readonly Emulated[] = [
  {
    what: 'verifyOneTimeCode and its six members',
    rows: 'JUV-01, JUV-02',
    source: '"JSON Parameters"; "Return values"; "Success-Response"',
  },
  {
    what: 'the documented pair OJUWLB and 9078, once after each start or reset',
    rows: 'JUV-03, JUV-05',
    source: '"The API returns true if"; "PHP Example Code for Integration"',
  },
  {
    what: 'pairs that are wrong, expired (EXPIRD, 1234; MINUTE, 0042 after a minute) or used (USEDUP, 5678)',
    rows: 'JUV-04',
    source: '"If the token-OTP pair is incorrect, or expired, or verified before."',
  },
  {
    what: 'codes 401 (another method), 402, 403 and 404 (the key sandbox-juvlon-blocked)',
    rows: 'JUV-06 to JUV-09',
    source: '"Possible-Response-Codes"',
  },
  {
    what: 'code 442 for a pair that cannot be read',
    rows: 'JUV-10',
    source: '"Error-Response"; its meaning is beyond the page',
  },
  {
    what: 'JSON under application/json and under curl’s form type',
    rows: 'JUV-17',
    source: '"data in JSON format"; "PHP Example Code for Integration", which sets no content type',
  },
];
