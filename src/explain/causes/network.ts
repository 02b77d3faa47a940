import { type Case, type Exchange, lastExchanges } from '../case.ts';
import { type Cause, cause, inWords } from '../cause.ts';

/** What an exchange that got no answer says of it, in our own words or in a browser's. */
interface Failure {
  readonly name: string;
  readonly says: RegExp;
  readonly reason: (host: string) => string;
  readonly ask: readonly string[];
  readonly next: readonly string[];
}

const doctor = 'authrig doctor';

/** The first that fits is it: a proxy's failure speaks of connections too. */
const failures: readonly Failure[] = [
  {
    name: 'proxy',
    says: /the proxy |ERR_PROXY_|ERR_TUNNEL_|NS_ERROR_PROXY_/i,
    reason: (host) => `The proxy on the way to ${host} did not open the connection.`,
    ask: ['Which proxy does the machine use, does it want a password, and does it let this host through?'],
    next: [doctor, 'echo $HTTPS_PROXY $NO_PROXY'],
  },
  {
    name: 'dns',
    says: /^DNS |: DNS |ENOTFOUND|EAI_|ERR_NAME_NOT_RESOLVED|NS_ERROR_UNKNOWN_HOST|hostname could not be found/i,
    reason: (host) => `The name ${host} could not be looked up: DNS knows it not, or did not answer.`,
    ask: ['Is the machine online, is the base URL spelt right, and does a VPN bring a DNS of its own?'],
    next: [doctor, 'authrig config list'],
  },
  {
    name: 'tls',
    says: /certificate|TLS|ERR_CERT_|ERR_SSL_|SEC_ERROR|SSL_ERROR|secure connection/i,
    reason: (host) =>
      `No safe connection to ${host} came about: its certificate or its TLS was not accepted.`,
    ask: [
      'Does a company’s proxy open TLS here? Then its certificate authority has to be named in NODE_EXTRA_CA_CERTS.',
      'Is the clock of the machine right? A certificate is good from one day to another.',
    ],
    next: [doctor],
  },
  {
    name: 'refused',
    says: /refused the connection|ECONNREFUSED|ERR_CONNECTION_REFUSED|NS_ERROR_CONNECTION_REFUSED|could not connect to the server/i,
    reason: (host) => `${host} refused the connection: nothing listens there, or a firewall says no.`,
    ask: ['Is the base URL right, port included? If it is the sandbox, is it running?'],
    next: [doctor, 'authrig sandbox start'],
  },
  {
    name: 'timeout',
    says: /did not (?:answer|accept|finish|find|open)[^.]* within|ETIMEDOUT|ERR_(?:CONNECTION_)?TIMED_OUT|NS_ERROR_NET_TIMEOUT|timed out/i,
    reason: (host) => `${host} did not answer in time.`,
    ask: ['Is it slow for everybody, or does a firewall drop the packets of this network alone?'],
    next: [doctor],
  },
  {
    name: 'cut-off',
    says: /closed the connection without|broke off the connection|was cut off|ECONNRESET|EPIPE|ERR_CONNECTION_(?:RESET|CLOSED)|ERR_EMPTY_RESPONSE|NS_ERROR_NET_(?:RESET|INTERRUPT|PARTIAL)|network connection was lost/i,
    reason: (host) =>
      `The connection to ${host} was lost before the answer was there. The call may have taken effect.`,
    ask: ['Does it happen again? A load balancer, an antivirus or a bad mobile network does this.'],
    next: [doctor],
  },
  {
    name: 'offline',
    says: /no route to|ENETUNREACH|EHOSTUNREACH|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_ADDRESS_UNREACHABLE|NS_ERROR_OFFLINE|appears to be offline/i,
    reason: (host) => `There was no way to ${host}: the machine was offline, or changed its network.`,
    ask: ['Was the network lost at that moment, or a VPN switched?'],
    next: [doctor],
  },
  {
    name: 'blocked-in-browser',
    says: /ERR_BLOCKED|ERR_FAILED|ERR_ABORTED|NS_BINDING_ABORTED|NS_ERROR_DOM_BAD_URI|CORS|access control/i,
    reason: (host) =>
      `The browser itself stopped the call to ${host}: a blocker, a page that was left, or CORS.`,
    ask: ['Is an ad blocker on, and does the page call the provider itself? Its calls belong on the server.'],
    next: [doctor],
  },
];

/** The last exchange with a provider where it got no answer, and all that is told of it. */
function unanswered(recording: Case): { exchange: Exchange; said: string } | undefined {
  const exchange = lastExchanges(recording).find(({ state }) => state === 'lost');
  if (exchange === undefined) return undefined;
  const told = recording.verdict?.kind === 'network' ? recording.verdict.message : undefined;
  return { exchange, said: (exchange.error ?? told ?? '').slice(0, longestSaid) };
}

/** Of what is said of a failure so much is read: sentences of ours are shorter. */
const longestSaid = 2000;

function failureIn(said: string): Failure | undefined {
  return failures.find(({ says }) => says.test(said));
}

const known = failures.map(({ name, says: _says, reason, ask, next }) =>
  cause({
    name: `network.${name}`,
    row: 'ALL-10',
    detect: (recording) => {
      const found = unanswered(recording);
      return found && failureIn(found.said)?.name === name ? { at: [found.exchange] } : undefined;
    },
    say: ({ at }) => ({ reason: reason(at[0]?.url.host ?? 'the host'), ask, next }),
  }),
);

const noAnswer = cause({
  name: 'network.no-answer',
  row: 'ALL-09',
  detect: (recording) => {
    const found = unanswered(recording);
    const stopped = ['cancelled', 'expired', 'internal'].includes(recording.verdict?.kind ?? '');
    return found && !stopped && failureIn(found.said) === undefined
      ? { at: [found.exchange], took: found.exchange.tookMs }
      : undefined;
  },
  say: ({ at, took }) => ({
    reason: `No answer of ${at[0]?.url.host} is recorded${took === undefined || took === 0 ? '' : `, after ${inWords(took)}`}, and not why. The call may have taken effect.`,
    ask: [
      'Was the page closed or left in that moment? Which line is red in the browser’s network panel, and what does it say?',
    ],
    next: [doctor],
  }),
});

/** Exchanges without an answer, by what the file says of them. */
export const networkCauses: readonly Cause[] = [...known, noAnswer];
