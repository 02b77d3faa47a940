import { type Case, type Exchange, lastExchanges, sandboxHint } from '../case.ts';
import { type Cause, cause } from '../cause.ts';

/** The last answer of each provider: what came before was survived. */
const lastAnswer = (recording: Case, wanted: (exchange: Exchange) => boolean): Exchange | undefined =>
  lastExchanges(recording).find((exchange) => exchange.status > 0 && wanted(exchange));

/** What the browser brings back and what the backend is told is no provider's answer. */
const isAnswer = ({ operation }: Exchange): boolean =>
  !['wayBack', 'callback', 'startAuthentication'].includes(operation);

const isWebPage = ({ body }: Exchange): boolean =>
  /^\s*<(?:!doctype|html|\?xml|head|body)/i.test(body?.slice(0, 1000) ?? '');

const isJson = ({ body = '' }: Exchange): boolean => {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
};

const rateLimited = cause({
  name: 'http.rate-limited',
  row: 'ALL-04, R-JUV-3',
  detect: (recording) => {
    const found = lastAnswer(recording, ({ status }) => status === 429);
    const { command } = recording;
    const wait = /^\d{1,6}$/.exec(found?.answerHeaders['retry-after'] ?? '')?.[0];
    return found && { at: [found], wait, command, hint: sandboxHint(found) };
  },
  say: ({ at, wait, hint, command }) => ({
    reason: `${at[0]?.url.host} limits the rate of requests (HTTP 429)${wait === undefined ? '' : `: it asks to wait ${wait} s`}. Nothing was judged${hint === '' ? '' : `; the sandbox says why: ${hint}`}.`,
    ask: ['How many messages or calls went out in the last hour, and do several machines share one account?'],
    // After the wait; there is nothing else to do.
    next: command === '' ? [] : [`authrig ${command}`],
  }),
});

const serverError = cause({
  name: 'http.server-error',
  row: 'ALL-04',
  detect: (recording) => {
    const found = lastAnswer(recording, ({ status }) => status >= 500 && status !== 511);
    return found && { at: [found] };
  },
  say: ({ at: [found] }) => ({
    reason: `${found?.url.host} failed on its own side (HTTP ${found?.status}). The call may have taken effect all the same.`,
    ask: [
      'Does it happen to others too? The provider’s status page, or a second try in some minutes, tells.',
    ],
    next: ['authrig doctor'],
  }),
});

const redirected = cause({
  name: 'http.redirected',
  row: 'ALL-01',
  detect: (recording) => {
    const found = lastAnswer(recording, (each) => isAnswer(each) && each.status >= 300 && each.status < 400);
    const to = found?.answerHeaders['location'] ?? '';
    return found && { at: [found], to: URL.canParse(to) ? new URL(to).origin : 'another path' };
  },
  say: ({ at, to }) => ({
    reason: `${at[0]?.url.host} answered with a redirect to ${to}, which is not followed: a key is sent to no other address.`,
    ask: ['Did the provider move, or does a login page or a proxy stand in the way?'],
    next: ['authrig config list'],
  }),
});

const webPage = cause({
  name: 'http.web-page',
  row: 'ALL-04',
  detect: (recording) => {
    const found = lastAnswer(
      recording,
      (each) =>
        isAnswer(each) &&
        isWebPage(each) &&
        (each.status < 500 || each.status === 511) &&
        each.status !== 429,
    );
    return found && { at: [found] };
  },
  say: ({ at }) => ({
    reason: `A web page came in the place of ${at[0]?.url.host}’s answer: a proxy, a captive portal of a hotel or a train, or a wrong base URL.`,
    ask: ['What shows when the base URL is opened in a browser on that machine?'],
    next: ['authrig doctor', 'authrig config list'],
  }),
});

const brokenJson = cause({
  name: 'http.broken-answer',
  row: 'ALL-04, ALL-05',
  detect: (recording) => {
    const found = lastAnswer(
      recording,
      (each) =>
        isAnswer(each) && each.status < 300 && each.body !== undefined && !isWebPage(each) && !isJson(each),
    );
    return found && { at: [found], empty: found.body?.trim() === '' };
  },
  say: ({ at, empty }) => ({
    reason: `What ${at[0]?.url.host} answered ${empty ? 'is empty' : 'is no JSON'}, so that nobody can tell how the call ended.`,
    ask: ['Does it happen again? Then report it to the provider, with this ticket.'],
    next: ['authrig doctor'],
  }),
});

const refusedAtTheDoor = cause({
  name: 'http.refused',
  row: 'ALL-04',
  detect: (recording) => {
    const found = lastAnswer(
      recording,
      (each) =>
        [401, 403].includes(each.status) &&
        isAnswer(each) &&
        !isWebPage(each) &&
        Object.keys(each.answer).length === 0,
    );
    return found && { at: [found] };
  },
  say: ({ at: [found] }) => ({
    reason: `${found?.url.host} refused the request with HTTP ${found?.status}, and nothing that it documents: the key is not accepted, or this machine’s address is not.`,
    ask: ['Is a firewall or a list of allowed addresses in front of the provider’s account?'],
    next: ['authrig config list'],
  }),
});

const noBodies = cause({
  name: 'file.no-bodies',
  row: 'ALL-12',
  remark: true,
  detect: ({ source, exchanges }) => {
    const answered = exchanges.filter((each) => each.status >= 200 && isAnswer(each));
    // An export without content writes none, or an empty one.
    const without = answered.filter(
      ({ body, status }) => body === undefined || (body === '' && status >= 400),
    );
    return source !== 'authrig' && without.length > 0
      ? { at: without, all: without.length === answered.length }
      : undefined;
  },
  say: ({ all }) => ({
    reason: `The file lacks ${all ? 'the answers’ bodies' : 'the body of some answers'}, and with them what the provider said.`,
    ask: [
      'Export it anew "with content": Chrome does so where the network panel was open during the sign-in.',
    ],
    next: ['authrig explain FILE'],
  }),
});

/** Answers that are none of the contract's, whoever gave them. */
export const answerCauses: readonly Cause[] = [
  rateLimited,
  serverError,
  redirected,
  webPage,
  refusedAtTheDoor,
  brokenJson,
  noBodies,
];
