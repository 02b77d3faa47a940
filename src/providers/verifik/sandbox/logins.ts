import type { SandboxCore } from '../../../sandbox/vendor.ts';

/** One OTP that was sent, until it is used, replaced or reset. */
export interface Login {
  /** The phone number with its country code, or the e-mail address. */
  readonly account: string;
  readonly otp: string;
  readonly expiresAt: number;
  /** The second factor, where the client wants one. */
  readonly authenticatorOTP?: string;
  /** Wrong codes so far. */
  attempts: number;
}

export interface Logins {
  /** Sends an OTP to the outbox, in the place of the one before. */
  open(account: string, withSecondFactor: boolean): Login;
  find(account: string): Login | undefined;
  /** Whether the code is the right one; counts, and takes none after five wrong ones. */
  tries(login: Login, otp: string): boolean;
  /** Uses the OTP up. Returns its account. */
  use(login: Login): string;
}

const otpLifeMs = 600_000;
export const mostAttempts = 5;

/** VER-24: OTPs of six digits, good once and for ten minutes, one for each account. */
export function createLogins({ clock, outbox, randomBytes, recipients, table }: SandboxCore): Logins {
  const logins = table<Login>('logins');
  const sixDigits = (): string =>
    String(Buffer.from(randomBytes(4)).readUInt32BE() % 1_000_000).padStart(6, '0');

  return {
    open: (account, withSecondFactor) => {
      const fate = recipients.fateOf(account);
      const login: Login = {
        account,
        otp: recipients.codeOf(account) ?? sixDigits(),
        expiresAt: clock.now() + (fate === 'expired' ? 0 : otpLifeMs),
        attempts: fate === 'locked' ? mostAttempts : 0,
        ...(withSecondFactor ? { authenticatorOTP: sixDigits() } : {}),
      };
      logins.set(account, login);
      outbox.deliver({ provider: 'verifik', to: account, code: login.otp });
      if (login.authenticatorOTP !== undefined) {
        // What the client's authenticator app would show. It is no message to the phone.
        outbox.deliver({
          provider: 'verifik',
          to: 'authenticator@example.com',
          code: login.authenticatorOTP,
        });
      }
      return login;
    },
    find: (account) => logins.get(account),
    tries: (login, otp) => {
      if (login.attempts >= mostAttempts) return false;
      if (login.otp === otp) return true;
      login.attempts += 1;
      return false;
    },
    use: ({ account }) => {
      logins.delete(account);
      return account;
    },
  };
}
