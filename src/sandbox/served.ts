import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';
import type { Endpoint } from '../http/contract.ts';
import { type ControlCall, routeOf } from './control/call.ts';
import { controlCalls, type Controlled } from './control/calls.ts';
import { type Placed, vendorRoutes } from './mount.ts';
import { notifier } from './notify.ts';
import { pageRoutes } from './page/routes.ts';
import type { Parts } from './parts.ts';
import { type PortalDoor, portalDoor } from './portal.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import type { Route } from './route.ts';
import type { SandboxOptions } from './options.ts';
import { isLiteral } from './switches.ts';
import type { SandboxModule } from './vendor.ts';

/** A vendor, and the name of its provider. */
export interface Stand {
  readonly name: string;
  readonly module: SandboxModule;
}

/** What stands behind the server: it can be made when its origin is known, and not before. */
export interface Served {
  readonly routes: readonly Route[];
  readonly control: readonly ControlCall[];
  readonly log: RequestLog;
  /** Forgets everything, and begins anew. */
  reset(): void;
}

/** Puts every vendor at its place, in the state that was asked for. Throws `usage` for a switch that there is not. */
export function serveAt(
  origin: string,
  stands: readonly Stand[],
  parts: Parts,
  options: SandboxOptions,
): Served {
  const { clock: realClock, state } = options;
  const placed = stands.map((stand) => place(stand, parts, origin, realClock));
  const log = createRequestLog(secretsOf(placed));
  const portal = portalAt(origin, stands, parts, options);
  const begin = (): void => {
    arrange(parts, options);
    for (const { vendor } of placed) vendor.seed?.();
  };
  const reset = (): void => {
    parts.clear();
    log.reset();
    portal.reset();
    begin();
  };
  begin();
  if (state !== undefined) goOn(parts, state, options);
  const rig = {
    ...parts,
    ...controlledAt(origin, stands, placed),
    realClock,
    log,
    reset,
    stop: options.onStop,
  };
  const control = controlCalls(rig);
  const routes = [
    ...control.map(routeOf),
    ...pageRoutes(rig),
    portal.route,
    ...placed.flatMap((each) => vendorRoutes(each, { ...parts, realClock })),
  ];
  return { routes, control, log, reset };
}

function arrange(parts: Parts, { switches = {}, recipients = {} }: SandboxOptions): void {
  for (const [name, value] of Object.entries(switches)) {
    const wrong = parts.switches.set(name, value);
    if (wrong !== undefined) throw new CliError('usage', wrong);
  }
  for (const [to, arrangement] of Object.entries(recipients)) parts.recipients.arrange(to, arrangement);
}

/** What was asked for at the start stands above what a state file holds, as its time does. */
function goOn(parts: Parts, saved: NonNullable<SandboxOptions['state']>, options: SandboxOptions): void {
  const { beginning } = options;
  parts.clock.load(saved.clock);
  parts.tables.load(saved.tables);
  arrange(parts, options);
  if (beginning?.at !== undefined) parts.clock.reset();
  else if (beginning?.frozen === true) parts.clock.freeze(true);
}

function portalAt(
  origin: string,
  stands: readonly Stand[],
  { clock, randomness, outbox }: Parts,
  { clock: realClock }: SandboxOptions,
): PortalDoor {
  return portalDoor({
    clock,
    realClock,
    randomBytes: randomness('portal'),
    outbox,
    settings: settingsOf(stands, origin),
    origin,
    parts: stands.flatMap(({ name, module: { portal: part } }) =>
      part === undefined ? [] : [{ name, load: part }],
    ),
  });
}

type Named = 'providers' | 'mounts' | 'settings' | 'links' | 'emulates' | 'operations';

/** What the rig's own calls and its page say of the vendors. */
function controlledAt(
  origin: string,
  stands: readonly Stand[],
  placed: readonly Placed[],
): Pick<Controlled, Named> {
  return {
    providers: stands.map(({ name }) => name),
    mounts: Object.fromEntries(stands.map(({ name, module }) => [name, origin + module.mount])),
    settings: settingsOf(stands, origin),
    links: linksOf(placed, origin),
    emulates: Object.fromEntries(stands.map(({ name, module }) => [name, module.emulates])),
    operations: Object.fromEntries(placed.map(({ name, vendor }) => [name, Object.keys(vendor.contract)])),
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

/** Base URLs and sandbox keys, by setting name. */
export function settingsOf(stands: readonly Stand[], origin: string): Record<string, string> {
  return Object.assign(
    {},
    ...stands.map(({ module: { settings, baseUrlSetting, mount, web } }) => ({
      ...settings,
      [baseUrlSetting]: origin + mount,
      ...(web === undefined ? {} : { [web.setting]: origin + web.mount }),
    })),
  ) as Record<string, string>;
}
