import { jsonObject } from '../json-object.ts';
import type { SandboxRequest } from './vendor.ts';

/** True for what a form of a page sends, and for what curl sends unless it is told otherwise. */
export function isForm({ headers }: Pick<SandboxRequest, 'headers'>): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

/** What to tell whoever sent JSON that is about to be read as a form; undefined where the body is none. */
export function mistakenForm({
  headers,
  body,
}: Pick<SandboxRequest, 'headers' | 'body'>): string | undefined {
  if (jsonObject(body) === undefined) return undefined;
  const type = headers['content-type']?.slice(0, 60);
  const why = type === undefined ? 'it has no content type' : `its content type is ${type}`;
  return `The body is JSON and was read as a form, because ${why}: send it with content-type: application/json.`;
}
