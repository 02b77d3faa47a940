import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandbox } from '../../../src/providers/ekyc/sandbox.ts';
import { type Answered, ask, post, type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';

let running: RunningSandbox;
beforeEach(async () => {
  running = await runSandbox({ ekyc: sandbox });
});
afterEach(() => running.close());

const client_id = '84c2ad6c-62eb-4217-8f46-a66852e6fe92';
const key = { 'x-api-key': 'sandbox-ekyc-key' };
const call = (name: string, body: unknown, headers: Record<string, string> = key): Promise<Answered> =>
  post(`${running.origin}/ekyc/authen-api/api/v1/${name}`, body, headers);
const hintOf = ({ headers }: Answered) => headers['x-sandbox-hint'];

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
    const answer = await call('session-token', body, headers);
    expect(answer.json).toEqual({ code: 'INVALID_REQUEST', message: 'get session token failed', data: '' });
    expect(hintOf(answer)).toBe(hint);
  });
});

describe('EKY-32: the templates of the page, used as they are', () => {
  /** Opens the page with these parameters, a good session token in the place of TOKEN. */
  async function open(query: string): Promise<Answered> {
    const { json } = await call('session-token', { email: 'customer@example.com', client_id });
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
