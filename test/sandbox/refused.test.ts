import { expect, test } from 'vitest';
import { hinted, tooMany } from '../../src/sandbox/refused.ts';

test('a hint stands beside the vendor’s own answer, and is what a header can hold', () => {
  const answer = { status: 400, headers: { allow: 'POST' }, body: { error: 'No' } };
  expect(hinted(answer)).toBe(answer);
  expect(hinted(answer, 'calls are taken from Zürich\r\nx: y', 'and no others…')).toEqual({
    ...answer,
    headers: { allow: 'POST', 'x-sandbox-hint': 'calls are taken from Z?rich??x: y; and no others?' },
  });
});

test('VER-23: too many messages are 429 with Retry-After, and the hint lifts the limit', () => {
  const { status, headers, body } = tooMany({ code: 'TooManyRequests' });
  expect([status, headers?.['retry-after'], body]).toEqual([429, '60', { code: 'TooManyRequests' }]);
  const call = /POST \/__sandbox\/recipients (\{.*\})$/.exec(headers?.['x-sandbox-hint'] ?? '')?.[1];
  expect(JSON.parse(call ?? '')).toEqual({ to: 'RECIPIENT', resendLimit: false });
});
