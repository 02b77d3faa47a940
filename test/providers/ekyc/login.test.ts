import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox as ekyc } from '../../../src/providers/ekyc/sandbox.ts';
import { CliError } from '../../../src/errors.ts';
import { type FakeClock, fakeClock } from '../../helpers/fake-clock.ts';
import { realClock } from '../../helpers/real-clock.ts';
import { authrig, type Outcome } from '../../helpers/rig.ts';
import { type Answered, ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let running: RunningSandbox;
let clock: FakeClock;
let env: Record<string, string>;

beforeEach(async () => {
  running = await runSandbox({ ekyc });
  clock = fakeClock();
  env = {
    AUTHRIG_CONFIG_DIR: temporaryFolder(),
    AUTHRIG_EKYC_API_KEY: 'sandbox-ekyc-key',
    AUTHRIG_EKYC_CLIENT_ID: '84c2ad6c-62eb-4217-8f46-a66852e6fe92',
    AUTHRIG_EKYC_EMAIL: 'customer@example.com',
    AUTHRIG_EKYC_BASE_URL: `${running.origin}/ekyc`,
    AUTHRIG_EKYC_IDENTIFIER_URL: `${running.origin}/identifier`,
  };
});

afterEach(() => running.close());

interface Started {
  readonly ended: Promise<Outcome>;
  readonly told: () => string;
  /** The address behind this label. */
  readonly url: (label: string) => string;
  readonly token: string;
  stop(): void;
}

/** Starts a command that waits, up to where it does. */
async function start(argv: readonly string[], waits: string): Promise<Started> {
  let said = '';
  const stopping = new AbortController();
  const ended = authrig(['ekyc', ...argv], {
    env,
    clock,
    signal: stopping.signal,
    onMessage: (text) => (said = text),
  });
  await Promise.race([until(() => said.includes(waits)), ended]);
  if (!said.includes(waits)) throw new Error(`It ended:\n${said}`);
  const url = (label: string) => new RegExp(`${label}: (\\S+)`).exec(said)?.[1] ?? `no ${label} in ${said}`;
  const [, page] = /Sign-in page: (\S+)/.exec(said) ?? [];
  const token = page === undefined ? '' : (new URL(page).searchParams.get('session_token') ?? '');
  return {
    ended,
    url,
    token,
    told: () => said,
    stop: () => stopping.abort(new CliError('cancelled', 'Stopped by SIGINT.', { exitCode: 130 })),
  };
}

const login = (...argv: string[]) => start(['login', '--no-browser', '--json', ...argv], 'Sign-in page: ');

/** Comes back as the browser would. */
const back = (started: Started, query: string): Promise<Answered> =>
  ask(`${started.url('Redirect URI')}${query}`);
const backend = (started: Started, query: string): Promise<Answered> =>
  ask(`${started.url('Callback URL')}${query}`);

async function portIsClosed(url: string): Promise<boolean> {
  return ask(url).then(
    () => false,
    () => true,
  );
}

describe('redirect', () => {
  test('EKY-28, EKY-44: our own token passes, and the port is closed at once', async () => {
    const started = await login();
    const page = await back(started, `?session_token=${started.token}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('The sign-in passed');
    expect(page.text).not.toContain(started.token);
    const { exitCode, json, stderr } = await started.ended;
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({ session_token: started.token, result: true });
    expect(stderr).toContain('A portal must not grant on that alone');
    expect(await portIsClosed(started.url('Redirect URI'))).toBe(true);
  });

  test('EKY-29: the sign-in page has the three parameters, and leads back here', async () => {
    const started = await login();
    const { searchParams, pathname } = new URL(started.url('Sign-in page'));
    expect(pathname).toBe('/identifier/start-authentication');
    expect([...searchParams.keys()]).toEqual(['signin_method', 'session_token', 'redirect_uri']);
    expect(searchParams.get('redirect_uri')).toBe(started.url('Redirect URI'));
    expect(started.url('Redirect URI')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback\/[0-9a-f]{32}$/);
    started.stop();
    expect((await started.ended).exitCode).toBe(130);
    expect(await portIsClosed(started.url('Redirect URI'))).toBe(true);
  });

  test.each([
    ['?error=REJECT', 3],
    ['?error=TIMEOUT', 5],
    ['?error=INTERNAL_SERVER_ERROR', 7],
    ['?error=%3Cscript%3E', 7],
    ['?error=', 7],
    ['?session_token=TOKEN&error=REJECT', 7],
    ['', 7],
    ['?session_token=', 7],
  ])('F45, EKY-48, EKY-49: %j ends with %i, and nothing is reflected', async (query, exitCode) => {
    const started = await login();
    const page = await back(started, query.replace('TOKEN', started.token));
    expect(page.text).not.toMatch(/REJECT|TIMEOUT|INTERNAL|<script>\w*&|%3C/);
    const ended = await started.ended;
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.json().ok).toBe(false);
  });

  test('F43, OA-03: fifty pieces of junk, then the right one', async () => {
    const started = await login();
    const redirect = new URL(started.url('Redirect URI'));
    const junk = [
      () => ask(`${redirect.origin}/favicon.ico`),
      () => ask(`${redirect.origin}/callback/${'0'.repeat(32)}?session_token=${started.token}`),
      () => ask(redirect.href, { method: 'POST' }),
      () => ask(redirect.href, { headers: { host: 'evil.example' } }),
      () => ask(`${redirect.href}?session_token=${started.token}`, { headers: { origin: 'null' } }),
      () => back(started, '?session_token=forged'),
      () => back(started, `?session_token=${started.token}&session_token=${started.token}`),
    ];
    const statuses = [];
    for (let count = 0; count < 50; count += 1) statuses.push((await junk[count % junk.length]!()).status);
    for (const status of statuses) expect(status).toBeGreaterThanOrEqual(400);
    await back(started, `?session_token=${started.token}`);
    expect((await started.ended).exitCode).toBe(0);
  });

  test('F44: of two at once the first wins', async () => {
    const started = await login();
    const query = `?session_token=${started.token}`;
    const both = await Promise.allSettled([back(started, query), back(started, '?error=REJECT')]);
    expect(both.filter((each) => each.status === 'fulfilled' && each.value.status === 200)).toHaveLength(1);
    expect([0, 3]).toContain((await started.ended).exitCode);
  });

  test.each([
    ['nothing came', undefined, 5],
    ['only a forged token came', '?session_token=forged', 3],
  ])('F46: where %s the deadline ends it', async (_name, query, exitCode) => {
    const started = await login();
    if (query !== undefined) await back(started, query);
    await clock.advance(119_000);
    expect(await portIsClosed(started.url('Redirect URI').replace(/callback.*/, 'x'))).toBe(false);
    await clock.advance(12_000);
    expect((await started.ended).exitCode).toBe(exitCode);
    expect(await portIsClosed(started.url('Redirect URI'))).toBe(true);
  });

  test('F47: a port that is taken is told before any session is made', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { exitCode, stderr } = await authrig(['ekyc', 'login', '--no-browser', '--port', String(port)], {
      env,
      clock,
    });
    taken.close();
    expect(exitCode).toBe(10);
    expect(stderr).toContain('--port');
    expect((await ask(`${running.origin}/__sandbox/requests`)).json).toEqual({ requests: [] });
  });
});

test.each([
  ['redirect', 'can’t come back to 127.0.0.1', true],
  ['popup', 'for this machine’s browser alone', false],
])('--no-browser by %s says what a phone can do, and draws accordingly', async (method, told, drawn) => {
  const started = await login('--method', method, '--qr', 'ascii');
  await until(() => started.told().includes('Waiting for the browser'));
  expect(started.told()).toContain(told);
  expect(started.told().includes('######')).toBe(drawn);
  started.stop();
  await started.ended;
});

test('EKY-29: a sign-in is listed from the first visit of its page on', async () => {
  const pending = async () => (await ask(`${running.origin}/__sandbox/sessions`)).json;
  const started = await login();
  expect(await pending()).toEqual({ sessions: [] });
  await ask(started.url('Sign-in page'));
  expect(await pending()).toMatchObject({ sessions: [{ provider: 'ekyc' }] });
  started.stop();
  await started.ended;
});

describe('the backend', () => {
  test('EKY-52, EKY-53: front first waits for the backend', async () => {
    const started = await login('--callback');
    const page = await back(started, `?session_token=${started.token}`);
    expect(page.text).toContain('Almost there');
    await clock.advance(60_000);
    expect((await backend(started, `?result=true&session_token=${started.token}`)).status).toBe(200);
    const { exitCode, stderr } = await started.ended;
    expect(exitCode).toBe(0);
    expect(stderr).toContain('a portal may grant access');
  });

  test('EKY-24: by POST too, and before the browser', async () => {
    const started = await login('--callback');
    await ask(`${started.url('Callback URL')}?result=true&session_token=${started.token}`, {
      method: 'POST',
    });
    await back(started, `?session_token=${started.token}`);
    expect((await started.ended).exitCode).toBe(0);
  });

  test('EKY-51: false is denied', async () => {
    const started = await login('--callback');
    await back(started, `?session_token=${started.token}`);
    await backend(started, `?result=false&session_token=${started.token}`);
    expect((await started.ended).exitCode).toBe(3);
  });

  test.each([
    ['REJECT', 3],
    ['TIMEOUT', 5],
    ['INTERNAL_SERVER_ERROR', 7],
  ])(
    'EKY-47, EKY-51: after false the browser may still bring %s, which ends with %i',
    async (error, code) => {
      const started = await login('--callback');
      await backend(started, `?result=false&session_token=${started.token}`);
      await clock.advance(9000);
      expect((await back(started, `?error=${error}`)).text).toContain('Authentication failed');
      const { exitCode, json } = await started.ended;
      expect(exitCode).toBe(code);
      expect(json().error?.['provider']).toMatchObject({ operation: 'login', code: error });
    },
  );

  test('EKY-51: where no browser comes within ten seconds, false alone is denied', async () => {
    const started = await login('--callback');
    await backend(started, `?result=false&session_token=${started.token}`);
    await clock.advance(9999);
    expect(await portIsClosed(`${started.url('Redirect URI')}x`)).toBe(false);
    await clock.advance(1);
    const { exitCode, json } = await started.ended;
    expect(exitCode).toBe(3);
    expect(json().error?.['provider']).toMatchObject({ operation: 'callback', code: 'false' });
  });

  test('EKY-51, EKY-55: after false neither our token nor a later true lets anybody in', async () => {
    const started = await login('--callback');
    await backend(started, `?result=false&session_token=${started.token}`);
    await backend(started, `?result=true&session_token=${started.token}`);
    const page = await back(started, `?session_token=${started.token}`);
    expect(page.text).toContain('Authentication failed');
    expect((await started.ended).exitCode).toBe(3);
  });

  test('EKY-52, EKY-54: the front channel alone never grants, whatever is made up', async () => {
    const started = await login('--callback');
    await back(started, `?session_token=${started.token}`);
    await backend(started, '?result=true&session_token=guess');
    await backend(started, `?result=TRUE&session_token=${started.token}`);
    expect(
      (
        await ask(
          `${new URL(started.url('Callback URL')).origin}/backend?result=true&session_token=${started.token}`,
        )
      ).status,
    ).toBe(404);
    await clock.advance(161_000);
    const { exitCode, json } = await started.ended;
    expect(exitCode).toBe(3);
    expect(json().error?.message).toContain('the backend was never told');
  });
});

describe('where the callback URL is entered', () => {
  test.each([
    ['login', '--no-browser', '--callback'],
    ['callback', '--session-token', 'abcdefghij'],
  ])(
    'ekyc %s %s %s: a sandbox that runs by itself has a console, and a command enters it',
    async (...argv) => {
      const started = await start(argv, argv[0] === 'login' ? 'Sign-in page: ' : 'By a command: ');
      const console = `${running.origin}/ekyc/console`;
      expect(started.told()).toContain(
        `Enter this as the callback URL in the sandbox’s console, ${console}:`,
      );
      const [, body = ''] = /By a command: curl -H 'content-type: application\/json' -d '(.*)' http/.exec(
        started.told(),
      ) ?? [''];
      expect((await post(console, JSON.parse(body))).json).toMatchObject({
        callback_url: started.url('Callback URL'),
      });
      started.stop();
      await started.ended;
    },
  );

  test('at the real one it is the Domain Console', async () => {
    env['AUTHRIG_EKYC_BASE_URL'] = 'https://authen.ekyc.com';
    const started = await start(['callback', '--session-token', 'abcdefghij'], 'Callback URL: ');
    expect(started.told()).toContain('Enter this as the callback URL in the Domain Console:\nCallback URL: ');
    expect(started.told()).not.toContain('curl');
    started.stop();
    await started.ended;
  });

  test('under --sandbox it is entered already', async () => {
    const { stderr } = await authrig(['ekyc', 'callback', '--sandbox'], { clock: realClock });
    expect(stderr).toContain('Callback URL: ');
    expect(stderr).not.toMatch(/Enter this|curl/);
  });
});

describe('popup', () => {
  const popup = (...argv: string[]) => login('--method', 'popup', ...argv);

  interface Portal {
    readonly url: string;
    readonly origin: string;
    readonly result: string;
  }

  async function portal(started: Started, headers = {}): Promise<Portal> {
    const { text } = await ask(started.url('Sign-in page'), { headers });
    return JSON.parse(/id="data">(.*?)<\/script>/.exec(text)?.[1] ?? '{}') as Portal;
  }

  const report = (result: string, message: unknown, headers = {}) =>
    ask(result, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(message),
    });

  test('EKY-30, EKY-33: the page knows the sign-in page, its own origin as redirect_uri, and the origin to listen to', async () => {
    const started = await popup();
    const { url, origin, result } = await portal(started);
    const { searchParams } = new URL(url);
    expect([...searchParams.keys()]).toEqual(['signin_method', 'session_token', 'redirect_uri', 'state']);
    expect(searchParams.get('redirect_uri')).toBe(new URL(started.url('Sign-in page')).origin);
    expect(searchParams.get('state')).toMatch(/^[0-9a-f]{32}$/);
    expect(origin).toBe(running.origin);
    const token = searchParams.get('session_token') ?? '';
    expect(started.told()).not.toContain(token);
    const answered = await report(result, { session_token: token, state: searchParams.get('state') });
    expect(answered.json).toMatchObject({ end: true });
    expect((await started.ended).json().data).toEqual({ session_token: token, result: true });
  });

  test('EKY-37, EKY-38: a wrong state, or none, is refused for a success and for an error, and the wait goes on', async () => {
    const started = await popup();
    const { url, result } = await portal(started);
    const token = new URL(url).searchParams.get('session_token');
    for (const message of [
      { session_token: token, state: 'wrong' },
      { session_token: token },
      { error: 'REJECT' },
      { error: 'REJECT', state: null },
      { popup: 'constructor' },
    ]) {
      const answered = await report(result, message);
      expect(answered).toMatchObject({
        status: 403,
        json: { end: false, text: 'Invalid state: Possible CSRF attack!' },
      });
    }
    expect((await report(result, 'nonsense')).status).toBe(400);
    expect((await report(result, { error: 'REJECT' }, { origin: 'https://evil.example' })).status).toBe(403);
    const state = new URL(url).searchParams.get('state');
    expect((await report(result, { session_token: 'forged', state })).status).toBe(403);
    await report(result, { session_token: null, state, error: 'REJECT' });
    expect((await started.ended).exitCode).toBe(3);
  });

  test.each([
    [{ session_token: null, error: 'TIMEOUT' }, 5],
    [{ session_token: null, error: 'NEW' }, 7],
    [{ session_token: null }, 7],
    [{ session_token: null, error: 1 }, 7],
  ])('EKY-47, EKY-49: %j ends with %i', async (message, exitCode) => {
    const started = await popup();
    const { url, result } = await portal(started);
    await report(result, { ...message, state: new URL(url).searchParams.get('state') });
    expect((await started.ended).exitCode).toBe(exitCode);
  });

  test('EKY-47, EKY-51: after false the page hears the end of it, and the reason decides', async () => {
    const started = await popup('--callback');
    const { url, result } = await portal(started);
    const { searchParams } = new URL(url);
    await backend(started, `?result=false&session_token=${searchParams.get('session_token')}`);
    const answered = await report(result, {
      session_token: null,
      state: searchParams.get('state'),
      error: 'TIMEOUT',
    });
    expect(answered.json).toMatchObject({ end: true, title: 'Authentication failed. Please try again.' });
    expect((await started.ended).exitCode).toBe(5);
  });

  test('ALL-07: a token that is no text is another one than ours, and the wait goes on to its end', async () => {
    const started = await popup();
    const { url, result } = await portal(started);
    const state = new URL(url).searchParams.get('state');
    for (const token of [{}, 1, true])
      expect((await report(result, { session_token: token, state })).status).toBe(403);
    await clock.advance(131_000);
    expect((await started.ended).exitCode).toBe(3);
  });

  test('S02: the address on the command line holds no token, and lets one browser in', async () => {
    const started = await popup();
    const first = await ask(started.url('Sign-in page'));
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    expect(String(first.headers['set-cookie'])).toContain('HttpOnly; SameSite=Strict');
    const other = await ask(started.url('Sign-in page'));
    expect(other.status).toBe(409);
    expect(other.text).not.toContain('session_token');
    expect((await ask(started.url('Sign-in page'), { headers: { cookie: `a=b; ${cookie}` } })).status).toBe(
      200,
    );
    expect((await ask(started.url('Sign-in page'), { headers: { cookie: 'authrig=0' } })).status).toBe(409);
    started.stop();
    await started.ended;
  });
});

describe('ekyc callback', () => {
  async function waiting(): Promise<Started> {
    const { exitCode, stdout } = await authrig(['ekyc', 'session', '--field', 'session_token'], {
      env,
      clock,
    });
    expect(exitCode).toBe(0);
    const started = await start(['callback', '--json'], 'Callback URL: ');
    return { ...started, token: stdout.trim() };
  }

  test('EKY-26, EKY-50: takes the kept session, which is then spent', async () => {
    const started = await waiting();
    await backend(started, '?result=true&session_token=another');
    const refused = await backend(started, '?result=TRUE&session_token=another');
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('result must be true or false, in exactly these letters');
    await backend(started, `?result=true&session_token=${started.token}`);
    const { exitCode, json } = await started.ended;
    expect(exitCode).toBe(0);
    expect(json().data).toEqual({ session_token: started.token, result: true });
    expect((await authrig(['ekyc', 'callback'], { env, clock })).exitCode).toBe(4);
  });

  test('EKY-51: result=false is denied, and the session spent', async () => {
    const started = await waiting();
    await backend(started, `?result=false&session_token=${started.token}`);
    expect((await started.ended).exitCode).toBe(3);
    expect((await authrig(['ekyc', 'callback'], { env, clock })).exitCode).toBe(4);
  });

  test('EKY-26: stopped before a verdict, it leaves the session to the next one', async () => {
    const first = await waiting();
    first.stop();
    expect((await first.ended).exitCode).toBe(130);
    const second = await start(['callback', '--json', '--timeout', '5s'], 'Callback URL: ');
    await clock.advance(5000);
    expect((await second.ended).exitCode).toBe(5);
    const third = await start(['callback', '--json'], 'Callback URL: ');
    await backend(third, `?result=true&session_token=${first.token}`);
    expect((await third.ended).json().data).toEqual({ session_token: first.token, result: true });
  });

  test.each([
    [undefined, 5],
    ['?result=true&session_token=another', 3],
  ])('EKY-27, F46: where %s came, the deadline ends it with %i', async (query, exitCode) => {
    const started = await waiting();
    if (query !== undefined) await backend(started, query);
    await clock.advance(149_000);
    expect((await ask(`${started.url('Callback URL')}x`)).status).toBe(404);
    await clock.advance(2000);
    expect((await started.ended).exitCode).toBe(exitCode);
  });

  test('EKY-26: a session is kept for 120 s and no longer', async () => {
    await authrig(['ekyc', 'session'], { env, clock });
    await clock.advance(119_000);
    const kept = await authrig(['ekyc', 'auth-url', '--redirect-uri', 'https://portal.example.com/'], {
      env,
      clock,
    });
    expect(kept.exitCode).toBe(0);
    await clock.advance(2000);
    const late = await authrig(['ekyc', 'auth-url', '--redirect-uri', 'https://portal.example.com/'], {
      env,
      clock,
    });
    expect(late.exitCode).toBe(5);
    expect(late.stderr).toContain('The session token of c•••@example.com expired 1 s ago.');
    expect(late.stderr).toContain('Create a new one with: authrig ekyc session');
  });

  test('where none is kept, it says session token, and what makes one', async () => {
    const { exitCode, stderr } = await authrig(['ekyc', 'callback'], { env, clock });
    expect(exitCode).toBe(4);
    expect(stderr).toBe('No session token is kept.\nCreate one with: authrig ekyc session\n');
  });
});

test('ekyc session says what to do next, and under --sandbox that it ends at once', async () => {
  const kept = await authrig(['ekyc', 'session'], { env });
  expect(kept.stderr).toContain('authrig ekyc auth-url');
  const gone = await authrig(['ekyc', 'session', '--sandbox']);
  expect(gone.stderr).toContain('It ends with this command');
  expect(gone.stderr).not.toContain('auth-url');
});

describe('a refused session on a sandbox', () => {
  test('is told with the sandbox’s own reason, and with its console instead of the real one', async () => {
    const argv = ['ekyc', 'session', '--email', 'stranger@example.com'];
    const { exitCode, stderr } = await authrig(argv, { env });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      'The sandbox says why: this user has no 2FA enabled: toggle ENABLE first. The application',
    );
    expect(stderr).toContain(
      `are at ${running.origin}/ekyc/console; a user is enabled with: authrig ekyc enroll`,
    );
    expect(stderr).not.toContain('Domain Console');
    const { json } = await authrig([...argv, '--json'], { env });
    expect(json().error?.hint).toContain('this user has no 2FA enabled');
    expect(json().error?.['provider']).toEqual({
      name: 'ekyc',
      operation: 'sessionToken',
      httpStatus: 200,
      code: 'INVALID_REQUEST',
    });
  });

  test('an application that is not active is activated at the sandbox’s console', async () => {
    await post(`${running.origin}/ekyc/console`, { is_active: false });
    const { exitCode, stderr } = await authrig(['ekyc', 'session'], { env });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`Activate it at ${running.origin}/ekyc/console;`);
  });

  test('under --sandbox it leads to the user who is there', async () => {
    const { exitCode, stderr } = await authrig(['ekyc', 'session', '--sandbox', '--email', 'a@example.com']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('this user has no 2FA enabled');
    expect(stderr).toContain('Leave out --email');
    expect(stderr).not.toMatch(/Domain Console|config set/);
  });
});

describe('under --sandbox, with nobody there', () => {
  test.each([['login', '--callback'], ['login', '--method', 'popup', '--callback'], ['callback']])(
    'ekyc %s %s %s ends well',
    async (...argv) => {
      const words = argv.filter((word) => word !== undefined);
      const { exitCode, json } = await authrig(['ekyc', ...words, '--sandbox', '--json'], {
        clock: realClock,
      });
      expect(exitCode).toBe(0);
      expect(json().data).toEqual({ session_token: expect.stringMatching(/^eyJ/), result: true });
    },
  );
});
