import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';

/** A request as it left for an address that nock stands in for. */
export interface Left {
  readonly method: string;
  readonly path: string;
  /** Every header, names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The bytes of the body, as text. */
  readonly body: string;
}

interface Intercepted {
  readonly req: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly requestBodyBuffers: readonly Buffer[];
  };
}

/**
 * What leaves in each test, as `keeping` collects it, while nock stands in for every host. Every answer that was prepared
 * must have been asked for.
 */
export function wireOfTest(): Left[] {
  const left: Left[] = [];
  beforeEach(() => {
    left.length = 0;
    nock.disableNetConnect();
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    expect(unused).toEqual([]);
  });
  return left;
}

/** A reply for nock that keeps the request before it answers. A string is the body as it is. */
export function keeping(left: Left[], status: number, answer: unknown) {
  return function reply(this: unknown): [number, string, Record<string, string>] {
    const { req } = this as Intercepted;
    const { method, path, headers, requestBodyBuffers } = req;
    left.push({ method, path, headers: { ...headers }, body: Buffer.concat(requestBodyBuffers).toString() });
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return [status, body, { 'Content-Type': 'application/json' }];
  };
}
