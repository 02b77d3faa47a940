import type { Clock } from '../../clock.ts';
import type { RandomBytes } from '../../machine.ts';
import type { Outbox } from '../outbox.ts';
import { unknownRoute, wrongMethod } from '../refusals.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';
import { createCall } from './call.ts';
import { indexView, type Shown } from './index-page.ts';
import { portalPage } from './layout.ts';
import { mailboxView } from './mailbox.ts';
import { createMistakes, type Mistakes } from './mistakes.ts';
import type { CreatePortalPart, PortalPage, PortalPart, PortalRequest, Visitor } from './part.ts';
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
  answer(request: SandboxRequest): Promise<SandboxAnswer>;
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
  const pages: PortalPage[] = [
    ...ownPages(parts, mistakes, outbox),
    ...parts.flatMap(({ path, part }) => part.pages.map((page) => ({ ...page, path: path + page.path }))),
  ];
  const visitors = createVisitors(randomBytes, new URL(origin).port, home);

  return {
    answer: async (request) => {
      const found = pages.flatMap((page) => {
        const params = paramsOf(page.path, request.path);
        return params === undefined ? [] : [{ page, params }];
      });
      const taken = found.find(({ page }) => takes(page, request.method));
      if (taken === undefined)
        return found.length === 0 ? unknownRoute(origin) : wrongMethod(found.map(({ page }) => page.method));
      const wanted = taken.page.foreign === true ? foreignOrigin : origin;
      if (taken.page.method === 'GET' && request.headers['host'] !== new URL(wanted).host)
        return moved(wanted + request.path, request.query);
      let setCookie: string | undefined;
      let known = visitors.find(request.headers['cookie']);
      const visitor = (): Visitor => {
        if (known === undefined) ({ visitor: known, setCookie } = visitors.create());
        return known;
      };
      const asked: PortalRequest = { ...request, params: taken.params, visitor };
      const answer = await taken.page.answer(asked);
      if (setCookie === undefined) return answer;
      return { ...answer, headers: { ...answer.headers, 'set-cookie': setCookie } };
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

function takes({ method }: PortalPage, asked: string): boolean {
  return method === 'ANY' || method === (asked === 'HEAD' ? 'GET' : asked);
}

/** What stands in place of the page's `:name` segments; undefined where the path is another page's. */
function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.replace(/\/$/, '').split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, segment] of wanted.entries()) {
    const text = given[place] ?? '';
    if (segment.startsWith(':') && text !== '') params[segment.slice(1)] = text;
    else if (segment !== text) return undefined;
  }
  return params;
}

/** One browser, one origin: a cookie of `localhost` is none of `127.0.0.1`. */
function moved(url: string, query: URLSearchParams): SandboxAnswer {
  return { status: 302, headers: { location: query.size === 0 ? url : `${url}?${query}` }, body: undefined };
}
