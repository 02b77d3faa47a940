import type { SandboxCore } from '../../../sandbox/vendor.ts';

/** How long a code is good, which Elixir does not say: ten minutes here. */
const codeLifeMs = 10 * 60_000;
/** How long a QR value is good, which Elixir does not say either. */
const qrLifeMs = 10 * 60_000;
/** After this many wrong codes a transaction is over; the number is the sandbox's own. */
const mostAttempts = 3;
const mostOpen = 1000;

interface Open {
  readonly email: string;
  readonly code: string;
  readonly expiresAt: number;
  attempts: number;
}

/** Everything that works once: mailed codes and QR values. */
export interface Codes {
  addTransaction(email: string): { readonly transactionId: string; readonly code: string };
  /** Whose the code is, once: undefined where it is wrong, expired, used, or was guessed at too often. */
  takeTransaction(transactionId: unknown, code: unknown): string | undefined;
  addQrValue(email: string): string;
  takeQrValue(qrValue: unknown): string | undefined;
  /** True where the value can still sign in. */
  isGood(qrValue: string): boolean;
  reset(): void;
}

export function createCodes({ clock, randomBytes }: Pick<SandboxCore, 'clock' | 'randomBytes'>): Codes {
  const transactions = new Map<string, Open>();
  const qrValues = new Map<string, { readonly email: string; readonly expiresAt: number }>();

  return {
    addTransaction: (email) => {
      const transactionId = uuid(randomBytes);
      const code = String(Buffer.from(randomBytes(4)).readUInt32BE() % 100_000).padStart(5, '0');
      transactions.set(transactionId, { email, code, expiresAt: clock.now() + codeLifeMs, attempts: 0 });
      bound(transactions);
      return { transactionId, code };
    },
    takeTransaction: (transactionId, code) => {
      const open = typeof transactionId === 'string' ? transactions.get(transactionId) : undefined;
      if (open === undefined || clock.now() >= open.expiresAt || open.attempts >= mostAttempts)
        return undefined;
      open.attempts += 1;
      if (code !== open.code) return undefined;
      transactions.delete(transactionId as string);
      return open.email;
    },
    addQrValue: (email) => {
      const value = `REIKEY:${uuid(randomBytes)}`;
      qrValues.set(value, { email, expiresAt: clock.now() + qrLifeMs });
      bound(qrValues);
      return value;
    },
    takeQrValue: (qrValue) => {
      const open = typeof qrValue === 'string' ? qrValues.get(qrValue) : undefined;
      if (open === undefined || clock.now() >= open.expiresAt) return undefined;
      qrValues.delete(qrValue as string);
      return open.email;
    },
    isGood: (qrValue) => clock.now() < (qrValues.get(qrValue)?.expiresAt ?? 0),
    reset: () => {
      transactions.clear();
      qrValues.clear();
    },
  };
}

function bound(entries: Map<string, unknown>): void {
  const [oldest] = entries.keys();
  if (entries.size > mostOpen && oldest !== undefined) entries.delete(oldest);
}

/** A random UUID, version 4. */
function uuid(randomBytes: SandboxCore['randomBytes']): string {
  const bytes = Buffer.from(randomBytes(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
