import { type Outcome, authrig, type RigOptions } from './rig.ts';
import { type Reply, type ScriptedServer, scriptedServer } from './scripted-server.ts';

/** The key that the tests send: long enough to be searched for, and nowhere else in any text. */
export const key = 'jv-live-81c4e07b92d65a3f';
export const path = '/v4/verifyOneTimeCode';
/** A pair that is long enough to be searched for. */
export const pair = { token: 'QZWXEC', otp: '01927364' };

/** The answer of a pair that is verified, with members replaced or, where they are undefined, left out. */
export function verified(more: Readonly<Record<string, unknown>> = {}): Reply {
  const { token, otp } = pair;
  const body = {
    code: 200,
    status: 'Success',
    transactionId: '327',
    verify: 'true',
    token,
    OTP: otp,
    ...more,
  };
  return { body };
}

/** Juvlon with these answers. */
export async function juvlonServer(...replies: readonly Reply[]): Promise<ScriptedServer> {
  return scriptedServer({ [path]: replies });
}

/** Runs `authrig juvlon verify` with the pair against the server. */
export async function verify(
  server: Pick<ScriptedServer, 'origin'>,
  argv: readonly string[] = [],
  options: RigOptions = {},
): Promise<Outcome> {
  const env = { AUTHRIG_JUVLON_BASE_URL: server.origin, AUTHRIG_JUVLON_API_KEY: key, ...options.env };
  const given = argv.includes('--token') ? argv : ['--token', pair.token, '--otp', pair.otp, ...argv];
  return authrig(['juvlon', 'verify', ...given], { ...options, env });
}
