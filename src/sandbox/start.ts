import type { Clock } from '../clock.ts';
import type { RandomBytes } from '../machine.ts';
import { CliError } from '../errors.ts';
import type { Endpoint } from '../http/contract.ts';
import type { Beginning, SandboxClock } from './clock.ts';
import { type ControlCall, routeOf } from './control/call.ts';
import { controlCalls } from './control/calls.ts';
import type { Faults } from './faults.ts';
import { type Placed, vendorRoutes } from './mount.ts';
import type { Outbox } from './outbox.ts';
import { createParts, type Parts } from './parts.ts';
import { notifier } from './notify.ts';
import { isOfThePage, pageRoutes } from './page/routes.ts';
import { type PortalDoor, portalDoor } from './portal.ts';
import type { Arrangement, Recipients } from './recipients.ts';
import { createRequestLog, type LoggedRequest } from './request-log.ts';
import { listen } from './server.ts';
import type { SignIns } from './sign-ins.ts';
import type { SavedState } from './state-file.ts';
import { isLiteral, type Switches } from './switches.ts';
import type { SandboxModule } from './vendor.ts';

export interface SandboxOptions {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** The vendors, each with its provider's name. */
  readonly providers: readonly { readonly name: string; readonly sandbox: () => Promise<SandboxModule> }[];
  /** 0 for a free one. */
  readonly port?: number | undefined;
  /** The same seed gives the same codes and tokens, also after a reset; ids of messages, requests and faults run on. */
  readonly seed?: string | undefined;
  /** Where its time begins, also after a reset. */
  readonly beginning?: Beginning | undefined;
  /** How it reads what the vendors leave open, by switch; also after a reset. Throws `usage` where one is unknown. */
  readonly switches?: Readonly<Record<string, string>> | undefined;
  /** Codes and fates by recipient; also after a reset. */
  readonly recipients?: Readonly<Record<string, Arrangement>> | undefined;
  /** What an earlier sandbox left, to go on from. */
  readonly state?: SavedState | undefined;
  /** Called where a client asks the sandbox to stop; without it nobody may. */
  readonly onStop?: () => void;
}

/** A sandbox that listens, with all its state: two of them share nothing. */
export interface Sandbox {
  readonly origin: string;
  /** The names of the providers. */
  readonly providers: readonly string[];
  /** Base URLs and sandbox keys, by setting name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: SandboxClock;
  readonly outbox: Outbox;
  readonly signIns: SignIns;
  readonly recipients: Recipients;
  readonly switches: Switches;
  readonly faults: Faults;
  reset(): void;
  /** All that it knows, as plain JSON. */
  save(): SavedState;
  /** Its own calls under `/__sandbox`, for whoever makes them in this process. */
  readonly control: readonly ControlCall[];
  /** What reached it, redacted, oldest first; only what came after the request with the id `since`. */
  requests(since?: number): readonly LoggedRequest[];
  /** Called after whatever may have changed what it knows. Returns the function that ends it. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

interface Stand {
  readonly name: string;
  readonly module: SandboxModule;
}

/** Starts a sandbox on loopback with every provider that is handed in. Throws `local` where the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock: real, randomBytes, providers, port = 0, seed, beginning, state, onStop } = options;
  const stands = await Promise.all(
    providers.map(async ({ name, sandbox }) => ({ name, module: await sandbox() })),
  );
  const parts = createParts({
    real,
    randomBytes,
    seed,
    beginning,
    switches: stands.flatMap(({ module }) => module.switches ?? []),
    recipients: Object.assign({}, ...stands.map(({ module }) => module.recipients ?? {})) as Record<
      string,
      Arrangement
    >,
  });
  let placed: readonly Placed[] = [];
  let log = createRequestLog([]);
  let portal: PortalDoor | undefined;
  let control: readonly ControlCall[] = [];

  function arrange(): void {
    for (const [name, value] of Object.entries(options.switches ?? {})) {
      const wrong = parts.switches.set(name, value);
      if (wrong !== undefined) throw new CliError('usage', wrong);
    }
    for (const [to, arrangement] of Object.entries(options.recipients ?? {}))
      parts.recipients.arrange(to, arrangement);
  }

  function begin(): void {
    arrange();
    for (const { vendor } of placed) vendor.seed?.();
  }

  /** What was asked for at the start stands above what a state file holds, as its time does. */
  function goOnFrom(saved: SavedState): void {
    parts.clock.load(saved.clock);
    parts.tables.load(saved.tables);
    arrange();
    if (beginning?.at !== undefined) parts.clock.reset();
    else if (beginning?.frozen === true) parts.clock.freeze(true);
  }

