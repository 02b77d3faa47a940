import type { Clock } from '../../src/clock.ts';
import { fakeClock } from './fake-clock.ts';
import { type Outcome, authrig, type RigOptions } from './rig.ts';
import { type Reply, type ScriptedServer, scriptedServer } from './scripted-server.ts';

export const login = '/v2/projects/phone-login';
export const confirm = '/v2/projects/phone-login/confirm';
/** The wall clock of the tests. */
export const now = Date.UTC(2026, 0, 1);
export const minutes = 60_000;
export const day = 86_400_000;
export const phone = '1234566663';
const hash = '$2a$10$fdoxDgtv6J7E4nnZoCORSOiUbpCGOOE5JWghrvAUNZIoX5h81zJLq';
export const accessToken = 'eyJhbGcpXVCJ9.eyJjbGllbnR...JZCIYiUzNjEaIWxYShWeBaRs';

/** What phone-login answers, with members of `data` replaced or, where they are undefined, left out. */
export function sent(more: Readonly<Record<string, unknown>> = {}): Reply {
  const data = {
    status: 'sent',
    countryCode: '+1',
    phone,
    phoneGateway: 'whatsapp',
    otp: hash,
    expiresAt: new Date(now + 10 * minutes).toISOString(),
    requires2FA: false,
    updatedAt: new Date(now).toISOString(),
    createdAt: new Date(now).toISOString(),
    ...more,
  };
  return { body: { data } };
}

/** What confirm answers. */
export function confirmed(more: Readonly<Record<string, unknown>> = {}): Reply {
  return { body: { data: { accessToken, tokenType: 'bearer', ...more } } };
}

export const wrongOtp: Reply = { status: 400, body: { code: 'BadRequest', message: 'Invalid OTP code.' } };

/** A token that says when it expires, in seconds since 1970. */
export function jwt(exp: number): string {
  const parts = [{ alg: 'HS256', typ: 'JWT' }, { exp }].map((part) => JSON.stringify(part));
  return [...parts, 'a signature of nothing']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}

interface Script {
  readonly logins?: readonly Reply[];
  readonly confirms?: readonly Reply[];
}

/** Verifik with these answers to the two calls of its login by phone. */
export async function verifikServer({
  logins = [sent()],
  confirms = [confirmed()],
}: Script = {}): Promise<ScriptedServer> {
  return scriptedServer({ [login]: logins, [confirm]: confirms });
}

/** Runs a command line of `authrig verifik` against the server, with a phone in the environment. */
export async function verifik(
  server: Pick<ScriptedServer, 'origin'>,
  argv: readonly string[],
  options: RigOptions = {},
): Promise<Outcome> {
  const env = {
    AUTHRIG_VERIFIK_BASE_URL: server.origin,
    AUTHRIG_VERIFIK_COUNTRY_CODE: '+1',
    AUTHRIG_VERIFIK_PHONE: phone,
    ...options.env,
  };
  return authrig(['verifik', ...argv], { ...options, env });
}

/** Runs a sandbox's own address as the server of `verifik`. */
export function standingAt(origin: string): Pick<ScriptedServer, 'origin'> {
  return { origin: `${origin}/verifik` };
}

/**
 * A clock on which waiting for a lock takes no time: its owner is alive by the real clock, and would be taken for dead
 * by one that runs faster.
 */
export function patientClock(): Clock {
  const clock = fakeClock({ auto: true, now });
  const lockPause = 25;
  return {
    ...clock,
    sleep: async (milliseconds, signal) =>
      milliseconds === lockPause
        ? new Promise((resolve) => setImmediate(resolve))
        : clock.sleep(milliseconds, signal),
  };
}
