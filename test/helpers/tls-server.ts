import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import type { TlsOptions } from 'node:tls';
import { listen } from './bad-server.ts';

const folder = new URL('../fixtures/tls/', import.meta.url);

/** The authority that signed `server.pem`, `expired.pem` and `other-host.pem`, as a path for NODE_EXTRA_CA_CERTS. */
export const testCa = fileURLToPath(new URL('ca.pem', folder));

export interface TlsServer {
  readonly port: number;
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

function read(name: string): Buffer {
  return readFileSync(new URL(name, folder));
}

/** An https server on 127.0.0.1 with one of the test certificates, which answers `{"ok":true}` unless told else. */
export async function tlsServer(
  certificate: string,
  options: TlsOptions = {},
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => {
    response.end('{"ok":true}');
  },
): Promise<TlsServer> {
  const server = createServer({ key: read('server.key'), cert: read(certificate), ...options }, answer);
  server.on('tlsClientError', () => {});
  const port = await listen(server);
  return {
    port,
    url: `https://127.0.0.1:${port}/sessions?apikey=query-secret`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
