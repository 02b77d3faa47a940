import { describe, expect, test, vi } from 'vitest';
import { readCertificate } from '../../src/http/certificate.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { tlsServer } from '../helpers/tls-server.ts';

const never = new AbortController().signal;

/** What a trusted one shows is in test/built/doctor.test.ts: Node reads the authorities when it starts. */
describe('F26: a certificate', () => {
  test.each([
    ['self-signed.pem', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['server.pem', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('%s that is not trusted is not shown', async (file, code) => {
    await using server = await tlsServer(file);
    const read = readCertificate(new URL(server.url), {}, never);
    await expect(read).rejects.toThrow(expect.objectContaining({ code }));
  });

  test('is not waited for any longer when the signal ends it', async () => {
    const controller = new AbortController();
    await using proxy = await proxyServer({ silent: true });
    const env = { HTTPS_PROXY: proxy.url };
    const read = readCertificate(new URL('https://api.juvlon.example'), env, controller.signal);
    const refused = expect(read).rejects.toThrow(/abort/i);
    await vi.waitFor(() => expect(proxy.connects).toEqual(['api.juvlon.example:443']));
    controller.abort();
    await refused;
  });
});
