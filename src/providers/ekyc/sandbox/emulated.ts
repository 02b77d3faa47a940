import type { Switch } from '../../../sandbox/switches.ts';
import type { Emulated } from '../../../sandbox/vendor.ts';

/** What https://authen.ekyc.com/docs leaves open. */
export const switches: readonly Switch[] = [
  {
    name: 'ekyc.secretNeededFor',
    values: ['ENABLE', 'DISABLE', 'both'],
    summary: 'when toggle needs the secret: its label and its text contradict each other',
    row: 'EKY-16',
  },
  {
    name: 'ekyc.refusalStatus',
    values: ['200', '400', '401', '403'],
    summary: 'the HTTP status of INVALID_REQUEST',
    row: 'ALL-04, EKY-22',
  },
  {
    name: 'ekyc.callbackMethod',
    values: ['GET', 'POST'],
    summary: 'how the backend is called back',
    row: 'EKY-24',
  },
];

export const emulates: readonly Emulated[] = [
  {
    what: 'session-token: SUCCESS, INACTIVE, INVALID_REQUEST; tokens for 120 s',
    rows: 'EKY-19 to EKY-23, EKY-27',
    source: 'lines 191 to 209',
  },
  { what: 'mfa/toggle with all of its fields', rows: 'EKY-15 to EKY-18', source: 'lines 223 to 250' },
  {
    what: 'the Domain Console: address list, callback URL, active',
    rows: 'EKY-01, EKY-02',
    source: 'lines 12 to 20',
  },
  {
    what: 'start-authentication by redirect and popup, with its four outcomes',
    rows: 'EKY-29 to EKY-49',
    source: 'lines 84 to 189',
  },
  {
    what: 'the backend’s callback, before the browser hears',
    rows: 'EKY-50, EKY-52',
    source: 'lines 141, 212 to 219',
  },
  { what: 'number matching on the customer’s phone', rows: 'R-EKY-4', source: 'beyond the page' },
  {
    what: 'a phone that scans the QR code; a window of one step, and no code twice',
    rows: 'EKY-04, EKY-11, EKY-59',
    source: 'lines 25 to 47; RFC 6238',
  },
];
