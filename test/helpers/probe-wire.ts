import nock from 'nock';
import { beforeEach } from 'vitest';
import { keeping, type Left, wireOfTest } from './left.ts';

/** What left for one call of a host; the sandbox on this machine stays in reach. */
export function probeWire(host: string, method: 'GET' | 'POST', path: string) {
  const left = wireOfTest();
  beforeEach(() => nock.enableNetConnect(/^127\.0\.0\.1:/));
  return {
    left: (): readonly Left[] => left,
    /** Prepares the next answer; a text is the body as it stands. */
    answers: (answer: unknown, status = 200): void => {
      nock(host)
        .intercept(path, method)
        .reply(keeping(left, status, answer));
    },
    /** Prepares an answer that never comes. */
    breaks: (): void => {
      nock(host)
        .intercept(path, method)
        .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    },
  };
}

/** Answers that say nothing about a key, whoever gives them. */
export const nothings: readonly (readonly [what: string, answer: unknown, status: number])[] = [
  ['HTTP 429', { error: 'slow down' }, 429],
  ['HTTP 429 without JSON', 'slow down', 429],
  ['HTTP 500', { error: 'oops' }, 500],
  ['HTTP 503 with a page', '<!doctype html><title>Down</title>', 503],
  ['a page of a captive portal', '<html>Welcome to the hotel</html>', 200],
  ['a page that forbids', '<html>Forbidden</html>', 403],
  ['an empty body', '', 200],
  ['broken JSON', '{"error":', 200],
  ['an empty object', {}, 200],
  ['a list', [1], 200],
  ['null', 'null', 200],
  ['an unknown member', { hello: 'world' }, 200],
];
