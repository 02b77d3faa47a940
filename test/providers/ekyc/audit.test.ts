import { describe, expect, test } from 'vitest';
import { audit } from '../../../src/providers/ekyc/audit.ts';
import { authrig } from '../../helpers/rig.ts';

const identifierUrl = 'https://identifier.ekyc.com';
const random = '3f9c1b7a5e2d4c6f8a0b1c2d3e4f5a6b';
const bad = (given: { callbackUrl?: string; authUrl?: string }) =>
  audit({ identifierUrl, ...given })
    .filter(({ status }) => status === 'bad')
    .map(({ name }) => name);
const start = (query: string) => `${identifierUrl}/start-authentication?${query}`;

describe('the callback URL', () => {
  test('EKY-54: a guessable one is bad, and the hint says what to register', () => {
    expect(bad({ callbackUrl: 'https://portal.example.com/callback' })).toEqual(['callback secret']);
    expect(bad({ callbackUrl: 'https://portal.example.com/api/v1/ekyc/notifications/verification' })).toEqual(
      ['callback secret'],
    );
  });

  test.each([`https://portal.example.com/callback/${random}`, `https://portal.example.com/cb?key=${random}`])(
    'EKY-54: %s is good',
    (callbackUrl) => {
      expect(bad({ callbackUrl })).toEqual([]);
    },
  );

  test.each([
    `https://portal.example.com/callback/${'a'.repeat(32)}`,
    `https://portal.example.com/callback/${'1a'.repeat(16)}`,
    'https://portal.example.com/callback-v1-notifications',
    'https://portal.example.com/EkycNotificationCallback',
  ])('EKY-54: %s is long and no secret', (callbackUrl) => {
    expect(bad({ callbackUrl })).toEqual(['callback secret']);
  });

  test('a placeholder in it is bad', () => {
    expect(bad({ callbackUrl: `https://portal.example.com/${random}/{secret}` })).toEqual(['placeholders']);
    expect(bad({ callbackUrl: `https://portal.example.com/${random}?key=YOUR_KEY` })).toEqual([
      'placeholders',
    ]);
    expect(bad({ callbackUrl: `https://portal.example.com/EKYC_CALLBACK/${random}` })).toEqual([]);
  });

  test('a user name or password in it is doubtful', () => {
    const found = audit({ identifierUrl, callbackUrl: `https://user:pw@portal.example.com/${random}` });
    expect(found.filter(({ status }) => status === 'doubtful')).toMatchObject([
      { name: 'callback URL', detail: expect.stringContaining('user name or password') as string },
    ]);
  });

  const hintsFor = (callbackUrl: string) =>
    audit({ identifierUrl, callbackUrl })
      .map(({ hint = '' }) => hint)
      .filter((hint) => hint.includes('portal.example.com'));

  test('what it advises is https, and keeps the path', () => {
    const [transport, secret] = hintsFor('http://portal.example.com:8080/cb?x=1');
    expect(transport).toBe('Use https://portal.example.com:8080/cb, and what follows as it is');
    expect(secret).toContain('such as https://portal.example.com:8080/cb/ and 32 random hex digits');
    expect(hintsFor('http://portal.example.com/')[1]).toContain('such as https://portal.example.com/ and 32');
  });

  test('no advice repeats a secret of the address', () => {
    expect(hintsFor(`http://user:pw@portal.example.com/${random}?key=${random}`)).toEqual([
      'Use https://portal.example.com, and what follows as it is',
    ]);
  });

  test('EKY-57: plain http is bad', () => {
    expect(bad({ callbackUrl: `http://portal.example.com/${random}` })).toEqual(['callback URL']);
  });
});

