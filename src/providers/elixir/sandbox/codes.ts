import type { SandboxCore } from '../../../sandbox/vendor.ts';

/** How long a code is good, which Elixir does not say: ten minutes here. */
const codeLifeMs = 10 * 60_000;
/** How long a QR value is good, which Elixir does not say either. */
const qrLifeMs = 10 * 60_000;
/** After this many wrong codes a transaction is over; the number is the sandbox's own. */
const mostAttempts = 3;

interface Open {
  readonly email: string;
  readonly code: string;
  readonly expiresAt: number;
  attempts: number;
}

/** Whose a code was, or why it was not taken. */
export type Taken = { readonly email: string } | { readonly why: string };

/** Everything that works once: mailed codes and QR values. */
export interface Codes {
  addTransaction(email: string): { readonly transactionId: string; readonly code: string };
  /** True where the code would sign in; it stays good. */
  isRight(transactionId: unknown, code: unknown): boolean;
  /** Whose the code is, once, or why it is nobody's. */
  takeTransaction(transactionId: unknown, code: unknown): Taken;
  addQrValue(email: string): string;
  takeQrValue(qrValue: unknown): string | undefined;
  /** True where the value can still sign in. */
  isGood(qrValue: unknown): boolean;
}

export function createCodes({
  clock,
  randomBytes,
  recipients,
  table,
}: Pick<SandboxCore, 'clock' | 'randomBytes' | 'recipients' | 'table'>): Codes {
  const transactions = table<Open>('transactions');
  /** The transaction where it still takes codes, or why it takes none. */
  const find = (transactionId: unknown): Open | string => {
    const open = typeof transactionId === 'string' ? transactions.get(transactionId) : undefined;
    if (open === undefined) return 'nobody was mailed a code under this transactionId, or it was used';
    if (open.attempts >= mostAttempts) return 'locked after too many wrong codes: a new code is needed';
    return clock.now() >= open.expiresAt ? 'the code has expired' : open;
  };
  const qrValues = table<{ readonly email: string; readonly expiresAt: number }>('qr values');

  const findQr = (qrValue: unknown): { readonly email: string } | undefined => {
    const open = typeof qrValue === 'string' ? qrValues.get(qrValue) : undefined;
    return open === undefined || clock.now() >= open.expiresAt ? undefined : open;
  };

  return {
    addTransaction: (email) => {
      const transactionId = uuid(randomBytes);
      const fate = recipients.fateOf(email);
      const code = recipients.codeOf(email) ?? fiveDigits(randomBytes);
      const expiresAt = clock.now() + (fate === 'expired' ? 0 : codeLifeMs);
      const attempts = fate === 'locked' ? mostAttempts : 0;
      transactions.set(transactionId, { email, code, expiresAt, attempts });
      return { transactionId, code };
    },
    isRight: (transactionId, code) => {
      const open = find(transactionId);
      return typeof open !== 'string' && open.code === code;
    },
    takeTransaction: (transactionId, code) => {
      const open = find(transactionId);
      if (typeof open === 'string') return { why: open };
      open.attempts += 1;
      if (code !== open.code) return { why: 'the code is wrong: the one that was mailed is in the outbox' };
      transactions.delete(transactionId as string);
      return { email: open.email };
    },
    addQrValue: (email) => {
      const value = `REIKEY:${uuid(randomBytes)}`;
      qrValues.set(value, { email, expiresAt: clock.now() + qrLifeMs });
      return value;
    },
    takeQrValue: (qrValue) => {
      const open = findQr(qrValue);
      if (open !== undefined) qrValues.delete(qrValue as string);
      return open?.email;
    },
    isGood: (qrValue) => findQr(qrValue) !== undefined,
  };
}

function fiveDigits(randomBytes: SandboxCore['randomBytes']): string {
  return String(Buffer.from(randomBytes(4)).readUInt32BE() % 100_000).padStart(5, '0');
}

/** A random UUID, version 4. */
function uuid(randomBytes: SandboxCore['randomBytes']): string {
  const bytes = Buffer.from(randomBytes(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
