import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src/providers/ekyc/contract.ts';
import { sandbox } from '../../../src/providers/ekyc/sandbox.ts';
import { fates } from '../../../src/sandbox/recipients.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import type { Outcome } from '../../helpers/rig.ts';
import { commandLineAt } from '../../helpers/sandbox-cli.ts';
import { type Answered, ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';

let running: RunningSandbox;
beforeEach(async () => {
  running = await runSandbox({ ekyc: sandbox });
});
afterEach(() => running.close());

const key = { 'x-api-key': 'sandbox-ekyc-key' };
const client_id = '84c2ad6c-62eb-4217-8f46-a66852e6fe92';
const customer = 'customer@example.com';
const api = (path: string, body: object, headers: Record<string, string> = key): Promise<Answered> =>
  post(`${running.origin}/ekyc/authen-api/api/v1/${path}`, { client_id, ...body }, headers);
const numbers = { type: 'TOTP', algorithm: 'SHA1', digits: 6, period: 30 };
const secret = 'KNQW4ZDCN54CAZLLPFRSA43FMNZGK5BB';
const toggle = (action: string, more: object = {}): Promise<Answered> =>
  api('mfa/toggle', { email: customer, action, ...numbers, ...more });
const hintOf = ({ headers }: Answered) => headers['x-sandbox-hint'];
const cli = (argv: readonly string[], env: Record<string, string> = {}, stdin = ''): Promise<Outcome> =>
  commandLineAt(running).run(['ekyc', ...argv], { env, stdin });

describe('what the page leaves open, each reading of it', () => {
  test.each([
    ['ENABLE', 'INVALID_REQUEST', 'SUCCESS', 0],
    ['DISABLE', 'SUCCESS', 'INVALID_REQUEST', 3],
    ['both', 'INVALID_REQUEST', 'INVALID_REQUEST', 3],
  ])('EKY-16: ekyc.secretNeededFor=%s', async (value, enabled, disabled, exitCode) => {
    running.switches.set('ekyc.secretNeededFor', value);
    expect((await toggle('ENABLE')).json).toMatchObject({ code: enabled });
    running.reset();
    running.switches.set('ekyc.secretNeededFor', value);
    expect((await toggle('DISABLE')).json).toMatchObject({ code: disabled });
    expect((await toggle('ENABLE', { secret })).json).toMatchObject({ code: 'SUCCESS' });
    expect((await cli(['toggle-mfa', '--disable'])).exitCode).toBe(exitCode);
    expect((await cli(['toggle-mfa', '--enable', '--secret-from', 'stdin'], {}, secret)).exitCode).toBe(0);
    expect((await cli(['toggle-mfa', '--disable', '--secret-from', 'stdin'], {}, secret)).exitCode).toBe(0);
  });

  test('EKY-16: a user who was enabled without a secret passes by no code', async () => {
    running.switches.set('ekyc.secretNeededFor', 'DISABLE');
    await toggle('ENABLE', { email: 'ada@example.com' });
    const { json } = await api('session-token', { email: 'ada@example.com' });
    const token = (json as { data: { session_token: string } }).data.session_token;
    const at = `${running.origin}/identifier`;
    await ask(`${at}/start-authentication?signin_method=popup&session_token=${token}`);
    const [signIn] = running.signIns.list();
    // The code of an empty secret at this moment.
    const { totpCode } = await import('../../../src/totp/totp.ts');
    const { code } = totpCode({ secret: '', algorithm: 'SHA1', digits: 6, period: 30 }, running.clock.now());
    expect((await post(`${at}/code`, { id: signIn?.id, code })).status).toBe(200);
    expect(running.signIns.list()).toMatchObject([{ state: 'pending' }]);
  });

  test.each(['200', '400', '401', '403'])('ALL-04: ekyc.refusalStatus=%s', async (value) => {
    running.switches.set('ekyc.refusalStatus', value);
    const refused = { status: Number(value), json: { code: 'INVALID_REQUEST', data: '' } };
    expect(await api('session-token', { email: customer }, {})).toMatchObject(refused);
    expect(await toggle('ENABLE', { digits: '6' })).toMatchObject(refused);
    expect((await cli(['session'], { AUTHRIG_EKYC_API_KEY: 'wrong' })).exitCode).toBe(4);
    const wrongSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    expect((await cli(['toggle-mfa', '--disable', '--secret-from', 'stdin'], {}, wrongSecret)).exitCode).toBe(
      3,
    );
  });

  test('ALL-12: sandbox.answers=docs-literal: a session whose token is the page’s', async () => {
    running.switches.set('sandbox.answers', 'docs-literal');
    const { exitCode, stdout } = await cli(['session', '--field', 'session_token']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\./)]);
    expect((await cli(['session'], { AUTHRIG_EKYC_EMAIL: 'inactive@example.com' })).exitCode).toBe(4);
  });
});

