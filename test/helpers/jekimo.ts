import { type Outcome, authrig, type RigOptions } from './rig.ts';
import { type Reply, type ScriptedServer, scriptedServer } from './scripted-server.ts';

/** The key that the tests send: long enough to be searched for, and nowhere else in any text. */
export const key = 'jk-live-5f2a9c71d0b84e36';
export const gettoken = '/app.php/v1.1/auth/gettoken';
export const check = '/app.php/v1.1/auth/check';
/** The wall clock of the tests, and Jekimo's in `tokenAnswer`. */
export const now = Date.UTC(2026, 0, 1);

/** A token of 64 digits that ends in the given number. */
export function tokenOf(count: number): string {
  return `b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d${String(count).padStart(4, '0')}`;
}

export const token = tokenOf(1);

export function linkOf(value: string): string {
  return `https://www.jekimo.com/app.php/v1.1/en/user/login/${value}`;
}

/** What gettoken answers, with members replaced or, where they are undefined, left out. */
export function tokenAnswer(more: Readonly<Record<string, unknown>> = {}): Reply {
  const value = typeof more['token'] === 'string' ? more['token'] : token;
  return { body: { token: value, timestamp: now / 1000, url: linkOf(value), ...more } };
}

export const created: Reply = { body: { status: 'created', risk: false, pin: 0 } };
export const ok: Reply = { body: { status: 'OK', risk: false, pin: 0 } };
export const ko: Reply = { body: { status: 'KO', risk: true, pin: 0 } };
export const invalidToken: Reply = { body: { error: 'Invalid Token' } };
/** An OK that is flagged as a risk, with this pin. */
export function risky(pin: unknown): Reply {
  return { body: { status: 'OK', risk: true, pin } };
}

interface Script {
  readonly tokens?: readonly Reply[];
  readonly checks?: readonly Reply[];
}

/** Jekimo with these answers to its two calls. */
export async function jekimoServer({
  tokens = [tokenAnswer()],
  checks = [ok],
}: Script = {}): Promise<ScriptedServer> {
  return scriptedServer({ [gettoken]: tokens, [check]: checks });
}

/** Runs a command line of `authrig jekimo` against the server. */
export async function jekimo(
  server: Pick<ScriptedServer, 'origin'>,
  argv: readonly string[],
  options: RigOptions = {},
): Promise<Outcome> {
  const env = {
    AUTHRIG_JEKIMO_BASE_URL: `${server.origin}/app.php`,
    AUTHRIG_JEKIMO_API_KEY: key,
    ...options.env,
  };
  return authrig(['jekimo', ...argv], { ...options, env });
}
