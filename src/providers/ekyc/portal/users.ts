import { attacker, customer as customerEmail, newcomer } from '../../../sandbox/portal/accounts.ts';
import type { TotpKey } from '../../../totp/totp.ts';
import { customer } from '../sandbox/users.ts';

/** An account of the portal, as far as the second factor goes. */
export interface User {
  readonly email: string;
  /** The last key that was verified (EKY-16: it is sent with DISABLE too). */
  key?: TotpKey | undefined;
  /** What eKYC has confirmed. */
  mfa: boolean;
  /** A change that eKYC has not confirmed: the two sides may differ, and it is offered again (EKY-14). */
  unconfirmed?: 'ENABLE' | 'DISABLE' | undefined;
}

/** The portal's database: the sandbox's customer has the second factor on, as eKYC's side has it from the start. */
export interface Users {
  find(email: string): User | undefined;
}

export function createUsers(): Users {
  const users: readonly User[] = [
    { email: customerEmail, key: customer.key, mfa: true },
    { email: newcomer, mfa: false },
    { email: attacker, mfa: false },
  ];
  return { find: (email) => users.find((user) => user.email === email) };
}