interface Login {
  readonly ended: Promise<Outcome>;
  /** The address behind this label. */
  url(label: string): string;
}

/** `ekyc login`, up to where it waits for the browser; its clock stands still. */
async function login(
  email: string,
  ...argv: string[]
): Promise<Login & { advance(ms: number): Promise<void> }> {
  const clock = fakeClock();
  let said = '';
  const ended = commandLineAt(running).run(['ekyc', 'login', '--no-browser', ...argv], {
    clock,
    env: { AUTHRIG_EKYC_EMAIL: email },
    onMessage: (text) => (said = text),
  });
  let over = false;
  void ended.then(() => (over = true));
  await until(() => over || said.includes('Sign-in page: '));
  return {
    ended,
    advance: clock.advance,
    url: (label) => new RegExp(`${label}: (\\S+)`).exec(said)?.[1] ?? '',
  };
}

/** The customer's browser: waits on the page until it is led on. Returns the status of the first page. */
async function browse(page: string, act: () => void): Promise<number> {
  const { status } = await ask(page);
  if (status !== 200) return status;
  act();
  const token = new URL(page).searchParams.get('session_token') ?? '';
  const outcome = `${running.origin}/identifier/outcome?session_token=${token}`;
  for (let turn = 0; turn < 100; turn += 1) {
    const { location } = (await ask(outcome)).json as { location?: string };
    if (location !== undefined) {
      await ask(location);
      return status;
    }
  }
  throw new Error('The page never went on.');
}

const approve = (): void => {
  const id = running.signIns.list().at(-1)?.id ?? '';
  running.signIns.decide(id, { decision: 'approve' });
};

test('ALL-12: sandbox.answers=docs-literal: a whole sign-in by the session token of the page', async () => {
  running.switches.set('sandbox.answers', 'docs-literal');
  const waiting = await login(customer, '--callback', '--json');
  await post(`${running.origin}/ekyc/console`, { callback_url: waiting.url('Callback URL') });
  expect(await browse(waiting.url('Sign-in page'), approve)).toBe(200);
  const { exitCode, json } = await waiting.ended;
  const printed = JSON.parse(contract.sessionToken.examples[0]) as { data: object };
  expect([exitCode, json().data]).toEqual([0, { ...printed.data, result: true }]);
});

test.each(['GET', 'POST'])('EKY-24: ekyc.callbackMethod=%s: the backend is told so', async (method) => {
  running.switches.set('ekyc.callbackMethod', method);
  const waiting = await login(customer, '--callback');
  await post(`${running.origin}/ekyc/console`, { callback_url: waiting.url('Callback URL') });
  await browse(waiting.url('Sign-in page'), approve);
  expect((await waiting.ended).exitCode).toBe(0);
});

describe('users whose sign-ins fail in a way that has a name', () => {
  /** What session-token answers; the status of the first page; how the command ends. */
  const outcomes: Readonly<
    Record<string, readonly [code: string, page: number | undefined, exitCode: number]>
  > = {
    unknown: ['INVALID_REQUEST', undefined, 4],
    banned: ['INVALID_REQUEST', undefined, 4],
    inactive: ['INACTIVE', undefined, 4],
    'rate-limited': ['TOO_MANY_REQUESTS', undefined, 7],
    expired: ['SUCCESS', 410, 5],
    denies: ['SUCCESS', 200, 3],
    locked: ['SUCCESS', 200, 3],
    silent: ['SUCCESS', 200, 5],
    'under-age': ['SUCCESS', 200, 0],
  };

  test.each(fates)('%s@example.com', async (fate) => {
    const [code, page, exitCode] = outcomes[fate] ?? [];
    const email = `${fate}@example.com`;
    const answer = await api('session-token', { email });
    expect(answer.json).toMatchObject({ code });
    expect(answer.headers['retry-after']).toBe(fate === 'rate-limited' ? '60' : undefined);
    const waiting = await login(email);
    if (page !== undefined) {
      const act = fate === 'silent' ? () => running.clock.advance(120_000) : approve;
      expect(await browse(waiting.url('Sign-in page'), act)).toBe(page);
    }
    // A browser that was turned away brings nothing back.
    if (page === 410) await waiting.advance(300_000);
    expect((await waiting.ended).exitCode).toBe(exitCode);
  });
});

