import type { Clock } from '../clock.ts';
import type { Faults } from './faults.ts';
import type { Literal } from './literal.ts';
import type { Route } from './route.ts';
import { isLiteral, type Switches } from './switches.ts';
import type { SandboxAnswer, SandboxHandler, SandboxModule, SandboxVendor } from './vendor.ts';
import { strikeBefore } from './wire.ts';

/** A vendor at its place. */
export interface Placed {
  readonly name: string;
  readonly module: SandboxModule;
  readonly vendor: SandboxVendor;
}

/** What comes between a vendor and its clients. */
export interface Between {
  readonly faults: Faults;
  readonly literal: Literal;
  readonly switches: Switches;
  /** The machine's clock: a fault takes the client's time, not the sandbox's. */
  readonly realClock: Clock;
}

/** The vendor's calls and pages as routes, its faults and its docs-literal answers in between. */
export function vendorRoutes(placed: Placed, between: Between): Route[] {
  const { mount, web } = placed.module;
  const { contract, handlers, pages = [], webPages = [], wrongMethod } = placed.vendor;
  const routes: Route[] = [];
  for (const [operation, { method, path }] of Object.entries(contract)) {
    const handler = handlers[operation];
    if (handler === undefined) throw new Error(`No handler for ${operation}.`);
    routes.push({ method, path: mount + path, answer: guarded(placed, operation, handler, between) });
    if (wrongMethod !== undefined) routes.push({ method: 'ALL', path: mount + path, answer: wrongMethod });
  }
  const places = [
    ...pages.map((page) => ({ ...page, path: mount + page.path })),
    ...webPages.map((page) => ({ ...page, path: (web?.mount ?? mount) + page.path })),
  ];
  for (const page of places)
    routes.push({ ...page, ownOrigin: true, answer: pageAnswer(page.answer, between) });
  return routes;
}

/** ALL-12: a page takes and shows the values that a client got from the vendor's printed answers. */
function pageAnswer(answer: SandboxHandler, { literal, switches }: Between): SandboxHandler {
  return async (request) => {
    if (!isLiteral(switches)) return answer(request);
    const answered = await answer(literal.read(request));
    return JSON.parse(literal.show(JSON.stringify(answered))) as SandboxAnswer;
  };
}

function guarded(
  { name, vendor }: Placed,
  operation: string,
  handler: SandboxHandler,
  { faults, literal, switches, realClock }: Between,
): Route['answer'] {
  const endpoint = vendor.contract[operation];
  return async (request, signal): Promise<SandboxAnswer> => {
    const fault = faults.strike(name, operation);
    const early = fault && (await strikeBefore(fault, realClock, signal));
    if (early !== undefined) return { ...early, ...(fault === undefined ? {} : { fault }) };
    const asPrinted = endpoint !== undefined && isLiteral(switches);
    const answered = await handler(asPrinted ? literal.read(request) : request);
    const answer = asPrinted ? literal.write(endpoint, request, answered) : answered;
    return fault === undefined ? answer : { ...answer, fault };
  };
}
