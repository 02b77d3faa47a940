import { expect, test } from 'vitest';
import { hinted, tooMany } from '../../src/sandbox/hinted.ts';

test('a hint stands beside the vendor’s own answer, and is what a header can hold', () => {
  const answer = { status: 400, headers: { allow: 'POST' }, body: { error: 'No' } };
  expect(hinted(answer)).toBe(answer);
  expect(hinted(answer, 'calls are taken from Zürich\r\nx: y', 'and no others…')).toEqual({
    ...answer,
    headers: { allow: 'POST', 'x-sandbox-hint': 'calls are taken from Z?rich??x: y; and no others?' },
  });
});

test('VER-23: too many messages are 429 with Retry-After, and the hint lifts the limit', () => {
  const { status, headers, body } = tooMany({ code: 'TooManyRequests' }, undefined);
  expect([status, headers?.['retry-after'], body]).toEqual([429, '60', { code: 'TooManyRequests' }]);
  const call = /POST \/__sandbox\/recipients (\{.*\})$/.exec(headers?.['x-sandbox-hint'] ?? '')?.[1];
  expect(JSON.parse(call ?? '')).toEqual({ to: 'RECIPIENT', resendLimit: false });
});

test('a recipient whose fate it is gets no call that would change nothing', () => {
  const { status, headers } = tooMany({ code: 'TooManyRequests' }, 'rate-limited');
  expect(status).toBe(429);
  expect(headers?.['x-sandbox-hint']).toBe(
    'the fate of this recipient is rate-limited, each time: any other recipient gets its message',
  );
});
