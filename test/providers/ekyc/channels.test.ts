import { describe, expect, test } from 'vitest';
import { createBackChannel, judgeBack } from '../../../src/providers/ekyc/back-channel.ts';
import { judgeFront } from '../../../src/providers/ekyc/front-channel.ts';
import { createSignIn } from '../../../src/providers/ekyc/sign-in.ts';

const token = 'the-session-token';
const answer = (sessionToken: string | undefined, error?: string) => ({ sessionToken, error });

describe('the front channel', () => {
  test('EKY-28: our own token, and no other, passes', () => {
    expect(judgeFront(answer(token), token)).toEqual({ passed: true });
    for (const other of ['x', `${token}x`, token.slice(1), token.toUpperCase()])
      expect(judgeFront(answer(other), token)).toEqual({ forged: true });
  });

  test.each([
    ['REJECT', 'denied', 3],
    ['TIMEOUT', 'expired', 5],
    ['INTERNAL_SERVER_ERROR', 'provider', 7],
    ['REJECT|TIMEOUT', 'provider', 7],
    ['reject', 'provider', 7],
    ['', 'provider', 7],
  ])('EKY-47, EKY-48: the error %j is %s, exit %i', (error, kind, exitCode) => {
    expect(judgeFront(answer(undefined, error), token)).toMatchObject({ failure: { kind, exitCode } });
  });

  test('EKY-49: both, or neither, is a failure', () => {
    for (const both of [answer(token, 'REJECT'), answer(undefined), answer(token, '')])
      expect(judgeFront(both, token)).toMatchObject({ failure: { kind: 'provider', exitCode: 7 } });
  });
});

const query = (text: string) => new URLSearchParams(text);
const ours = `session_token=${token}`;

describe('the back channel', () => {
  test('EKY-50: exactly true and false', () => {
    expect(judgeBack(query(`result=true&${ours}`), token)).toEqual({ result: true });
    expect(judgeBack(query(`result=false&${ours}`), token)).toEqual({ result: false });
    for (const wrong of ['TRUE', '1', 'yes', '', 'true ', 'null'])
      expect(judgeBack(query(`result=${wrong}&${ours}`), token)).toHaveProperty('problem');
  });

  test.each([
    '',
    ours,
    'result=true',
    `result=true&result=true&${ours}`,
    `result=true&${ours}&${ours}`,
    'result=true&session_token=',
  ])('EKY-50: %j is no callback', (text) => {
    expect(judgeBack(query(text), token)).toHaveProperty('problem');
  });

  test('EKY-28: another token is not ours', () => {
    expect(judgeBack(query('result=true&session_token=other'), token)).toEqual({ foreign: true });
    expect(judgeBack(query('result=true&session_token=x'), '')).toEqual({ foreign: true });
  });

  test.each([
    [['true', 'true'], true],
    [['false', 'true'], false],
    [['true', 'false'], false],
    [['false', 'false'], false],
  ])('EKY-55: %j adds up to %s', (results, sum) => {
    const channel = createBackChannel(() => token);
    for (const result of results) channel.take(query(`result=${result}&${ours}`));
    expect(channel.result).toBe(sum);
  });
});

describe('both channels', () => {
  function start(needsBackend: boolean) {
    const told: string[] = [];
    const signIn = createSignIn(needsBackend, {
      message: (text) => told.push(text),
      warning: (text) => told.push(text),
    });
    return { signIn, told };
  }

  test('nothing is an answer before there is a session', () => {
    const { signIn } = start(false);
    expect(signIn.front(answer('')).done).toBeUndefined();
    expect(signIn.front(answer(token)).done).toBeUndefined();
    expect(signIn.back(query('result=true&session_token=x')).done).toBeUndefined();
  });

  test('EKY-52: front first is not granted before the backend heard', () => {
    const { signIn } = start(true);
    signIn.expect(token);
    expect(signIn.front(answer(token)).done).toBeUndefined();
    expect(signIn.expired()).toMatchObject({ kind: 'denied', exitCode: 3 });
    expect(signIn.back(query(`result=true&${ours}`)).done).toEqual({ passed: true });
  });

  test('EKY-52: backend first, then the browser', () => {
    const { signIn } = start(true);
    signIn.expect(token);
    expect(signIn.back(query(`result=true&${ours}`)).done).toBeUndefined();
    expect(signIn.back(query(`result=true&${ours}`)).done).toBeUndefined();
    expect(signIn.front(answer(token)).done).toEqual({ passed: true });
  });

  test('EKY-51, EKY-55: false ends it, and a later true changes nothing', () => {
    const { signIn } = start(true);
    signIn.expect(token);
    signIn.front(answer(token));
    expect(signIn.back(query(`result=false&${ours}`)).done).toMatchObject({ failure: { kind: 'denied' } });
    expect(signIn.back(query(`result=true&${ours}`)).done).toBeUndefined();
  });

  test('EKY-51: false ends nothing at once where the browser is still away, and is what the deadline says', () => {
    const { signIn } = start(true);
    signIn.expect(token);
    const { done, otherwise } = signIn.back(query(`result=false&${ours}`));
    expect(done).toBeUndefined();
    expect(otherwise).toMatchObject({ done: { failure: { kind: 'denied' } }, afterMs: 10_000 });
    expect(signIn.expired()).toMatchObject({ kind: 'denied', details: { provider: { code: 'false' } } });
    expect(signIn.front(answer(token)).done).toMatchObject({ failure: { kind: 'denied', exitCode: 3 } });
  });

  test('EKY-54: a made-up callback for another session grants nothing', () => {
    const { signIn, told } = start(true);
    signIn.expect(token);
    signIn.front(answer(token));
    expect(signIn.back(query('result=true&session_token=guess')).done).toBeUndefined();
    expect(told.join()).toContain('another session token');
    expect(signIn.expired().message).toContain('another session token');
  });

  test('EKY-55: known, unknown and repeated tokens get the same answer', () => {
    const { signIn } = start(true);
    signIn.expect(token);
    const pages = [ours, 'session_token=guess', ours].map(
      (each) => signIn.back(query(`result=true&${each}`)).page,
    );
    expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(1);
  });

  test('a forged token goes on, and the deadline says so', () => {
    const { signIn } = start(false);
    signIn.expect(token);
    expect(signIn.expired()).toMatchObject({ kind: 'expired', exitCode: 5 });
    expect(signIn.front(answer('forged'))).toMatchObject({ status: 403 });
    expect(signIn.expired()).toMatchObject({ kind: 'denied', exitCode: 3 });
    expect(signIn.front(answer(token)).done).toEqual({ passed: true });
    expect(signIn.front(answer(token))).toMatchObject({ status: 409 });
  });
});
