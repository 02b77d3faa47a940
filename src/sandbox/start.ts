import type { SandboxClock } from './clock.ts';
import type { ControlCall } from './control/call.ts';
import type { Faults } from './faults.ts';
import type { Outbox } from './outbox.ts';
import { isOfThePage } from './page/routes.ts';
import { createParts, type Parts } from './parts.ts';
import type { Arrangement, Recipients } from './recipients.ts';
import type { LoggedRequest } from './request-log.ts';
import { type Served, serveAt, settingsOf, type Stand } from './served.ts';
import { listen } from './server.ts';
import type { SandboxOptions } from './options.ts';
import type { SignIns } from './sign-ins.ts';
import type { SavedState } from './state-file.ts';
import type { Switches } from './switches.ts';

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

/** Starts a sandbox on loopback with every provider that is handed in. Throws `local` where the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, providers, port = 0 } = options;
  const stands = await Promise.all(
    providers.map(async ({ name, sandbox }) => ({ name, module: await sandbox() })),
  );
  const parts = partsFor(stands, options);
  let served: Served | undefined;
  const server = await listen({
    port,
    clock,
    now: () => parts.clock.now(),
    routesAt: (origin) => {
      served = serveAt(origin, stands, parts, options);
      return served.routes;
    },
    observe: (request, answer) => {
      // Whoever watches the sandbox must not push out what it watches for.
      if (request.path.startsWith('/__sandbox/') || isOfThePage(request)) return;
      served?.log.add(request, answer, parts.clock.now());
      parts.changes.tell('requests');
    },
  });
  if (served === undefined) throw new Error('The server listens and serves nothing.');
  const { log, control, reset } = served;
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

function partsFor(stands: readonly Stand[], { clock, randomBytes, seed, beginning }: SandboxOptions): Parts {
  const brought = stands.map(({ module }) => module.recipients ?? {});
  return createParts({
    real: clock,
    randomBytes,
    seed,
    beginning,
    switches: stands.flatMap(({ module }) => module.switches ?? []),
    recipients: Object.assign({}, ...brought) as Record<string, Arrangement>,
  });
}
