import type { Clock } from '../../clock.ts';
import type { RandomBytes } from '../../machine.ts';
import type { Outbox } from '../outbox.ts';
import { unknownRoute, wrongMethod } from '../refusals.ts';
import type { Route } from '../route.ts';
import { createRouter } from '../router.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';
import { createCall } from './call.ts';
import { indexView, type Shown } from './index-page.ts';
import { portalPage } from './layout.ts';
import { mailboxView } from './mailbox.ts';
import { createMistakes, type Mistakes } from './mistakes.ts';
import type { CreatePortalPart, PortalPage, PortalPart, Visitor } from './part.ts';
import { createVisitors } from './visitors.ts';

export interface PortalOptions {
  readonly clock: Clock;
  /** The machine's clock. */
  readonly realClock: Clock;
  readonly randomBytes: RandomBytes;
  readonly outbox: Outbox;
  readonly settings: Readonly<Record<string, string>>;
  readonly origin: string;
  /** The vendors whose integrator is shown, each by its provider's name. */
  readonly parts: readonly { readonly name: string; readonly load: () => Promise<CreatePortalPart> }[];
}

export interface Portal {
  readonly answer: Route['answer'];
}

const home = '/__sandbox/portal';

/** The demo portal: an integrator's web application in front of this sandbox. */
export async function createPortal(options: PortalOptions): Promise<Portal> {
  const { origin, randomBytes, outbox } = options;
  const parts: Shown[] = [];
  const mistakes = createMistakes(() => parts.flatMap(({ part }) => part.mistakes), home);
  const foreignOrigin = origin.replace('127.0.0.1', 'localhost');
  const call = createCall(origin, options.realClock);
  for (const { name, load } of options.parts) {
    const path = `${home}/${name}`;
    const create = await load();
    const part: PortalPart = create({
      ...options,
      foreignOrigin,
      path,
      mistakes,
      call,
      page: (view) =>
        portalPage(view, {
          part: { title: part.title, path },
          mistakes: part.mistakes.filter(({ id }) => mistakes.has(id)),
          home,
        }),
    });
    parts.push({ path, part });
  }
  const visitors = createVisitors(randomBytes, new URL(origin).port, home);

  async function serve(page: PortalPage, request: SandboxRequest): Promise<SandboxAnswer> {
    const wanted = page.foreign === true ? foreignOrigin : origin;
    if (page.method === 'GET' && request.headers['host'] !== new URL(wanted).host)
      return moved(wanted + request.path, request.query);
    let setCookie: string | undefined;
    let known = visitors.find(request.headers['cookie']);
    const visitor = (): Visitor => {
      if (known === undefined) ({ visitor: known, setCookie } = visitors.create());
      return known;
    };
    const answer = await page.answer({ ...request, visitor });
    if (setCookie === undefined) return answer;
    return { ...answer, headers: { ...answer.headers, 'set-cookie': setCookie } };
  }

  const pages: readonly PortalPage[] = [
    ...ownPages(parts, mistakes, outbox),
    ...parts.flatMap(({ path, part }) => part.pages.map((page) => ({ ...page, path: path + page.path }))),
  ];
  const router = createRouter(
    pages.map((page) => ({ ...page, answer: async (request) => serve(page, request) })),
  );
  return {
    answer: async (request, signal) => {
      const found = router.find(request.method, request.path.replace(/\/$/, ''));
      if ('route' in found) return found.route.answer({ ...request, params: found.params }, signal);
      return found.length === 0 ? unknownRoute(origin, '') : wrongMethod(found);
    },
  };
}

function ownPages(parts: readonly Shown[], mistakes: Mistakes, outbox: Outbox): PortalPage[] {
  const around = { mistakes: [], home };
  return [
    {
      method: 'GET',
      path: home,
      answer: () => portalPage(indexView(parts, mistakes.has, home), around),
    },
    { method: 'GET', path: `${home}/mailbox`, answer: () => portalPage(mailboxView(outbox), around) },
    { method: 'GET', path: `${home}/mistakes`, answer: mistakes.list },
    { method: 'POST', path: `${home}/mistakes`, answer: mistakes.change },
  ];
}

/** One browser, one origin: a cookie of `localhost` is none of `127.0.0.1`. */
function moved(url: string, query: URLSearchParams): SandboxAnswer {
  return { status: 302, headers: { location: query.size === 0 ? url : `${url}?${query}` }, body: undefined };
}
