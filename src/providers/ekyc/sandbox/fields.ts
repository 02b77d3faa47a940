import type { SandboxRequest } from '../../../sandbox/vendor.ts';

export type Fields = Readonly<Partial<Record<string, unknown>>>;

/** The members of a JSON object; undefined where the body is none. */
export function readJson({ body }: Pick<SandboxRequest, 'body'>): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** What a page's form or a script's JSON says. */
export function readFields(request: SandboxRequest): Fields {
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return form ? Object.fromEntries(new URLSearchParams(request.body)) : (readJson(request) ?? {});
}

/** The text of a field; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
