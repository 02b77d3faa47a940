import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { call } from '../../src/http/call.ts';
import type { Http } from '../../src/http/http.ts';
import { contract } from '../../src/providers/juvlon/contract.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const callee = { title: 'Juvlon', name: 'juvlon', baseUrl: 'http://127.0.0.1:1' };
const input = { apiKey: 'k-1', token: 'OJUWLB', otp: '9078' };

/** A call that uses up a code, over a network that fails so. */
async function failing(error: unknown): Promise<unknown> {
  const http: Http = {
    send: async () => {
      throw error;
    },
  };
  const terminal = { trace: () => {} };
  const context = { http, terminal, redactor: { learn: () => {} }, clock: fakeClock() };
  return call(context as never, callee, contract, 'verifyOneTimeCode', input as never).catch(
    (caught: unknown) => caught,
  );
}

describe('a call whose answer is lost', () => {
  test.each(['network', 'provider', 'expired', 'cancelled'] as const)(
    'claims that the outcome is unknown where it may have arrived: %s',
    async (kind) => {
      expect(await failing(new CliError(kind, 'It ended.'))).toMatchObject({
        kind,
        message: 'It ended. The outcome is unknown: the code may be used up.',
      });
    },
  );

  test.each(['network', 'expired', 'cancelled'] as const)(
    'claims nothing where it never left, as after a wait for another process: %s',
    async (kind) => {
      expect(await failing(new CliError(kind, 'It ended.', { sent: false }))).toMatchObject({
        kind,
        message: 'It ended.',
      });
    },
  );

  test.each([new CliError('usage', 'No.'), new TypeError('A bug.')])(
    'is what it is otherwise: %s',
    async (error) => {
      expect(await failing(error)).toBe(error);
    },
  );
});
