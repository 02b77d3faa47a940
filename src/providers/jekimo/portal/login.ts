import type { PortalCore } from '../../../sandbox/portal/part.ts';
import { isSame } from '../../../same.ts';
import { isToken } from '../values.ts';
import type { Backend, Check, Token } from './backend.ts';

/** JEK-11 to JEK-13: every five seconds, for 120 s, 24 times at most. */
export const everyMs = 5000;
const validForMs = 120_000;
const mostAttempts = 24;
const mostPins = 3;

export type State = 'waiting' | 'pin' | 'in' | 'denied' | 'timeout' | 'broken';

/** One sign-in of one browser (JEK-21); it lives on the server, bound to the browser's session (JEK-37). */
export interface Login extends Token {
  /** Who it is about: settled before the challenge, or by the page where the mistake is on (JEK-39). */
  email: string;
  readonly twoFa: boolean;
  /** On the sandbox's monotonic clock. */
  readonly deadline: number;
  state: State;
  attempts: number;
  /** On the machine's clock: how soon Jekimo may be asked again. */
  nextAt: number;
  pin: string | undefined;
  wrongPins: number;
  /** Everything that the browser was given. */
  readonly got: string[];
}

export function startLogin({ clock }: PortalCore, wanted: Pick<Login, 'email' | 'twoFa'> & Token): Login {
  const begun = { state: 'waiting', attempts: 0, nextAt: 0, pin: undefined, wrongPins: 0, got: [] } as const;
  return { ...wanted, ...begun, got: [], deadline: clock.monotonic() + validForMs };
}

export function secondsLeft({ clock }: PortalCore, { deadline }: Login): number {
  return Math.max(0, Math.ceil((deadline - clock.monotonic()) / 1000));
}

/**
 * Answers the page's question, and asks Jekimo where five seconds have passed (JEK-11). The page learns where the
 * sign-in stands and nothing else: no pin, no token, no key (JEK-36). What it posts is not read (JEK-37, JEK-39).
 */
export async function poll(
  core: PortalCore,
  backend: Backend,
  login: Login,
  posted: URLSearchParams,
): Promise<Readonly<Record<string, unknown>>> {
  const { mistakes, realClock, clock } = core;
  const now = realClock.monotonic();
  const late = clock.monotonic() >= login.deadline;
  let seen: Check | undefined;
  if (login.state === 'waiting' && late) login.state = 'timeout';
  if (login.state === 'waiting' && now >= login.nextAt) {
    login.nextAt = now + everyMs;
    login.attempts += 1;
    seen = await backend.check(tokenFor(core, login, posted));
    settle(core, login, seen, posted);
  }
  const told = { state: login.state, secondsLeft: secondsLeft(core, login) };
  return seen !== undefined && mistakes.has('pin-in-browser') ? { ...told, jekimo: seen.json } : told;
}

/** JEK-37: the session's own token, never one that was posted. JEK-38: and never anything else in a header. */
function tokenFor({ mistakes }: PortalCore, { token }: Login, posted: URLSearchParams): string {
  const given = posted.get('token') ?? '';
  return mistakes.has('browsers-word') && isToken(given) ? given : token;
}

/** JEK-16 to JEK-20. */
function settle(core: PortalCore, login: Login, check: Check, posted: URLSearchParams): void {
  const { status } = check;
  // JEK-20: an answer that got lost counts as an attempt, and the wait goes on.
  if (status === 'created' || status === 'lost') {
    if (login.attempts >= mostAttempts) login.state = 'timeout';
    return;
  }
  if (status === 'invalid') login.state = 'timeout';
  else if (status === 'KO') login.state = 'denied';
  else pass(core, login, check, posted);
}

function pass(core: PortalCore, login: Login, { risk, pin }: Check, posted: URLSearchParams): void {
  const { mistakes, outbox } = core;
  if (mistakes.has('unbound-identity')) login.email = posted.get('email') ?? login.email;
  // JEK-25, JEK-26: without a risk, or where no second factor was asked for, there is nothing to step up.
  if (!risk || (pin === null && !login.twoFa)) login.state = 'in';
  // JEK-27: a second factor was asked for, a risk was seen, and there is no pin.
  else if (pin === null) login.state = 'broken';
  else {
    // JEK-24: mailing, asking for and comparing the pin is the integrator's part.
    login.state = 'pin';
    login.pin = pin;
    outbox.deliver({ provider: 'jekimo', to: login.email, code: pin });
  }
}

/** Compares the pin that was typed, in constant time; what is wrong with it, or undefined where it is right. */
export function judgePin(login: Login, typed: string): string | undefined {
  if (login.state !== 'pin' || login.pin === undefined) return 'No pin is wanted now.';
  if (isSame(typed.replaceAll(/\s/g, ''), login.pin)) {
    login.state = 'in';
    login.pin = undefined;
    return undefined;
  }
  login.wrongPins += 1;
  if (login.wrongPins < mostPins) return 'That is not the pin that was mailed. Please try again.';
  login.state = 'denied';
  login.pin = undefined;
  return 'Three wrong pins: the sign-in is over.';
}
