import { isIP } from 'node:net';

/** What DNS says of a host: its addresses by kind, that there is no such host, or nothing at all. */
export type LookUp =
  | { readonly found: { readonly ipv4: boolean; readonly ipv6: boolean } }
  | { readonly unknown: true }
  | { readonly silent: string };

/** Codes by which the servers say that there is no such name, or no address of this kind. */
const saidNo = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the name servers for a host, and gives up when the signal says so. The system's own look-up can't be given up: it
 * holds a thread until the last name server was waited for, and the process does not end before.
 */
export async function lookUp(host: string, signal: AbortSignal): Promise<LookUp> {
  const bare = host.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  if (family !== 0) return { found: { ipv4: family === 4, ipv6: family === 6 } };
  if (bare === 'localhost') return { found: { ipv4: true, ipv6: true } };
  const { Resolver } = await import('node:dns/promises');
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [ipv4, ipv6] = await Promise.all([
      outcome(resolver.resolve4(bare)),
      outcome(resolver.resolve6(bare)),
    ]);
    if (ipv4 === 'found' || ipv6 === 'found')
      return { found: { ipv4: ipv4 === 'found', ipv6: ipv6 === 'found' } };
    return saidNo.has(ipv4) || saidNo.has(ipv6) ? { unknown: true } : { silent: ipv4 };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function outcome(answer: Promise<readonly string[]>): Promise<string> {
  try {
    return (await answer).length > 0 ? 'found' : 'ENODATA';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'EFAILED';
  }
}

/** The kinds of address that this machine has towards other machines. */
export async function addressesHere(): Promise<{ readonly ipv4: boolean; readonly ipv6: boolean }> {
  const { networkInterfaces } = await import('node:os');
  const outward = Object.values(networkInterfaces())
    .flat()
    .filter((each) => each !== undefined && !each.internal && !each.address.startsWith('fe80:'));
  return {
    ipv4: outward.some((each) => each?.family === 'IPv4'),
    ipv6: outward.some((each) => each?.family === 'IPv6'),
  };
}
