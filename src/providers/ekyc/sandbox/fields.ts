import { jsonObject } from '../../../json-object.ts';
import { isForm } from '../../../sandbox/form.ts';
import type { SandboxRequest } from '../../../sandbox/vendor.ts';

export type Fields = Readonly<Partial<Record<string, unknown>>>;

/** The members of a JSON object; undefined where the body is none. */
export function readJson({ body }: Pick<SandboxRequest, 'body'>): Fields | undefined {
  return jsonObject(body);
}

/** What a page's form or a script's JSON says. */
export function readFields(request: SandboxRequest): Fields {
  return isForm(request)
    ? Object.fromEntries(new URLSearchParams(request.body))
    : (jsonObject(request.body) ?? {});
}

/** The text of a field; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
