import { mask } from '../redaction/mask.ts';
import { isObject } from '../json-object.ts';
import type { SandboxAnswer, SandboxRequest } from './vendor.ts';

/** A request that arrived, with everything secret in it masked. */
export interface LoggedRequest {
  /** Grows with every request. */
  readonly id: string;
  /** ISO 8601 UTC on the sandbox's clock. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  /** What the sandbox had to say about the request, beside the vendor's answer. */
  readonly hint?: string;
  /** The kind of the fault that struck it. */
  readonly fault?: string;
}

export interface RequestLog {
  add(request: SandboxRequest, answer: SandboxAnswer, now: number): void;
  /** Oldest first; only those after the one with the id `since`, and no more than the newest `most`. */
  list(since?: number, most?: number): readonly LoggedRequest[];
  reset(): void;
}

/** Misspelt names arrive too, and what they carry is as secret: x-apy-key. */
const telling = /key|token|secret|auth|cookie|pass|pin|code|otp|session|signature|phone|mail|^to$/i;
const longestBody = 2000;

/** A body beyond this is not kept: only its length is. */
const longestKept = 16_384;

/**
 * Keeps the newest `limit` requests; `secrets` are names of headers and members, in any case. A request is kept as it
 * came and masked when somebody looks: most are never looked at.
 */
export function createRequestLog(secrets: readonly string[], limit = 1000): RequestLog {
  const names = new Set(secrets.map((name) => name.toLowerCase()));
  const isSecret = (name: string): boolean => names.has(name.toLowerCase()) || telling.test(name);
  let entries: Entry[] = [];
  let count = 0;

  return {
    add: ({ method, path, query, headers, body }, { status = 200, headers: answered, fault }, now) => {
      count += 1;
      const kept = body.length > longestKept ? `(${body.length} characters)` : body;
      const request = { method, path, query, headers, body: kept };
      entries.push({ count, now, request, status, hint: answered?.['x-sandbox-hint'], fault: fault?.kind });
      if (entries.length > 2 * limit) entries = entries.slice(-limit);
    },
    list: (since = 0, most = limit) =>
      entries
        .slice(-Math.min(most, limit))
        .filter((entry) => entry.count > since)
        .map((entry) => shown(entry, isSecret)),
    reset: () => {
      entries = [];
    },
  };
}

type Kept = Pick<SandboxRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>;

interface Entry {
  readonly count: number;
  readonly now: number;
  readonly request: Kept;
  readonly status: number;
  readonly hint: string | undefined;
  readonly fault: string | undefined;
}

function shown({ count, now, request, status, hint, fault }: Entry, isSecret: IsSecret): LoggedRequest {
  return {
    id: String(count),
    at: new Date(now).toISOString(),
    method: request.method,
    path: maskPath(request),
    headers: maskMembers(request.headers, isSecret),
    body: maskBody(request, isSecret).slice(0, longestBody),
    status,
    ...(hint === undefined ? {} : { hint }),
    ...(fault === undefined ? {} : { fault }),
  };
}

type IsSecret = (name: string) => boolean;

/** Long segments are tokens, and a query's values are not told apart: all of them are masked. */
function maskPath({ path, query }: Kept): string {
  const segments = path.split('/').map((segment) => (segment.length > 20 ? mask(segment, 'token') : segment));
  const values = [...query].map(([name, value]) => `${encodeURIComponent(name)}=${mask(value, 'token')}`);
  return segments.join('/') + (values.length === 0 ? '' : `?${values.join('&')}`);
}

function maskMembers(members: Readonly<Record<string, string>>, isSecret: IsSecret): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, isSecret(name) ? mask(value, 'token') : value]),
  );
}

/** What is neither a JSON object nor a form can't be masked by its names, and is not shown. */
function maskBody({ body, headers }: Kept, isSecret: IsSecret): string {
  if (body === '') return '';
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? JSON.stringify(maskJson(parsed, isSecret)) : `(${body.length} characters)`;
  } catch {
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return `(${body.length} characters)`;
    const form = Object.fromEntries(new URLSearchParams(body));
    return JSON.stringify(maskMembers(form, isSecret));
  }
}

function maskJson(value: unknown, isSecret: IsSecret): unknown {
  if (Array.isArray(value)) return value.map((item) => maskJson(item, isSecret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecret(name)
        ? mask(typeof member === 'string' ? member : JSON.stringify(member), 'token')
        : maskJson(member, isSecret),
    ]),
  );
}
