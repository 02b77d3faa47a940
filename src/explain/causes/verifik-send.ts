import { type Cause, cause } from '../cause.ts';
import { textAt } from '../fields.ts';
import { again, codeOf, confirms, messageOf, on, sends } from './verifik-calls.ts';

const noClient = cause({
  name: 'verifik.no-client',
  row: 'VER-08, R-VER-10',
  source: on('"logging in with an already generated account in Verifik"'),
  detect: (recording) => {
    const found = [...sends(recording), ...confirms(recording)].findLast(
      (call) => codeOf(call) === 'NotFound' || (codeOf(call) === undefined && call.status === 404),
    );
    return found && { at: [found] };
  },
  say: ({ at }) => ({
    reason: 'Verifik knows no client with this phone or address: the login is for existing clients.',
    ask: ['Which phone or address is the account registered with, country code included?'],
    next: ['authrig config list', ...at.slice(-1).map(again)],
  }),
});

const missingParameter = cause({
  name: 'verifik.missing-parameter',
  row: 'R-VER-1, R-VER-2',
  source: on('"Parameters"'),
  detect: (recording) => {
    const found = [...sends(recording), ...confirms(recording)].findLast(
      (call) => codeOf(call) === 'MissingParameter',
    );
    const said = (found && messageOf(found)) ?? '';
    const names = [...said.matchAll(/missing (\w{1,40})/g)].map(([, name]) => name);
    return found && { at: [found], names };
  },
  say: ({ names }) => ({
    reason: `The request lacked ${names.length === 0 ? 'a parameter' : names.join(', ')}, and nothing was sent or confirmed.`,
    ask: ['Let the integrator compare the request with the table on the vendor’s page: names, types, JSON.'],
    next: ['authrig verifik phone --sandbox --verbose'],
  }),
});

const badPhone = cause({
  name: 'verifik.bad-phone',
  row: 'VER-12, VER-13, R-VER-1',
  source: on('"countryCode" and "phone" under "Parameters"'),
  detect: (recording) => {
    const found = sends(recording).findLast((call) => codeOf(call) === 'BadRequest');
    return found && { at: [found] };
  },
  say: () => ({
    reason: 'Verifik does not take this phone number; no message was sent.',
    ask: ['How is the number written: country code such as +1, then digits alone, without the leading zero?'],
    next: ['authrig config get verifik.phone', 'authrig config get verifik.countryCode'],
  }),
});

const notSent = cause({
  name: 'verifik.not-sent',
  row: 'VER-19',
  source: on('"status": "sent" under "Response"'),
  detect: (recording) => {
    const found = sends(recording).at(-1);
    const status = found && textAt(found.answer, 'data.status');
    return found && status !== undefined && status !== 'sent' ? { at: [found], status } : undefined;
  },
  say: ({ status }) => ({
    reason: `Verifik took the request and did not send the OTP: its status is "${status}", and not "sent".`,
    ask: ['Does the number have WhatsApp, and can it get messages? Ask Verifik what the status means.'],
    next: ['authrig verifik phone'],
  }),
});

const clientBlocked = cause({
  name: 'verifik.client-blocked',
  row: 'R-VER-7',
  source: on('"API Key Access via Phone"; its errors are beyond the page'),
  detect: (recording) => {
    const found = sends(recording).findLast(
      (call) => codeOf(call) === 'Forbidden' || (codeOf(call) === undefined && call.status === 403),
    );
    return found && { at: [found] };
  },
  say: () => ({
    reason: 'Verifik knows the client and refuses to log it in.',
    ask: ['Is the account active, and is its plan paid? Only Verifik can tell.'],
    next: ['authrig verifik phone'],
  }),
});

/** Before an OTP is there, the most telling first. */
export const verifikSendCauses: readonly Cause[] = [
  missingParameter,
  noClient,
  clientBlocked,
  badPhone,
  notSent,
];