describe('the sign-in URL', () => {
  const session = 'session_token=abc';
  const back = `redirect_uri=${encodeURIComponent(`https://portal.example.com/cb/${random}`)}`;
  const origin = `redirect_uri=${encodeURIComponent('https://portal.example.com')}`;
  test.each([
    ['a good redirect', `signin_method=redirect&${session}&${back}`, []],
    ['a good popup', `signin_method=popup&${session}&${origin}&state=${random}`, []],
    ['EKY-33: a popup without state', `signin_method=popup&${session}&${origin}`, ['state']],
    [
      'EKY-33: a popup without redirect_uri',
      `signin_method=popup&${session}&state=${random}`,
      ['redirect_uri'],
    ],
    [
      'EKY-31: a popup with a path',
      `signin_method=popup&${session}&${back}&state=${random}`,
      ['redirect_uri'],
    ],
    [
      'EKY-57: an http redirect',
      `signin_method=redirect&${session}&redirect_uri=http%3A%2F%2Fportal.example.com%2Fcb`,
      ['redirect_uri'],
    ],
    ['EKY-29: a redirect without redirect_uri', `signin_method=redirect&${session}`, ['redirect_uri']],
    ['no method', `${session}&${back}&state=${random}`, ['signin_method']],
    ['no session token', `signin_method=redirect&${back}`, ['session_token']],
    [
      'EKY-32: the page’s own template',
      'signin_method=redirect&session_token={sessionToken}&redirect_uri={redirectUri}',
      ['placeholders', 'redirect_uri'],
    ],
    [
      'EKY-32: a name instead of a token',
      `signin_method=redirect&session_token=SESSION_TOKEN&${back}`,
      ['placeholders'],
    ],
    [
      'EKY-32: another name instead of a token',
      `signin_method=popup&session_token=YOUR_TOKEN&${origin}&state=${random}`,
      ['placeholders'],
    ],
    ['EKY-32: your-token', `signin_method=redirect&session_token=your-token&${back}`, ['placeholders']],
  ])('%s', (_name, query, found) => {
    expect(bad({ authUrl: start(query) })).toEqual(found);
  });

  test('another host or path is bad', () => {
    expect(
      bad({
        authUrl: `https://identifier.example.com/start-authentication?signin_method=redirect&${session}&${back}`,
      }),
    ).toEqual(['sign-in URL']);
    expect(bad({ authUrl: `${identifierUrl}/start?signin_method=redirect&${session}&${back}` })).toEqual([
      'sign-in URL',
    ]);
    const query = `signin_method=redirect&${session}&${back}`;
    expect(bad({ authUrl: `${identifierUrl}/identifier/start-authentication?${query}` })).toEqual([
      'sign-in URL',
    ]);
    const sandbox = 'http://127.0.0.1:4010/identifier';
    const there = audit({ identifierUrl: sandbox, authUrl: `${sandbox}/start-authentication?${query}` });
    expect(there[0]).toMatchObject({ name: 'sign-in URL', status: 'good' });
  });

  test('EKY-34: a short state, and a redirect that carries nothing of its own, are doubtful', () => {
    const doubtful = (authUrl: string) =>
      audit({ identifierUrl, authUrl })
        .filter(({ status }) => status === 'doubtful')
        .map(({ name }) => name);
    for (const state of ['1234', 'a'.repeat(40), 'state-of-the-sign-in-2024', random.slice(1)])
      expect(doubtful(start(`signin_method=popup&${session}&${origin}&state=${state}`)), state).toEqual([
        'state',
      ]);
    expect(
      doubtful(
        start(`signin_method=redirect&${session}&redirect_uri=https%3A%2F%2Fp.example.com%2Fcallback`),
      ),
    ).toEqual(['state']);
  });
});

test('ends with 8 and its remarks in words where something is bad, and with 0 where nothing is', async () => {
  const found = await authrig(['ekyc', 'audit', '--callback-url', 'https://portal.example.com/callback']);
  expect(found.exitCode).toBe(8);
  expect(found.stdout).toContain('BAD: Anybody who knows the address can call it');
  const fine = await authrig([
    'ekyc',
    'audit',
    '--json',
    '--callback-url',
    `https://portal.example.com/${random}`,
  ]);
  expect(fine.exitCode).toBe(0);
  expect(fine.json().data?.['checks']).toHaveLength(2);
});

test.each([
  ['--callback-url', 'foo'],
  ['--callback-url', 'localhost:8080/callback'],
  ['--auth-url', '{identifierUrl}/start-authentication'],
])('%s %s is a usage error', async (option, text) => {
  const { exitCode, stdout, stderr } = await authrig(['ekyc', 'audit', option, text]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`${option} takes a whole web address`);
});

test('a placeholder is told in words that are not masked', async () => {
  const authUrl = start('signin_method=popup&session_token=YOUR_TOKEN');
  const { stdout } = await authrig(['ekyc', 'audit', '--auth-url', authUrl]);
  expect(stdout).toContain('such as {sessionToken} or YOUR_TOKEN still stands in session_token');
});

test('a session token in the URL is not shown', async () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.planted-session-token';
  const { stdout, stderr } = await authrig([
    'ekyc',
    'audit',
    '--auth-url',
    start(`signin_method=redirect&session_token=${token}`),
  ]);
  expect(stdout + stderr).not.toContain('planted-session-token');
});