test('the console says that JSON was read as a form, and changes nothing', async () => {
  const url = `${running.origin}/ekyc/console`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { status, json } = await ask(url, { method: 'POST', headers, body: '{"is_active":false}' });
  expect([status, json]).toMatchObject([400, { hint: expect.stringContaining('was read as a form') }]);
  expect((await ask(url)).json).toMatchObject({ is_active: true });
});

describe('EKY-22: what INVALID_REQUEST does not say, a header does', () => {
  const email = 'customer@example.com';
  test.each([
    [
      'another key',
      { email, client_id },
      { 'x-api-key': 'abcd' },
      "the sandbox's X-API-Key is sandbox-ekyc-key",
    ],
    ["the page's client", { email, client_id: 'CLIENT_ID' }, key, `the sandbox's client_id is ${client_id}`],
    [
      'a user without 2FA',
      { email: 'user@example.com', client_id },
      key,
      'this user has no 2FA enabled: toggle ENABLE first',
    ],
  ])('%s', async (_name, body, headers, hint) => {
    const answer = await api('session-token', body, headers);
    expect(answer.json).toEqual({ code: 'INVALID_REQUEST', message: 'get session token failed', data: '' });
    expect(hintOf(answer)).toBe(hint);
  });
});

describe('EKY-32: the templates of the page, used as they are', () => {
  /** Opens the page with these parameters, a good session token in the place of TOKEN. */
  async function open(query: string): Promise<Answered> {
    const { json } = await api('session-token', { email: customer });
    const { session_token: token } = (json as { data: { session_token: string } }).data;
    return ask(`${running.origin}/identifier/start-authentication?${query.replace('TOKEN', token)}`);
  }

  test.each([
    [
      'signin_method=redirect&session_token={sessionToken}&redirect_uri={redirectUri}',
      'session_token',
      '{sessionToken}',
    ],
    ['signin_method=redirect&session_token=%24%7BsessionToken%7D', 'session_token', '${sessionToken}'],
    ['signin_method=popup&session_token=TOKEN&redirect_uri={redirectUri}', 'redirect_uri', '{redirectUri}'],
  ])('%s is refused, on the page and in a header', async (query, name, placeholder) => {
    const answer = await open(query);
    const hint = `${name} still is the page's placeholder ${placeholder}: single quotes fill nothing in. Put the value there, percent-encoded.`;
    expect([answer.status, hintOf(answer)]).toEqual([400, hint]);
    expect(answer.text).toContain(hint.replaceAll("'", '&#39;'));
  });

  test.each([
    ['&redirect_uri=http://127.0.0.1/back?a=1&b=2', 'an unknown parameter: redirect_uri ends at its first &'],
    ['&redirect_uri=http://127.0.0.1/back&state=a+b', 'state holds a space: a + becomes one'],
    ['&redirect_uri=http://127.0.0.1/back&state={state}', "state still is the page's placeholder {state}"],
  ])('%s goes on, with a hint', async (query, hint) => {
    const answer = await open(`signin_method=redirect&session_token=TOKEN${query}`);
    expect(answer.status).toBe(200);
    expect(hintOf(answer)).toContain(hint);
  });

  test('what is encoded goes on without one', async () => {
    const uri = encodeURIComponent('http://127.0.0.1/back?a=1&b=2');
    const answer = await open(`signin_method=redirect&session_token=TOKEN&redirect_uri=${uri}&state=a%2Bb`);
    expect([answer.status, hintOf(answer)]).toEqual([200, undefined]);
  });

  test('F70: a name that no header may hold is no reason to fail', async () => {
    const uri = encodeURIComponent('http://127.0.0.1/back');
    const answer = await open(
      `signin_method=redirect&session_token=TOKEN&redirect_uri=${uri}&%E2%82%AC%0D%0A=1`,
    );
    expect(answer.status).toBe(200);
  });
});
