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
    source: '"Get session token"; "at least 2 minutes"',
  },
  {
    what: 'mfa/toggle with all of its fields',
    rows: 'EKY-15 to EKY-18',
    source: '"Synchronizing the 2FA status"',
  },
  {
    what: 'the Domain Console: address list, callback URL, active',
    rows: 'EKY-01, EKY-02',
    source:
      '"Create authorization credentials"; "callback_url specified in the Console"; "Case of inactive client"',
  },
  {
    what: 'start-authentication by redirect and popup, with its four outcomes',
    rows: 'EKY-29 to EKY-49',
    source: '"Redirect to eAuthenticator server"; "How to handle response in your client side?"',
  },
  {
    what: 'the backend’s callback, before the browser hears',
    rows: 'EKY-50, EKY-52',
    source: '"Notifying your Backend of the Verification result"; "API receive verification response"',
  },
  { what: 'number matching on the customer’s phone', rows: 'R-EKY-4', source: 'beyond the page' },
  {
    what: 'a phone that scans the QR code; a window of one step, and no code twice',
    rows: 'EKY-04, EKY-11, EKY-59',
    source: '"Generate a QR Code"; "Verify the OTP"; RFC 6238',
  },
];
