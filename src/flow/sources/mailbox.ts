import { isObject } from '../../json-object.ts';

/** A message in a list that a mail catcher or the sandbox's outbox answers. */
export interface Message {
  readonly id: string | undefined;
  readonly provider: string | undefined;
  readonly to: readonly string[];
  /** Milliseconds since 1970 on the server's clock. */
  readonly at: number | undefined;
  /** Where the code is looked for. */
  readonly text: string;
}

/** Where a message has its text, by the names that mail catchers and gateways for text messages use. */
export const textFields = [
  'Snippet',
  'snippet',
  'text',
  'Text',
  'body',
  'Body',
  'message',
  'content',
] as const;

/**
 * Reads a message list, newest first: Mailpit's `{messages: [{ID, Created, To: [{Address}], Subject, Snippet}]}`, the
 * sandbox's `[{id, provider, to, code, sentAt}]` or one like them, bare or under `messages`. Undefined where the text is
 * no such list.
 */
export function readMailbox(text: string): Message[] | undefined {
  const list = listIn(text);
  if (list === undefined || !list.every(isObject)) return undefined;
  return list.map(readMessage).toSorted(newestFirst);
}

/** True where a message went to the recipient, or one of the two is not known. */
export function sameRecipient(to: readonly string[], recipient: string | undefined): boolean {
  return (
    recipient === undefined || to.length === 0 || to.some((one) => sameAddress(bare(one), bare(recipient)))
  );
}

type Fields = Readonly<Record<string, unknown>>;

function listIn(text: string): unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) return value;
  if (!isObject(value) || !('messages' in value)) return undefined;
  const { messages } = value;
  if (Array.isArray(messages)) return messages;
  return messages === null ? [] : undefined;
}

function readMessage(fields: Fields): Message {
  const sentAt = Date.parse(word(fields, 'Created', 'sentAt') ?? '');
  const body = [word(fields, 'Subject', 'subject'), word(fields, ...textFields)];
  return {
    id: word(fields, 'ID', 'id'),
    provider: word(fields, 'provider'),
    to: recipients(fields['To'] ?? fields['to']),
    at: Number.isNaN(sentAt) ? undefined : sentAt,
    text: word(fields, 'code') ?? body.filter((part) => part !== undefined).join('\n'),
  };
}

function recipients(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => {
    const address = isObject(one) ? word(one, 'Address', 'address') : one;
    return typeof address === 'string' && address !== '' ? [address] : [];
  });
}

/** By date; within one moment by a growing id, else as the server lists them, which is newest first. */
function newestFirst(one: Message, other: Message): number {
  const byDate = (other.at ?? 0) - (one.at ?? 0);
  const byId = Number(other.id) - Number(one.id);
  return byDate || (Number.isNaN(byId) ? 0 : byId);
}

function word(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

/** Phone numbers are compared from their end, since one of the two may lack the country code. */
function sameAddress(one: string, other: string): boolean {
  if (one === other) return true;
  if (one.includes('@') || other.includes('@') || Math.min(one.length, other.length) < 7) return false;
  return one.endsWith(other) || other.endsWith(one);
}

function bare(address: string): string {
  const text = address.trim().toLowerCase();
  return text.includes('@') ? text : text.replaceAll(/\D/g, '');
}