  function reset(): void {
    parts.clear();
    log.reset();
    portal?.reset();
    begin();
  }

  const server = await listen({
    port,
    clock: real,
    now: () => parts.clock.now(),
    routesAt: (origin) => {
      placed = stands.map((stand) => place(stand, parts, origin, real));
      log = createRequestLog(secretsOf(placed));
      begin();
      if (state !== undefined) goOnFrom(state);
      const settings = settingsOf(stands, origin);
      const rig = {
        ...parts,
        realClock: real,
        log,
        providers: stands.map(({ name }) => name),
        mounts: Object.fromEntries(stands.map(({ name, module }) => [name, origin + module.mount])),
        settings,
        links: linksOf(placed, origin),
        emulates: Object.fromEntries(stands.map(({ name, module }) => [name, module.emulates])),
        operations: Object.fromEntries(
          placed.map(({ name, vendor }) => [name, Object.keys(vendor.contract)]),
        ),
        reset,
        stop: onStop,
      };
      portal = portalDoor({
        clock: parts.clock,
        realClock: real,
        randomBytes: parts.randomness('portal'),
        outbox: parts.outbox,
        settings,
        origin,
        parts: stands.flatMap(({ name, module: { portal: part } }) =>
          part === undefined ? [] : [{ name, load: part }],
        ),
      });
      control = controlCalls(rig);
      return [
        ...control.map(routeOf),
        ...pageRoutes(rig),
        portal.route,
        ...placed.flatMap((each) => vendorRoutes(each, { ...parts, realClock: real })),
      ];
    },
    observe: (request, answer) => {
      // Whoever watches the sandbox must not push out what it watches for.
      if (request.path.startsWith('/__sandbox/') || isOfThePage(request)) return;
      log.add(request, answer, parts.clock.now());
      parts.changes.tell('requests');
    },
  });
  return {
    origin: server.origin,
    providers: stands.map(({ name }) => name),
    settings: settingsOf(stands, server.origin),
    clock: parts.clock,
    outbox: parts.outbox,
    signIns: parts.signIns,
    recipients: parts.recipients,
    switches: parts.switches,
    faults: parts.faults,
    reset,
    save: () => ({ schemaVersion: 1, clock: parts.clock.save(), tables: parts.tables.save() }),
    control,
    requests: (since) => log.list(since),
    onChange: (listener) => parts.changes.listen(listener),
    close: server.close,
  };
}

function place({ name, module }: Stand, parts: Parts, origin: string, real: Clock): Placed {
  const { clock, randomness, outbox, signIns, recipients, switches, tables, literal } = parts;
  const notify = notifier(real);
  const vendor = module.create({
    clock,
    outbox,
    signIns,
    recipients,
    randomBytes: randomness(name),
    baseUrl: origin + module.mount,
    webUrl: module.web === undefined ? '' : origin + module.web.mount,
    notify: (url, method) => notify(isLiteral(switches) ? literal.show(url) : url, method),
    table: (table, limit) => tables.table(`${name} ${table}`, limit),
    reading: switches.get,
  });
  return { name, module, vendor };
}

/** The demo portal, and the pages of vendors that have a title. */
function linksOf(placed: readonly Placed[], origin: string): { title: string; url: string }[] {
  const titled = placed.flatMap(({ module: { mount }, vendor: { pages = [] } }) =>
    pages.flatMap(({ title, path }) => (title === undefined ? [] : [{ title, url: origin + mount + path }])),
  );
  const hasPortal = placed.some(({ module }) => module.portal !== undefined);
  return hasPortal ? [{ title: 'Demo portal', url: `${origin}/__sandbox/portal` }, ...titled] : titled;
}

function secretsOf(placed: readonly Placed[]): string[] {
  return placed.flatMap(({ vendor }) => Object.values(vendor.contract).flatMap(secretsOfCall));
}

function secretsOfCall({ secrets, sentSecrets = [] }: Endpoint<never>): readonly string[] {
  return [...secrets, ...sentSecrets];
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
