import type { SandboxCore } from '../../../sandbox/vendor.ts';

export interface Account {
  /** 24 hexadecimal digits, as the page's shortened examples suggest. */
  readonly id: string;
  readonly email: string;
  /** Undefined for an account that may sign in. */
  readonly banReason?: string;
}

export interface Accounts {
  find(email: string): Account | undefined;
  /** The account of the address, made where there is none. */
  register(email: string): Account;
}

/** Who has ever signed in; an address counts the same however it is capitalised. */
export function createAccounts({
  randomBytes,
  recipients,
  table,
}: Pick<SandboxCore, 'randomBytes' | 'recipients' | 'table'>): Accounts {
  const accounts = table<Account>('accounts');
  const key = (email: string): string => email.toLowerCase();
  return {
    find: (email) => accounts.get(key(email)),
    register: (email) => {
      const known = accounts.get(key(email));
      if (known !== undefined) return known;
      const account: Account = {
        id: Buffer.from(randomBytes(12)).toString('hex'),
        email,
        ...(recipients.fateOf(email) === 'banned' ? { banReason: 'Violation of the terms of service' } : {}),
      };
      accounts.set(key(email), account);
      return account;
    },
  };
}
