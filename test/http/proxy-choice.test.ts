import { describe, expect, test } from 'vitest';
import { chooseProxy } from '../../src/http/proxy-choice.ts';
import { failureOf } from '../helpers/failure.ts';

function addressFor(url: string, env: Record<string, string>): string | undefined {
  return chooseProxy(new URL(url), env)?.address;
}

describe('F27: which proxy', () => {
  test.each<[string, string, Record<string, string>, string | undefined]>([
    ['none is set', 'https://api.verifik.co/', {}, undefined],
    [
      'the scheme’s own',
      'https://api.verifik.co/',
      { HTTPS_PROXY: 'http://gate:3128', HTTP_PROXY: 'http://no:1' },
      'gate:3128',
    ],
    [
      'plain http has its own',
      'http://codes.example/',
      { HTTPS_PROXY: 'http://no:1', HTTP_PROXY: 'http://gate:8080' },
      'gate:8080',
    ],
    [
      'lower case comes first',
      'https://api.verifik.co/',
      { HTTPS_PROXY: 'http://no:1', https_proxy: 'http://gate:3128' },
      'gate:3128',
    ],
    [
      'for http too',
      'http://codes.example/',
      { HTTP_PROXY: 'http://no:1', http_proxy: 'http://gate:3128' },
      'gate:3128',
    ],
    ['ALL_PROXY is the last', 'https://api.verifik.co/', { ALL_PROXY: 'http://gate:3128' }, 'gate:3128'],
    [
      'behind the scheme’s own',
      'https://api.verifik.co/',
      { all_proxy: 'http://no:1', HTTPS_PROXY: 'http://gate:3128' },
      'gate:3128',
    ],
    [
      'an empty variable counts as unset',
      'https://api.verifik.co/',
      { https_proxy: '', HTTPS_PROXY: ' ' },
      undefined,
    ],
    ['no scheme means http', 'https://api.verifik.co/', { HTTPS_PROXY: 'gate:3128' }, 'gate:3128'],
    ['no port means the scheme’s', 'https://api.verifik.co/', { HTTPS_PROXY: 'https://gate' }, 'gate:443'],
    ['an IPv6 address', 'https://api.verifik.co/', { HTTPS_PROXY: 'http://[::1]:3128' }, '[::1]:3128'],
    [
      'credentials are not part of the address',
      'https://api.verifik.co/',
      { HTTPS_PROXY: 'http://name:hidden@gate:3128' },
      'gate:3128',
    ],
    [
      'another scheme’s does not count',
      'https://api.verifik.co/',
      { HTTP_PROXY: 'http://gate:3128' },
      undefined,
    ],
  ])('%s', (_case, url, env, expected) => {
    expect(addressFor(url, env)).toBe(expected);
  });

  test.each([
    'https://127.0.0.1:4010/',
    'http://127.0.0.1:4010/',
    'https://localhost/',
    'http://[::1]:4010/',
  ])('loopback is never proxied: %s', (url) => {
    const gate = 'http://gate:3128';
    expect(addressFor(url, { HTTPS_PROXY: gate, HTTP_PROXY: gate, ALL_PROXY: gate })).toBeUndefined();
  });

  test('the choice names the variable it came from', () => {
    expect(chooseProxy(new URL('https://api.verifik.co/'), { https_proxy: 'gate:1' })?.variable).toBe(
      'https_proxy',
    );
  });

  test.each([
    'http://',
    'http://hid den',
    'socks5://hidden:1080',
    'http://name:%zzhidden@gate:1',
    'http://hidden:99999',
  ])('T8: %s is refused as `usage`, naming the variable and nothing of the value', (value) => {
    const refused = () => addressFor('https://api.verifik.co/', { HTTPS_PROXY: value });
    const { kind, message, details } = failureOf(refused);
    expect([kind, details.sent]).toEqual(['usage', false]);
    expect(message).toContain('HTTPS_PROXY');
    expect(`${message} ${details.hint}`).not.toMatch(/hid|zz/);
  });
});

describe('F27: NO_PROXY', () => {
  test.each<[list: string, url: string, exempt: boolean]>([
    ['*', 'https://api.verifik.co/', true],
    ['api.verifik.co', 'https://api.verifik.co/', true],
    ['API.Verifik.CO', 'https://api.verifik.co/', true],
    ['api.verifik.co', 'https://api.verifik.co./', true],
    ['verifik.co', 'https://api.verifik.co/', true],
    ['.verifik.co', 'https://api.verifik.co/', true],
    ['.verifik.co', 'https://verifik.co/', true],
    ['*.verifik.co', 'https://api.verifik.co/', true],
    ['ifik.co', 'https://api.verifik.co/', false],
    ['api.verifik.co.example', 'https://api.verifik.co/', false],
    ['co', 'https://api.verifik.co/', true],
    ['.', 'https://api.verifik.co/', false],
    ['juvlon.com, elixir.app verifik.co', 'https://api.verifik.co/', true],
    ['juvlon.com,,elixir.app', 'https://api.verifik.co/', false],
    ['verifik.co:443', 'https://api.verifik.co/', true],
    ['verifik.co:8443', 'https://api.verifik.co/', false],
    ['verifik.co:8443', 'https://api.verifik.co:8443/', true],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['1.2.3', 'https://10.1.2.3/', false],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['10.0.0.0/', 'https://10.1.2.3/', false],
    ['10.0.0.0/8', 'https://api.verifik.co/', false],
    ['2001:db8::1', 'https://[2001:db8::1]/', true],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', true],
    ['[2001:db8::1]:443', 'https://[2001:db8::1]/', true],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]/', false],
    ['2001:db8::/32', 'https://[2001:db8::1]/', true],
    ['10.0.0.0/8', 'https://[2001:db8::1]/', false],
  ])('%s with %s: %s', (list, url, exempt) => {
    const env = { HTTPS_PROXY: 'http://gate:3128', NO_PROXY: list };
    expect(addressFor(url, env)).toBe(exempt ? undefined : 'gate:3128');
  });

  test('the lower-case spelling comes first here too', () => {
    const env = { HTTPS_PROXY: 'http://gate:3128', NO_PROXY: '*', no_proxy: 'juvlon.com' };
    expect(addressFor('https://api.verifik.co/', env)).toBe('gate:3128');
  });
});
