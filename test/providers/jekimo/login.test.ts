import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox } from '../../../src/providers/jekimo/sandbox.ts';
import type { Decision } from '../../../src/sandbox/sign-ins.ts';
import { behaviours } from '../../helpers/bad-server.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import {
  check,
  created,
  gettoken,
  invalidToken,
  jekimo,
  jekimoServer,
  key,
  ko,
  linkOf,
  ok,
  risky,
  token,
  tokenAnswer,
  tokenOf,
} from '../../helpers/jekimo.ts';
import { authrig, type Outcome, type RigOptions } from '../../helpers/rig.ts';
import { type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import type { Reply } from '../../helpers/scripted-server.ts';
import { typist } from '../../helpers/typist.ts';

const terminal = { columns: 100, rows: 60 };
const twoTokens = [tokenAnswer(), tokenAnswer({ token: tokenOf(2) })];
const retry = 'Try again with a new token?';

describe('from the token to the verdict', () => {
  test('JEK-09, JEK-10, JEK-17: link, what to do, the wait, and the result alone on stdout', async () => {
    await using server = await jekimoServer({ checks: [created, ok] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['login']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^status {2}OK\nrisk {4}none\npin {5}none\nchecks {2}2\ntoken {3}b916…0001\n$/);
    expect(stderr.split('\n')).toEqual([
      'Scan the QR code with the Jekimo app, or open the link on the phone:',
      `Link: ${linkOf(token)}`,
      'Waiting for the customer to scan and authorise, 120 s left',
      'Jekimo authorised the sign-in.',
      'OK names no user: bind the token to the session and the e-mail address that you challenged.',
      '',
    ]);
  });

  test('the document under --json', async () => {
    await using server = await jekimoServer({ checks: [created, created, ok] });
    const { exitCode, json } = await jekimo(server, ['login', '--json']);
    expect(exitCode).toBe(0);
    expect(json()).toEqual({
      ok: true,
      command: 'jekimo login',
      data: { token, status: 'OK', risk: false, pin: null, attempts: 3 },
    });
  });

  test('JEK-02, JEK-03: the options of the token are those of request', async () => {
    await using server = await jekimoServer();
    await jekimo(server, ['login', '--min-age', '21', '--no-two-fa', '--two-fa-header', 'two-fa']);
    const [{ headers } = { headers: {} }] = server.at(gettoken);
    expect(headers).toMatchObject({ 'min-age': '21', 'two-fa': 'false' });
    expect(headers).not.toHaveProperty('two-af');
  });

  test('JEK-39: OK names nobody, and that is said; not before it is one', async () => {
    await using server = await jekimoServer({ checks: [ko] });
    expect((await jekimo(server, ['login'])).stderr).not.toContain('names no user');
    await using good = await jekimoServer();
    expect((await jekimo(good, ['login'])).stderr).toContain('OK names no user');
  });

  test('JEK-05: a refused key ends it before anything is shown', async () => {
    await using server = await jekimoServer({ tokens: [{ body: { error: 'Invalid API key' } }] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['login']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).not.toContain('Link:');
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [[ko], 3],
    [[created], 5],
    [[invalidToken], 5],
    [[behaviours.reset], 6],
    [[{ status: 503, body: 'no' }], 7],
    [[{ body: { status: 'scanned' } }], 7],
    [[{ body: { error: 'Invalid API key' } }], 4],
    [[risky('012345')], 2],
  ] as readonly (readonly [readonly Reply[], number])[])(
    'the exit codes: %# ends with %s',
    async (checks, code) => {
      await using server = await jekimoServer({ checks });
      const { exitCode, json } = await jekimo(server, ['login', '--json']);
      expect(exitCode).toBe(code);
      expect(json()).toMatchObject({ ok: false, command: 'jekimo login', error: { exitCode: code } });
    },
  );

  test('ALL-02: neither stdout as text nor what is said holds a secret, but for the link', async () => {
    await using server = await jekimoServer({ checks: [created, behaviours.reset, ok] });
    const { stdout, stderr } = await jekimo(server, ['login', '-v']);
    const said = stderr.replace(`Link: ${linkOf(token)}\n`, '');
    for (const secret of [key, token, linkOf(token)]) expect(`${stdout}${said}`).not.toContain(secret);
  });
});

describe('ALL-09: gettoken is sent once', () => {
  test.each([
    ['F03: a reset', behaviours.reset, 6],
    ['F04: an empty reply', behaviours.empty, 6],
    ['F07: an answer that is cut off', behaviours.cutOff, 6],
    ['F08: garbage for HTTP', behaviours.garbage, 7],
    ['F09: an endless body', behaviours.endless, 7],
    ['F11: a page', { body: '<html>Log in to the Wi-Fi</html>' }, 7],
    ['F12: an empty body', { body: '' }, 7],
    ['F23: 502', { status: 502, body: '<html>Bad Gateway</html>' }, 7],
    ['F23: 503 with a body that is not known', { status: 503, body: {} }, 7],
  ] as readonly [string, Reply, number][])(
    '%s: one request, and the outcome is unknown',
    async (_name, reply, code) => {
      await using server = await jekimoServer({ tokens: [reply] });
      for (const verb of ['request', 'login']) {
        const { exitCode, json, stderr } = await jekimo(server, [verb, '--json']);
        expect(exitCode).toBe(code);
        expect(json().error).toMatchObject({ retryable: false });
        expect(json().error?.message).toContain('The outcome is unknown');
        expect(stderr).toContain('once and does not repeat it');
      }
      expect(server.requests.map((request) => request.path)).toEqual([gettoken, gettoken]);
    },
  );

  test('F01: what never left is no unknown outcome', async () => {
    const gone = await jekimoServer();
    await gone[Symbol.asyncDispose]();
    const { exitCode, json } = await jekimo(gone, ['request', '--json']);
    expect(exitCode).toBe(6);
    expect(json().error?.message).toBe(`${gone.origin.slice('http://'.length)} refused the connection.`);
    expect(json().error).toMatchObject({ retryable: true });
  });

  test('F19: what was refused with 400 is no unknown outcome', async () => {
    await using server = await jekimoServer({ tokens: [{ status: 400, body: 'Bad Request' }] });
    expect((await jekimo(server, ['request'])).stderr).not.toContain('unknown');
  });
});

describe('a new try', () => {
  test.each([
    ['JEK-18: after a KO', [ko, ok]],
    ['JEK-19: after a timeout', [...Array.from({ length: 24 }, () => created), ok]],
    ['JEK-08: after Invalid Token', [created, invalidToken, created, ok]],
  ])('JEK-21, %s it is offered on a terminal and takes a new token', async (_name, checks) => {
    await using server = await jekimoServer({ tokens: twoTokens, checks });
    const { exitCode, stdout, stderr } = await jekimo(server, ['login', '--field', 'token'], {
      terminal,
      onMessage: typist([retry, '\r']),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${tokenOf(2)}\n` });
    expect(stderr).toContain(linkOf(tokenOf(2)));
    const paths = server.requests.map((request) => request.path);
    const second = paths.lastIndexOf(gettoken);
    expect(paths.filter((path) => path === gettoken)).toHaveLength(2);
    const used = server.requests.map((request) => request.headers['token']);
    expect(new Set(used.slice(1, second))).toEqual(new Set([token]));
    expect(new Set(used.slice(second + 1))).toEqual(new Set([tokenOf(2)]));
  });

  test('JEK-18: declined, it ends with 3', async () => {
    await using server = await jekimoServer({ tokens: twoTokens, checks: [ko, ok] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['login'], {
      terminal,
      onMessage: typist([retry, 'n\r']),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('Access denied');
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ['without a terminal', [], {}],
    ['under --no-input', ['--no-input'], { terminal }],
    ['in CI', [], { terminal, env: { CI: 'true' } }],
  ] as readonly [string, string[], RigOptions][])('%s it is not offered', async (_name, words, options) => {
    await using server = await jekimoServer({ tokens: twoTokens, checks: [ko, ok] });
    const { exitCode, stderr } = await jekimo(server, ['login', ...words], options);
    expect(exitCode).toBe(3);
    expect(stderr).not.toContain(retry);
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ['a refused key', [{ body: { error: 'Invalid API key' } }], 4],
    ['F23: answers that cannot be used', [{ status: 503, body: 'no' }], 7],
  ])('after %s it is not offered', async (_name, checks, code) => {
    await using server = await jekimoServer({ tokens: twoTokens, checks });
    const { exitCode, stderr } = await jekimo(server, ['login'], { terminal });
    expect(exitCode).toBe(code);
    expect(stderr).not.toContain(retry);
    expect(server.at(gettoken)).toHaveLength(1);
  });
});

describe('against the sandbox', () => {
  let running: RunningSandbox;

  beforeEach(async () => {
    running = await runSandbox({ jekimo: sandbox });
  });
  afterEach(() => running.close());

  /** A login whose customer decides as soon as the sign-in is open. */
  async function loginOf(decision: Decision, ...words: string[]): Promise<Outcome> {
    running.signIns.onOpen(({ id }) => running.signIns.decide(id, decision));
    return authrig(['jekimo', 'login', '--json', ...words], {
      env: {
        AUTHRIG_JEKIMO_BASE_URL: `${running.origin}/jekimo/app.php`,
        AUTHRIG_JEKIMO_API_KEY: 'sandbox-jekimo-key',
      },
    });
  }

  test.each([
    ['JEK-17', { decision: 'approve' }, 0],
    ['JEK-18', { decision: 'deny' }, 3],
    ['JEK-12', { decision: 'timeout' }, 5],
  ] as const)('%s: %j ends with %i', async (_id, decision, code) => {
    expect((await loginOf(decision)).exitCode).toBe(code);
  });

  test.each([
    [{ decision: 'approve', age: 17 }, 3],
    [{ decision: 'approve', age: 18 }, 0],
  ] as const)('JEK-22, JEK-23: asked to be 18, %j ends with %i', async (decision, code) => {
    expect((await loginOf(decision, '--min-age', '18')).exitCode).toBe(code);
  });

  test('JEK-26: a risk without two-fa completes, and the risk is handed on', async () => {
    const { exitCode, json } = await loginOf({ decision: 'approve', risk: true });
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ status: 'OK', risk: true, pin: null });
  });

  test('a whole login with nothing set up at all', async () => {
    const clock = fakeClock({ auto: true });
    const { exitCode, json, stderr } = await authrig(['jekimo', 'login', '--sandbox', '--json'], { clock });
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ status: 'OK', risk: false, pin: null });
    expect(stderr).toMatch(
      /Link: http:\/\/127\.0\.0\.1:\d+\/jekimo\/app\.php\/v1\.1\/en\/user\/login\/[0-9a-f]{64}\n/,
    );
    expect(stderr).not.toContain('another link');
    expect(clock.monotonic()).toBeLessThan(10_000);
  });

  test('a key of our own does not go into the sandbox', async () => {
    const { exitCode } = await authrig(['jekimo', 'login', '--sandbox'], {
      env: { AUTHRIG_JEKIMO_API_KEY: key },
    });
    expect(exitCode).toBe(0);
  });
});

test('the two halves: request in one process, wait in another', async () => {
  await using server = await jekimoServer({ checks: [created, ok] });
  const made = (await jekimo(server, ['request', '--field', 'token'])).stdout.trim();
  const { exitCode, stdout } = await jekimo(server, ['wait', made, '--field', 'status']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'OK\n' });
  expect(server.at(check).every((request) => request.headers['token'] === made)).toBe(true);
});
