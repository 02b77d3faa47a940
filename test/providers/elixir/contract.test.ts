import { describe, expect, test } from 'vitest';
import { decode, type Endpoint, v } from '../../../src/http/contract.ts';
import { contract } from '../../../src/providers/elixir/contract.ts';
import { decodeExample } from '../../helpers/examples.ts';

const { otpLogin, otpVerify, refresh, signout, qrVerify } = contract;
const user = { _id: '6d3a5d', status: 'ACTIVE', banReason: null };
const data = { token: 'eyJh.eyJz.c2ln', tokenExpiry: 1, tokenLifeMS: 2, refreshToken: '210a5bc', user };
const answer = (more: Readonly<Record<string, unknown>> = {}, envelope: object = {}) => ({
  code: 1,
  success: true,
  data: { ...data, ...more },
  ...envelope,
});
const taken = (json: unknown): boolean => v.is(otpVerify.answer, json);

describe("the page's examples", () => {
  test('ELX-02: the transaction', () => {
    expect(decodeExample(otpLogin.answer, otpLogin.examples[0])).toEqual({
      strict: true,
      value: { code: 1, success: true, data: { transactionId: '0306d0b1-bb5c-4a9b-aa55-8b56fe659168' } },
    });
  });

  test('ELX-05, ELX-23: the session of a code, whose comment is no JSON as printed', () => {
    expect(decodeExample(otpVerify.answer, otpVerify.examples[0])).toEqual({
      strict: false,
      value: {
        code: 1,
        success: true,
        data: {
          token: 'eyJhbGciOiJIU...',
          tokenExpiry: 1678126661453,
          tokenLifeMS: 30000000000,
          refreshToken: '210...5bc',
          user: { _id: '6d3...5d', status: 'ACTIVE', banReason: null },
          newAccount: false,
        },
      },
    });
  });

  test('ELX-08, ELX-22: the refreshed session, with an empty banReason', () => {
    expect(decodeExample(refresh.answer, refresh.examples[0]).value).toMatchObject({
      data: { refreshToken: '31e...c95', user: { banReason: '' } },
    });
  });

  test('ELX-15: the session of a QR value has neither user nor newAccount', () => {
    const { value } = decodeExample(qrVerify.answer, qrVerify.examples[0]);
    expect(value).toMatchObject({ data: { tokenLifeMS: 31557600000, refreshToken: '5fb...38e' } });
    expect(Object.keys((value as { data: object }).data)).not.toContain('user');
  });

  test('ELX-12: the end of a session', () => {
    expect(decodeExample(signout.answer, signout.examples[0]).value).toMatchObject({
      data: { message: 'Session closed successfully for this device' },
    });
  });
});

describe('spellings', () => {
  test('R-ELX-12: snake_case is read as the page spells it', () => {
    const snake = {
      code: 1,
      success: true,
      data: {
        token: data.token,
        token_expiry: 1,
        token_life_ms: 2,
        refresh_token: data.refreshToken,
        user: { _id: '6d3a5d', status: 'ACTIVE', ban_reason: 'spam' },
        new_account: true,
      },
    };
    expect(decode(otpVerify.answer, snake)).toEqual({
      value: answer({ user: { ...user, banReason: 'spam' }, newAccount: true }),
    });
    expect(decode(otpLogin.answer, { success: true, data: { transaction_id: 't1' } })).toMatchObject({
      value: { data: { transactionId: 't1' } },
    });
  });

  test("R-ELX-12: the page's own spelling counts where both came, in either order", () => {
    for (const pair of [
      { refreshToken: 'own', refresh_token: 'other' },
      { refresh_token: 'other', refreshToken: 'own' },
    ]) {
      const { refreshToken: _dropped, ...rest } = data;
      const decoded = decode(otpVerify.answer, { success: true, data: { ...rest, ...pair } });
      expect(decoded).toMatchObject({ value: { data: { refreshToken: 'own' } } });
    }
  });

  test.each(['accessToken', 'access_token'])('ELX-16: %s is the token where there is no "token"', (name) => {
    const { token: _dropped, ...rest } = data;
    const other = { success: true, data: { ...rest, [name]: 'eyJo' } };
    expect(decode(otpVerify.answer, other)).toMatchObject({ value: { data: { token: 'eyJo' } } });
    const both = { success: true, data: { ...data, [name]: 'eyJo' } };
    expect(decode(otpVerify.answer, both)).toMatchObject({ value: { data: { token: data.token } } });
    expect(taken({ success: true, data: rest })).toBe(false);
  });
});

describe('ELX-19, ALL-06, ALL-07: what is no success', () => {
  test('the good one is taken, and without a code beside it', () => {
    expect(taken(answer())).toBe(true);
    expect(taken({ success: true, data })).toBe(true);
    expect(taken(answer({}, { error: null }))).toBe(true);
  });

  test.each([
    ['success false', answer({}, { success: false })],
    ['success as a text', answer({}, { success: 'true' })],
    ['success 1', answer({}, { success: 1 })],
    ['no success', { code: 1, data }],
    ['no data', { code: 1, success: true }],
    ['data null', answer({}, { data: null })],
    ['another code', answer({}, { code: -1 })],
    ['a code that is a text', answer({}, { code: '1' })],
    ['an error beside it', answer({}, { error: { code: 1000 } })],
    ['an empty token', answer({ token: '' })],
    ['a token with a line break', answer({ token: 'eyJh\r\nX-Evil: 1' })],
    ['a token that is a number', answer({ token: 5 })],
    ['no refresh token', answer({ refreshToken: undefined })],
    ['an empty refresh token', answer({ refreshToken: '' })],
    ['an expiry that is a text', answer({ tokenExpiry: '1678126661453' })],
    ['an expiry beyond all dates', answer({ tokenExpiry: 8.64e15 + 1 })],
    ['a negative expiry', answer({ tokenExpiry: -1 })],
    ['an infinite life', answer({ tokenLifeMS: Infinity })],
    ['a user without a status', answer({ user: { _id: 'x' } })],
    ['a user that is a text', answer({ user: 'ada' })],
    ['a ban reason that is a flag', answer({ user: { ...user, banReason: true } })],
    ['newAccount 1', answer({ newAccount: 1 })],
  ])('%s', (_name, json) => {
    expect(taken(json)).toBe(false);
  });
});

test('ELX-27, ELX-28, ALL-02: everything secret is named, in both spellings', () => {
  const calls: readonly Endpoint<never>[] = Object.values(contract);
  const named = new Set(calls.flatMap(({ secrets, sentSecrets = [] }) => [...secrets, ...sentSecrets]));
  for (const name of [
    'x-api-key',
    'authorization',
    'token',
    'accessToken',
    'access_token',
    'refreshToken',
    'refresh_token',
    'code',
    'qrValue',
    'transactionId',
    'transaction_id',
    'email',
  ]) {
    expect(named).toContain(name);
  }
});
