import { creators, type Exchange, harFile, json } from '../../helpers/capture.ts';
import type { Made } from './made.ts';

const url = 'https://api2.juvlon.com/v4/verifyOneTimeCode';
const call = { url, ...json({ apiKey: 'planted-juvlon-key', token: 'OJUWLB', otp: '9078' }) };
const lost = (error: string | undefined, creator = creators.chrome): string =>
  harFile([{ ...call, status: 0, took: 5000, ...(error === undefined ? {} : { error }) }], creator);
const answered = (answer: Partial<Exchange>): string => harFile([{ ...call, ...answer }]);

const inPage = ['juvlon.key-in-page'];
const portal = '<!doctype html><html><title>Welcome to the hotel</title></html>';

export const network: readonly Made[] = [
  { file: 'network-dns', cause: 'network.dns', also: inPage, make: () => lost('net::ERR_NAME_NOT_RESOLVED') },
  {
    file: 'network-refused',
    cause: 'network.refused',
    also: inPage,
    make: () => lost('net::ERR_CONNECTION_REFUSED'),
  },
  {
    file: 'network-tls',
    cause: 'network.tls',
    also: inPage,
    make: () => lost('net::ERR_CERT_AUTHORITY_INVALID'),
  },
  {
    file: 'network-proxy',
    cause: 'network.proxy',
    also: inPage,
    make: () => lost('net::ERR_TUNNEL_CONNECTION_FAILED'),
  },
  { file: 'network-timeout', cause: 'network.timeout', also: inPage, make: () => lost('net::ERR_TIMED_OUT') },
  {
    file: 'network-cut-off',
    cause: 'network.cut-off',
    also: inPage,
    make: () => lost('net::ERR_CONNECTION_RESET'),
  },
  {
    file: 'network-offline',
    cause: 'network.offline',
    also: inPage,
    make: () => lost('net::ERR_INTERNET_DISCONNECTED'),
  },
  {
    file: 'network-blocked-in-browser',
    cause: 'network.blocked-in-browser',
    also: inPage,
    make: () => lost('net::ERR_BLOCKED_BY_CLIENT'),
  },
  {
    file: 'network-no-answer',
    cause: 'network.no-answer',
    says: 'after 5 s',
    make: () => lost(undefined, creators.proxy as never),
  },
  {
    file: 'http-rate-limited',
    cause: 'http.rate-limited',
    says: 'wait 30 s',
    make: () => answered({ status: 429, answer: 'slow down', answerHeaders: { 'retry-after': '30' } }),
  },
  {
    file: 'http-server-error',
    cause: 'http.server-error',
    says: 'HTTP 503',
    make: () => answered({ status: 503, answer: 'upstream' }),
  },
  {
    file: 'http-redirected',
    cause: 'http.redirected',
    says: 'to https://login.example.com',
    make: () =>
      answered({
        status: 302,
        answer: '',
        answerHeaders: { location: 'https://login.example.com/?to=planted' },
      }),
  },
  {
    file: 'http-web-page',
    cause: 'http.web-page',
    make: () => answered({ status: 200, answer: portal, answerHeaders: { 'content-type': 'text/html' } }),
  },
  {
    file: 'http-refused',
    cause: 'http.refused',
    says: 'HTTP 403',
    make: () => answered({ status: 403, answer: 'no' }),
  },
  {
    file: 'http-broken-answer',
    cause: 'http.broken-answer',
    says: 'is no JSON',
    make: () => answered({ answer: '{"code":200,' }),
  },
  {
    file: 'file-no-bodies',
    cause: 'file.no-bodies',
    says: 'lacks the answers’ bodies',
    make: () => answered({}),
  },
  {
    file: 'run-clock-off',
    cause: 'juvlon.code-442',
    also: ['run.clock-off'],
    make: () =>
      answered({
        answer: { code: 442, status: 'Error' },
        answerHeaders: { date: 'Thu, 01 Jan 2026 00:05:00 GMT' },
      }),
  },
  {
    file: 'nobody-knows',
    cause: null,
    says: 'no cause for this by name',
    make: () => answered({ answer: { code: 777, status: 'Error' } }),
  },
  {
    file: 'no-provider-in-it',
    cause: null,
    says: 'No call in the file',
    make: () =>
      harFile([{ url: 'https://portal.example.com/api/login', answer: { ok: false } }], creators.chrome),
  },
];
