import { type Outcome, authrig, type RigOptions } from './rig.ts';
import { type Reply, type ScriptedServer, scriptedServer } from './scripted-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The key that the tests send: long enough to be searched for, and nowhere else in any text. */
export const key = 'elx-live-4c1f7d20a95b83e6';
export const email = 'grace.hopper@example.com';
/** The wall clock of the tests. */
export const now = Date.UTC(2026, 0, 1);
export const transactionId = '0306d0b1-bb5c-4a9b-aa55-8b56fe659168';
export const paths = {
  login: '/sdk/auth/v2/signin/otp-login',
  verify: '/sdk/auth/v2/signin/otp-verify',
  refresh: '/sdk/auth/v2/session/refresh',
  signout: '/sdk/auth/v2/session/signout',
  qr: '/sdk/auth/v2/signin/qr-verify',
} as const;

/** A JSON Web Token of this subject that is good until then, in milliseconds; without a date it names none. */
export function jwt(subject: string, expiresAt?: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = expiresAt === undefined ? {} : { exp: Math.floor(expiresAt / 1000) };
  return `${part({ alg: 'HS512' })}.${part({ sub: subject, ...exp })}.c2lnbmF0dXJlLW9m${subject}`;
}

export const success = (data: unknown): Reply => ({ body: { code: 1, success: true, data } });

/** The data of a session, the given number of hours good, with members replaced or, where undefined, left out. */
export function session(
  count: number,
  hours = 10,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    token: jwt(`number${count}`),
    tokenExpiry: now + hours * 3_600_000,
    tokenLifeMS: 30_000_000_000,
    refreshToken: `refresh-token-number-${count}`,
    user: { _id: '6d3a5d', status: 'ACTIVE', banReason: null },
    ...more,
  };
}

/** The error answers of the page's source (R-ELX-1 to R-ELX-3). */
export function refusal(error: Readonly<Record<string, unknown>>, status = 400): Reply {
  return { status, body: { code: -1, success: false, error: { status, ...error } } };
}
export const wrongKey = refusal({ code: 1001, message: 'Invalid API Key' });
export const wrongCredentials = refusal({ code: 1000, message: 'Invalid Credentials!' });
export const usedRefreshToken = refusal({ code: 'INVALID_REFRESH_TOKEN' });

type Script = Partial<Record<keyof typeof paths, readonly Reply[]>>;

/** Elixir with these answers to its calls; a code that is mailed and verified where nothing else is said. */
export async function elixirServer(script: Script = {}): Promise<ScriptedServer> {
  const all: Script = {
    login: [success({ transactionId })],
    verify: [success({ ...session(1), newAccount: false })],
    ...script,
  };
  const named = Object.entries(all).map(([name, replies]) => [paths[name as keyof typeof paths], replies]);
  return scriptedServer(Object.fromEntries(named) as Record<string, readonly Reply[]>);
}

/** A person's machine: commands on it share a store. */
export interface Machine {
  readonly folder: string;
  run(argv: readonly string[], options?: RigOptions): Promise<Outcome>;
}

/** A machine whose commands reach this server, with the key and the address of the tests. */
export function machineAt(server: Pick<ScriptedServer, 'origin'>, env: RigOptions['env'] = {}): Machine {
  const folder = temporaryFolder();
  const own = {
    AUTHRIG_CONFIG_DIR: folder,
    AUTHRIG_ELIXIR_BASE_URL: server.origin,
    AUTHRIG_ELIXIR_API_KEY: key,
    AUTHRIG_ELIXIR_EMAIL: email,
    ...env,
  };
  return {
    folder,
    run: (argv, options = {}) =>
      authrig(['elixir', ...argv], { ...options, env: { ...own, ...options.env } }),
  };
}
