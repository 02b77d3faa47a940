import type { SandboxAnswer } from './vendor.ts';

/** What the rig itself answers to a request that it cannot serve: RFC 9457, with the next thing to try. */
export function problem(
  status: number,
  title: string,
  hint: string,
  headers: Readonly<Record<string, string>> = {},
): SandboxAnswer {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: { type: 'about:blank', status, title, hint },
  };
}
