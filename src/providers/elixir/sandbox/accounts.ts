import type { SandboxCore } from '../../../sandbox/vendor.ts';

export interface Account {
  /** 24 hexadecimal digits, as the page's shortened examples suggest. */
  readonly id: string;
  readonly email: string;
  /** Undefined for an account that may sign in. */
  readonly banReason: string | undefined;
}

/** The one address that signs in as a banned account. */
const bannedEmail = 'banned@example.com';

const mostAccounts = 1000;

export interface Accounts {
  find(email: string): Account | undefined;
  /** The account of the address, made where there is none. */
  register(email: string): Account;
  reset(): void;
}

/** Who has ever signed in; an address counts the same however it is capitalised. */
export function createAccounts({ randomBytes }: Pick<SandboxCore, 'randomBytes'>): Accounts {
  const accounts = new Map<string, Account>();
  const key = (email: string): string => email.toLowerCase();
  return {
    find: (email) => accounts.get(key(email)),
    register: (email) => {
      const known = accounts.get(key(email));
      if (known !== undefined) return known;
      const banReason = key(email) === bannedEmail ? 'Violation of the terms of service' : undefined;
      const account = { id: Buffer.from(randomBytes(12)).toString('hex'), email, banReason };
      accounts.set(key(email), account);
      const [oldest] = accounts.keys();
      if (accounts.size > mostAccounts && oldest !== undefined) accounts.delete(oldest);
      return account;
    },
    reset: () => accounts.clear(),
  };
}
