import { expect, test } from 'vitest';
import { promptReader } from '../../../src/flow/sources/prompt.ts';
import type { Question } from '../../../src/terminal/prompter.ts';

/** What the reader makes of one answer, and what it says of it. */
async function typed(answer: string): Promise<{ code: string; verdict: true | string | undefined }> {
  let verdict: true | string | undefined;
  const read = promptReader({
    prompter: {
      available: true,
      text: async ({ validate }: Question) => {
        verdict = validate?.(answer);
        return answer;
      },
      secret: async () => answer,
      confirm: async () => true,
    },
  });
  const challenge = { provider: 'verifik', sentAt: 0 };
  const code = await read({
    challenge,
    deadline: 0,
    what: 'OTP',
    option: '--otp-from',
    shape: { minLength: 4, maxLength: 8 },
  });
  return { code, verdict };
}

test('F38: a person may paste the whole message', async () => {
  expect(await typed('Your code is 711522.')).toEqual({ code: '711522', verdict: true });
});

test('F38: a code in groups is left to the one rule for codes', async () => {
  expect(await typed('711-522')).toEqual({ code: '711-522', verdict: true });
});

test('F38: two codes in one message are not chosen between', async () => {
  expect((await typed('Order 777777, code 711522.')).verdict).toBe('A code has digits only.');
});
