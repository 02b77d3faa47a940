import type { Clock } from '../clock.ts';
import type { RandomBytes } from '../machine.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import { controlRoutes } from './control.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { notifier } from './notify.ts';
import { createRequestLog } from './request-log.ts';
import type { Route } from './route.ts';
import { listen } from './server.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import type { SandboxModule, SandboxVendor } from './vendor.ts';

export interface SandboxOptions {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** The vendors, each with its provider's name. */
  readonly providers: readonly { readonly name: string; readonly sandbox: () => Promise<SandboxModule> }[];
  /** 0 for a free one. */
  readonly port?: number;
  /** Called where a client asks the sandbox to stop; without it nobody may. */
  readonly onStop?: () => void;
}

/** A sandbox that listens, with all its state: two of them share nothing. */
export interface Sandbox {
  readonly origin: string;
  /** Base URLs and sandbox keys, by setting name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: SandboxClock;
  readonly outbox: Outbox;
  readonly signIns: SignIns;
  close(): Promise<void>;
}

interface Stand {
  readonly name: string;
  readonly module: SandboxModule;
}

/** Starts a sandbox on loopback with every provider that is handed in. Throws `local` where the port is taken. */
export async function startSandbox({
  clock: real,
  randomBytes,
  providers,
  port = 0,
  onStop,
}: SandboxOptions): Promise<Sandbox> {
  const clock = createSandboxClock(real);
  const outbox = createOutbox(clock);
  const signIns = createSignIns(clock);
  const stands = await Promise.all(
    providers.map(async ({ name, sandbox }) => ({ name, module: await sandbox() })),
  );
  const vendors: Placed[] = [];
  const notify = notifier(real);
  let log = createRequestLog([]);

  function routesAt(origin: string): Route[] {
    for (const { module } of stands) {
      const baseUrl = origin + module.mount;
      const webUrl = module.web === undefined ? '' : origin + module.web.mount;
      const core = { clock, randomBytes, outbox, signIns, baseUrl, webUrl, notify };
      vendors.push({ module, vendor: module.create(core) });
    }
    log = createRequestLog(
      vendors.flatMap(({ vendor }) => Object.values(vendor.contract).flatMap((call) => call.secrets)),
    );
    const mounts = Object.fromEntries(stands.map(({ name, module }) => [name, origin + module.mount]));
    const control = controlRoutes({
      clock,
      realClock: real,
      outbox,
      signIns,
      log,
      mounts,
      reset,
      stop: onStop,
    });
    return [...control, ...vendors.flatMap(vendorRoutes)];
  }

  function reset(): void {
    clock.reset();
    outbox.reset();
    signIns.reset();
    log.reset();
    for (const { vendor } of vendors) vendor.reset();
  }

  const server = await listen(port, routesAt, (request, answer) => {
    // Whoever watches the sandbox must not push out what it watches for.
    if (!request.path.startsWith('/__sandbox/')) log.add(request, answer, clock.now());
  });
  return {
    origin: server.origin,
    settings: settingsOf(stands, server.origin),
    clock,
    outbox,
    signIns,
    close: server.close,
  };
}

interface Placed {
  readonly module: SandboxModule;
  readonly vendor: SandboxVendor;
}

function vendorRoutes({ module: { mount, web }, vendor }: Placed): Route[] {
  const { contract, handlers, pages = [], webPages = [], wrongMethod } = vendor;
  const routes: Route[] = [];
  for (const [name, { method, path }] of Object.entries(contract)) {
    const handler = handlers[name];
    if (handler === undefined) throw new Error(`No handler for ${name}.`);
    routes.push({ method, path: mount + path, answer: handler });
    if (wrongMethod !== undefined) routes.push({ method: 'ALL', path: mount + path, answer: wrongMethod });
  }
  const places = [
    ...pages.map((page) => ({ ...page, path: mount + page.path })),
    ...webPages.map((page) => ({ ...page, path: (web?.mount ?? mount) + page.path })),
  ];
  for (const page of places) routes.push({ ...page, ownOrigin: true });
  return routes;
}

function settingsOf(stands: readonly Stand[], origin: string): Record<string, string> {
  return Object.assign(
    {},
    ...stands.map(({ module: { settings, baseUrlSetting, mount, web } }) => ({
      ...settings,
      [baseUrlSetting]: origin + mount,
      ...(web === undefined ? {} : { [web.setting]: origin + web.mount }),
    })),
  ) as Record<string, string>;
}
