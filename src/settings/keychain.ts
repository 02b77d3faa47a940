import { errorCode } from '../errors.ts';

/** One wish at the system's keychain. It goes to a process of its own: see `keychain-process.ts`. */
export interface KeychainCall {
  readonly verb: 'get' | 'set' | 'remove';
  readonly service: string;
  readonly account: string;
  /** What `set` stores. */
  readonly value?: string;
}

/** What became of it. `stored` is in base64, since an entry that somebody else wrote need not be text. */
export type KeychainReply =
  | { readonly stored: string | null }
  | { readonly done: true }
  | { readonly removed: boolean }
  | { readonly failure: KeychainFailure; readonly reason: string };

/** Why nothing came of it: the library is not installed, no keychain is running, it is locked, or it said no. */
export type KeychainFailure = 'absent' | 'headless' | 'locked' | 'refused';

/** An entry as the library opens it. */
export interface KeychainEntry {
  getSecret(): Promise<ArrayLike<number> | null>;
  setSecret(secret: Uint8Array): Promise<void>;
  deleteCredential(): Promise<boolean>;
}

export type OpenEntry = (service: string, account: string) => KeychainEntry;

/** Reads a call from stdin, carries it out, and writes the reply: all that the process of its own does. Returns 2 for no call. */
export async function serveKeychain({
  stdin,
  stdout,
}: Pick<NodeJS.Process, 'stdin' | 'stdout'>): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk as Buffer);
  const call = callIn(Buffer.concat(chunks).toString('utf8'));
  if (call === undefined) return 2;
  const reply = await answerCall(call, load);
  stdout.write(JSON.stringify(reply));
  return 0;
}

function callIn(text: string): KeychainCall | undefined {
  try {
    const call = JSON.parse(text) as Partial<KeychainCall> | null;
    const whole = typeof call?.service === 'string' && typeof call.account === 'string';
    return whole && ['get', 'set', 'remove'].includes(call.verb ?? '') ? (call as KeychainCall) : undefined;
  } catch {
    return undefined;
  }
}

/** Carries the call out; every trouble is a reply. */
export async function answerCall(call: KeychainCall, open: () => Promise<OpenEntry>): Promise<KeychainReply> {
  const { verb, service, account, value = '' } = call;
  let opened: OpenEntry;
  try {
    opened = await open();
  } catch (error) {
    return { failure: 'absent', reason: await missing(error) };
  }
  let entry: KeychainEntry;
  try {
    entry = opened(service, account);
  } catch (error) {
    return { failure: 'headless', reason: firstLine(error) };
  }
  try {
    if (verb === 'remove') return { removed: await entry.deleteCredential() };
    if (verb === 'get') {
      const stored = await entry.getSecret();
      return { stored: stored && Buffer.from(stored).toString('base64') };
    }
    await entry.setSecret(Buffer.from(value));
    return { done: true };
  } catch (error) {
    const reason = firstLine(error);
    return { failure: isLocked(reason) ? 'locked' : 'refused', reason };
  }
}

/**
 * On Linux the entry is bound to the Secret Service: left to itself, the library falls back to the kernel's keyring, which
 * forgets at the next start, and a missing service would look like a missing entry.
 */
async function load(): Promise<OpenEntry> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  return (service, account) => new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
}

async function missing(error: unknown): Promise<string> {
  // Native code can't be loaded from inside a single executable.
  if ((await import('node:sea')).isSea()) return 'authrig as a single file comes without it';
  return errorCode(error) === 'ERR_MODULE_NOT_FOUND'
    ? 'the optional package @napi-rs/keyring is not there'
    : 'the optional package @napi-rs/keyring does not load on this machine';
}

/** The Secret Service, macOS (errSecInteractionNotAllowed) and KWallet, each in its own words. */
function isLocked(reason: string): boolean {
  return /prompt was dismissed|\blocked\b|interaction is not allowed/i.test(reason);
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/\.$/, '');
}
