import { describe, expect, test } from 'vitest';
import { asText, statusOf } from '../../src/flow/callback-answer.ts';
import { problemPage } from '../../src/flow/callback-pages.ts';

const failure = (code: string | undefined, rawPacket?: Buffer) =>
  Object.assign(new Error('of the parser'), { code, rawPacket });

describe('the status for what the parser gave up on', () => {
  test.each([
    ['a request that did not end in time', failure('ERR_HTTP_REQUEST_TIMEOUT'), 408],
    ['a first line that is too long', failure('HPE_HEADER_OVERFLOW', Buffer.alloc(20_000, 'x')), 414],
    [
      'headers that are too long',
      failure('HPE_HEADER_OVERFLOW', Buffer.from(`GET / HTTP/1.1\n${'x'.repeat(20_000)}`)),
      431,
    ],
    ['a packet that nobody kept', failure('HPE_HEADER_OVERFLOW'), 414],
    ['no HTTP', failure('HPE_INVALID_METHOD'), 400],
    ['a client that left', failure('ECONNRESET'), undefined],
    ['an error without a code', failure(undefined), undefined],
  ])('%s', (_name, error, status) => {
    expect(statusOf(error)).toBe(status);
  });
});

test('an answer as bytes is whole HTTP: its status line, its headers, its length', () => {
  const text = asText(problemPage(400, 'Bad request', 'This request could not be read – at all.'));
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  expect(line).toBe('HTTP/1.1 400 Bad Request');
  for (const header of headers) expect(header).toMatch(/^[\w-]+: \S.*$/);
  expect(headers).toContain(`content-length: ${Buffer.byteLength(body)}`);
  expect(body).toContain('at all.');
});
