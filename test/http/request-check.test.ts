import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/http/http.ts';
import { checkRequest } from '../../src/http/request-check.ts';
import { failureOf } from '../helpers/failure.ts';

function request(more: Partial<HttpRequest>): HttpRequest {
  return { method: 'GET', url: 'https://api.juvlon.example/verify', headers: {}, ...more };
}

const refusalOf = (more: Partial<HttpRequest>) => failureOf(() => checkRequest(request(more)));

describe('where a request may go', () => {
  test.each([
    'https://api.juvlon.example/verify?apikey=k',
    'https://[2001:db8::1]:8443/',
    'http://127.0.0.1:4010/juvlon',
    'http://127.8.9.1/',
    'http://localhost:4010/',
    'http://[::1]:4010/',
  ])('%s may be called', (url) => {
    expect(checkRequest(request({ url })).href).toBe(url);
  });

  test.each([
    'http://api.juvlon.example/verify',
    'http://localhost.juvlon.example/',
    'http://sandbox.localhost/',
    'http://127.0.0.1.juvlon.example/',
    'http://0.0.0.0/',
    'http://192.168.0.1/',
  ])('S12: %s is plain http to a host that is not loopback', (url) => {
    const { kind, message, details } = refusalOf({ url: `${url}?apikey=query-secret` });
    expect([kind, details.sent]).toEqual(['usage', false]);
    expect(message).toContain(new URL(url).host);
    expect(message).not.toContain('query-secret');
  });

  test('plain http may go anywhere where the caller sends nothing of ours', () => {
    const url = 'http://codes.example/last';
    expect(checkRequest(request({ url, allowPlainHttp: true })).href).toBe(url);
  });

  test.each(['ftp://api.juvlon.example/', 'file:///etc/passwd', 'javascript:alert(1)', 'data:,x'])(
    'S12: %s is not http at all, and stays out even where plain http may go',
    (url) => {
      expect(refusalOf({ url, allowPlainHttp: true }).kind).toBe('usage');
    },
  );

  test.each(['api.juvlon.example/hidden', '/hidden', 'https://', '', 'https://hid den/'])(
    'T8: a URL that is none (%j) is not repeated',
    (url) => {
      const { kind, message, details } = refusalOf({ url });
      expect([kind, details.sent]).toEqual(['usage', false]);
      expect(message).not.toMatch(/hid/);
    },
  );

  test.each(['https://name:hidden@api.juvlon.example/', 'https://hidden@api.juvlon.example/'])(
    'S12 T8: a name or password in the URL is refused and not repeated',
    (url) => {
      const { kind, message, details } = refusalOf({ url });
      expect(kind).toBe('usage');
      expect(`${message} ${details.hint}`).not.toContain('hidden');
    },
  );
});

describe('what headers may carry', () => {
  test.each(['', 'abc\tdef', 'caf\u00E9', '!"#$%&~'])('%j is sent', (value) => {
    expect(() => checkRequest(request({ headers: { 'X-API-Key': value } }))).not.toThrow();
  });

  test.each([
    'hidden\r\nX-Evil: 1',
    'hidden\n',
    'hidden\r',
    'hidden\u0000',
    'hidden\u007F',
    'hidden\u0130',
    '\u{1F511}hidden',
  ])('S13: %j is refused before anything is sent, and not repeated', (value) => {
    const { kind, message, details } = refusalOf({ headers: { 'X-API-Key': value } });
    expect([kind, details.sent]).toEqual(['usage', false]);
    expect(message).toContain('X-API-Key');
    expect(`${message} ${details.hint}`).not.toMatch(/hidden|Evil/);
  });

  test('S13: a name that is none is refused', () => {
    expect(refusalOf({ headers: { 'X-Key: 1\r\nX-Evil': 'a' } }).message).not.toContain('Evil');
  });
});
