import type { TLSSocket } from 'node:tls';
import type { Machine } from '../machine.ts';

/** What a server shows of itself in a handshake that this machine trusts. */
export interface Certificate {
  /** Milliseconds since 1970. */
  readonly validTo: number;
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
}

/**
 * The certificate of an https server, seen in a handshake of its own that ends before anything is asked for. Fails as the
 * handshake does, and when the signal ends it.
 */
export async function readCertificate(
  url: URL,
  env: Machine['env'],
  signal: AbortSignal,
): Promise<Certificate> {
  const [{ default: https }, { chooseProxy }] = await Promise.all([
    import('node:https'),
    import('./proxy-choice.ts'),
  ]);
  const proxy = chooseProxy(url, env);
  const tunnel = proxy && (await (await import('./proxy.ts')).createTunnel(proxy, url));
  // A request that waits for its proxy ends no sooner than the opening of the tunnel does.
  const abandon = (): void => tunnel?.abandon(signal.reason as Error);
  signal.addEventListener('abort', abandon, { once: true });
  try {
    signal.throwIfAborted();
    return await new Promise<Certificate>((resolve, reject) => {
      const options = { method: 'HEAD', rejectUnauthorized: true, signal, agent: tunnel?.agent ?? false };
      const request = https.request(new URL('/', url), options);
      const look = (socket: TLSSocket) => (): void => {
        resolve({
          validTo: Date.parse(socket.getPeerCertificate().valid_to),
          protocol: socket.getProtocol() ?? 'TLS',
        });
        request.destroy();
      };
      request.on('error', reject);
      request.once('socket', (socket) => {
        const secure = socket as TLSSocket;
        // Through a proxy the handshake is over by now.
        if (secure.connecting || !secure.authorized) secure.once('secureConnect', look(secure));
        else look(secure)();
      });
      request.flushHeaders();
    });
  } finally {
    signal.removeEventListener('abort', abandon);
    tunnel?.abandon();
  }
}
