import type { Effect } from '../http/contract.ts';
import { isLoopback } from '../http/address.ts';
import { providers } from '../providers/index.ts';

/** One documented call, and where it is made. */
export interface Place {
  readonly provider: string;
  readonly operation: string;
  readonly effect: Effect;
  readonly path: string;
  /** The hosts of the provider's base URLs. */
  readonly hosts: readonly string[];
  /** Names of members that are secret, in the request and in the answer. */
  readonly sentSecrets: readonly string[];
  readonly secrets: readonly string[];
}

/** Every documented call of every provider, from the contracts and the base URLs that settings begin with. */
export async function readPlaces(): Promise<Place[]> {
  const lists = await Promise.all(
    providers.map(async ({ name, settings, contract }) => {
      const hosts = settings.flatMap((setting) =>
        setting.name.endsWith('Url') && setting.default !== undefined
          ? [new URL(setting.default).hostname]
          : [],
      );
      return Object.entries(await contract()).map(
        ([operation, { path, effect, secrets, sentSecrets = [] }]) => {
          return {
            provider: name,
            operation,
            effect,
            path,
            hosts,
            secrets,
            sentSecrets: [...secrets, ...sentSecrets],
          };
        },
      );
    }),
  );
  return lists.flat();
}

/**
 * The call that goes to this address: on the provider's own host or on this machine, where a sandbox has it behind a
 * prefix. JEK-32: the vendor's prose leaves out the beginning of the path, so its end decides.
 */
export function placeOf(url: URL, places: readonly Place[]): Place | undefined {
  const path = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname;
  return places.find(
    (place) => path.endsWith(place.path) && (isLoopback(url.hostname) || place.hosts.includes(url.hostname)),
  );
}
