import type { Portal, PortalOptions } from './portal/portal.ts';
import type { Route } from './route.ts';

export type { PortalOptions } from './portal/portal.ts';

/** The way to the demo portal: one route, whose modules are loaded when somebody first asks for it. */
export interface PortalDoor {
  readonly route: Route;
  /** Forgets the portal; the next request finds a new one. */
  reset(): void;
}

/** Everything under `/__sandbox/portal`, and nothing of it before the first request. */
export function portalDoor(options: PortalOptions): PortalDoor {
  let portal: Promise<Portal> | undefined;
  const open = async (): Promise<Portal> => {
    const { createPortal } = await import('./portal/portal.ts');
    return createPortal(options);
  };
  return {
    route: {
      method: 'ALL',
      path: '/__sandbox/portal/*',
      ownOrigin: true,
      answer: async (request, signal) => {
        portal ??= open();
        return (await portal).answer(request, signal);
      },
    },
    reset: () => {
      portal = undefined;
    },
  };
}
