import type { Agent } from 'node:http';
import type { ProxyChoice } from './proxy-choice.ts';

/** A way through a proxy for one exchange. */
export interface Tunnel {
  readonly agent: Agent;
  /** Gives up on a proxy that has not opened the tunnel yet, for a reason; does nothing to an open one. */
  abandon(reason?: Error): void;
}

/** A tunnel (CONNECT) through the proxy to the kind of server that the URL names. */
export async function createTunnel(proxy: ProxyChoice, target: URL): Promise<Tunnel> {
  const { HttpProxyAgent, HttpsProxyAgent } = await import('hpagent');
  const opening = new AbortController();
  const options = {
    proxy: withoutBrackets(proxy.url),
    // Handed to the CONNECT request: the proxy's own certificate is checked whatever the environment says.
    proxyRequestOptions: { signal: opening.signal, rejectUnauthorized: true },
  };
  const agent = target.protocol === 'https:' ? new HttpsProxyAgent(options) : new HttpProxyAgent(options);
  return { agent, abandon: (reason) => opening.abort(reason) };
}

/** Node connects to `::1` where a URL says `[::1]`. */
function withoutBrackets(url: URL): URL {
  if (!url.hostname.startsWith('[')) return url;
  const { protocol, username, password, port } = url;
  return { protocol, username, password, port, hostname: url.hostname.slice(1, -1) } as URL;
}
