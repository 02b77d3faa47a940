import type { ApprovalDetails, SignIn, SignIns } from '../library.ts';
import type { Decision } from '../sandbox/sign-ins.ts';
import { given, textIn } from './given.ts';
import type { Reach } from './reach.ts';

export function signInsFace({ core, call, waitFor }: Reach): SignIns {
  const pending = (verb: string, provider?: string): SignIn[] =>
    core(verb)
      .signIns.list()
      .filter((each) => each.state === 'pending' && (provider === undefined || each.provider === provider));

  async function decide(
    verb: string,
    decision: Decision['decision'],
    named: string | undefined,
    details?: ApprovalDetails,
  ): Promise<SignIn> {
    const body = { decision, ...given(verb, details, { risk: true, age: true }) };
    const id = textIn(verb, 'its id', named) ?? only(verb, pending(verb));
    const decided = await call(verb, {
      method: 'POST',
      path: 'sessions/:id',
      params: { id },
      body,
      list: 'signIns.list()',
    });
    return (decided as { readonly session: SignIn }).session;
  }

  return {
    list: () => core('signIns.list').signIns.list(),
    waitFor: async (filter, options) => {
      const verb = 'signIns.waitFor';
      const { provider } = given(verb, filter, { provider: true });
      const { providers } = core(verb);
      if (provider !== undefined && !providers.includes(provider))
        throw new Error(`${verb}: provider is one of ${providers.join(', ')}.`);
      return waitFor(
        verb,
        () => pending(verb, provider).at(-1),
        options,
        () => `No sign-in${provider === undefined ? '' : ` of ${provider}`} is pending.`,
      );
    },
    approve: (id, details) => decide('signIns.approve', 'approve', id, details),
    deny: (id) => decide('signIns.deny', 'deny', id),
    timeOut: (id) => decide('signIns.timeOut', 'timeout', id),
    fail: (id) => decide('signIns.fail', 'error', id),
  };
}

/** Several would be a guess, and a guess could be another test's. */
function only(verb: string, pending: readonly SignIn[]): string {
  const [first] = pending;
  if (first === undefined)
    throw new Error(`${verb}: no sign-in is pending. Wait for one with signIns.waitFor().`);
  if (pending.length === 1) return first.id;
  const ids = pending.map(({ id, provider }) => `${id} (${provider})`);
  throw new Error(`${verb}: ${pending.length} sign-ins are pending; give the id of one: ${ids.join(', ')}.`);
}
