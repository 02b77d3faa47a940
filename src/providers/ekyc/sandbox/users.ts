import type { SandboxCore } from '../../../sandbox/vendor.ts';
import type { TotpKey } from '../../../totp/totp.ts';

/** A user whose second factor is enabled. */
export interface User {
  readonly email: string;
  readonly key: TotpKey;
}

/** The user who is there from the start, with a public secret. */
export const customer: User = {
  email: 'customer@example.com',
  key: { secret: 'KNQW4ZDCN54CAZLLPFRSA43FMNZGK5BB', algorithm: 'SHA1', digits: 6, period: 30 },
};

export interface Users {
  find(email: string): User | undefined;
  enable(user: User): void;
  disable(email: string): void;
  /** True once for each code: RFC 6238 §5.2 allows one step to either side, and no code twice. */
  passes(email: string, code: string): Promise<boolean>;
  /** Puts in the one who is there from the start. */
  seed(): void;
}

const window = 1;

export function createUsers({ clock, table }: Pick<SandboxCore, 'clock' | 'table'>): Users {
  const users = table<User>('users');
  /** The steps whose codes were taken, by user. */
  const used = table<readonly number[]>('used codes');

  return {
    find: (email) => users.get(email),
    enable: (user) => {
      users.set(user.email, user);
      used.delete(user.email);
    },
    disable: (email) => {
      users.delete(email);
      used.delete(email);
    },
    passes: async (email, code) => {
      // The library is for those who sign in with a code: every start of the sandbox would pay for it.
      const { findStep } = await import('../../../totp/totp.ts');
      const user = users.get(email);
      // Whoever was enabled without a secret has no codes.
      if (user === undefined || user.key.secret === '') return false;
      const offset = findStep(user.key, code, clock.now(), window);
      if (offset === undefined) return false;
      const step = Math.floor(clock.now() / 1000 / user.key.period) + offset;
      const steps = used.get(email) ?? [];
      if (steps.includes(step)) return false;
      // What is older than the window can't come again.
      used.set(email, [...steps.filter((each) => each >= step - 2 * window - 1), step]);
      return true;
    },
    seed: () => users.set(customer.email, customer),
  };
}
