import { hinted } from '../../../sandbox/hinted.ts';
import type { SandboxAnswer, SandboxCore } from '../../../sandbox/vendor.ts';
import { bcryptShaped, clientIdOf, tokenFor, tokenLifeMs } from './answers.ts';

/** The access tokens that this sandbox gave out. */
export interface Tokens {
  /** A new token of the account, as `confirm` answers it. */
  issue(account: string): ReturnType<typeof tokenFor>;
  /** R-VER-7: whose token it is, in the answer of `clients/me`; 401 for one that is not known or ran out. */
  describe(authorization: string | undefined): SandboxAnswer;
}

interface Issued {
  readonly account: string;
  readonly expiresAt: number;
}

export function createTokens({ clock, randomBytes, recipients, table }: SandboxCore): Tokens {
  const tokens = table<Issued>('tokens');

  return {
    issue: (account) => {
      const now = clock.now();
      const token = tokenFor(account, now, randomBytes);
      tokens.set(token.accessToken, { account, expiresAt: now + tokenLifeMs });
      return token;
    },
    describe: (authorization = '') => {
      // R-VER-8: the vendor's pages spell it in four ways, and no page says which of them is refused.
      const token = authorization.replace(/^(?:bearer|jwt) /i, '');
      const issued = tokens.get(token);
      if (issued === undefined) return unauthorised('this sandbox gave out no such token');
      if (clock.now() >= issued.expiresAt)
        return unauthorised('the token has expired: it was good for 30 days');
      const { account } = issued;
      const fate = recipients.fateOf(account);
      if (fate === 'inactive') return { status: 403, body: { error: 'Forbidden' } };
      const data = {
        _id: clientIdOf(account),
        ...(account.includes('@') ? { email: account } : { phone: account }),
        name: 'Sandbox Client',
        active: fate !== 'banned',
        credits: 0,
        // VER-21: the vendor's own answer holds one too; here it is of nothing.
        otp: bcryptShaped(randomBytes),
      };
      return { body: { data } };
    },
  };
}

function unauthorised(hint: string): SandboxAnswer {
  return hinted({ status: 401, body: { error: 'Unauthorized' } }, hint);
}
