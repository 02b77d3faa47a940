import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { isObject, jsonObject } from '../../json-object.ts';

const kind = 'sandboxes';
const patienceMs = 2000;
/** The sandbox holds a request for a message or a decision this long at most, in seconds. */
export const longestHoldSeconds = 20;

type Reach = Pick<Context, 'http' | 'sessions' | 'env' | 'terminal'>;

/** Remembers a sandbox that listens, for other commands to find. A store that can't be written costs only that. */
export function announceSandbox({ sessions }: Pick<Context, 'sessions'>, origin: string): Promise<unknown> {
  // The ready line waits for this, and a power cut would end the sandbox as well.
  return unlessLocal(sessions.put(kind, new URL(origin).port, { origin }, 'passing'));
}

/** Forgets a sandbox that has stopped. */
export function forgetSandbox({ sessions }: Pick<Context, 'sessions'>, origin: string): Promise<unknown> {
  return unlessLocal(sessions.remove(kind, new URL(origin).port));
}

async function unlessLocal(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CliError && error.kind === 'local') return undefined;
    throw error;
  }
}

/**
 * The origin of the sandbox that is meant: --url, else AUTHRIG_SANDBOX_URL, else the newest on this machine that
 * answers, told where several do. Throws `local` where none does, and `usage` for what is no URL.
 */
export async function findSandbox(context: Reach, url: string | undefined): Promise<string> {
  const named = url ?? (context.env['AUTHRIG_SANDBOX_URL'] || undefined);
  if (named !== undefined) {
    const origin = originOf(named, url === undefined ? 'AUTHRIG_SANDBOX_URL' : '--url');
    if (await answers(context, origin)) return origin;
    throw none(`No sandbox answers at ${named.slice(0, 80)}.`);
  }
  const there = await running(context);
  const newest = there.at(-1);
  if (newest === undefined) throw none('No sandbox is running.');
  if (there.length > 1)
    context.terminal.message(
      `${there.length} sandboxes are running; this is ${newest}. --url names another.`,
    );
  return newest;
}

function originOf(named: string, by: string): string {
  const origin = URL.canParse(named) ? new URL(named).origin : 'null';
  if (origin !== 'null') return origin;
  throw new CliError('usage', `${by} is no URL: ${named.slice(0, 80)}`, {
    hint: 'Give the address of the ready line: http://127.0.0.1:PORT',
  });
}

/** The origins of the sandboxes that answer, whatever profile they were started in, the newest last; those that don't are forgotten. */
async function running(context: Reach): Promise<readonly string[]> {
  const kept = await context.sessions.list(kind);
  const found = await Promise.all(
    kept.map(async ({ id, value }) => {
      const origin = originIn(value);
      if (origin !== undefined && (await answers(context, origin))) return origin;
      await context.sessions.remove(kind, id);
      return undefined;
    }),
  );
  return found.filter((origin) => origin !== undefined);
}

function originIn(value: unknown): string | undefined {
  const origin = isObject(value) ? value['origin'] : undefined;
  return typeof origin === 'string' && /^http:\/\/127\.0\.0\.1:\d+$/.test(origin) ? origin : undefined;
}

async function answers({ http }: Pick<Reach, 'http'>, origin: string): Promise<boolean> {
  const request = {
    method: 'GET',
    url: `${origin}/__sandbox/health`,
    headers: {},
    timeoutMs: patienceMs,
  } as const;
  try {
    const { status, body } = await http.send(request);
    return status === 200 && body.startsWith('{"ready":true');
  } catch (error) {
    // What answers there is not HTTP: its port has gone to another program.
    const isSilent = error instanceof CliError && (error.kind === 'network' || error.kind === 'provider');
    if (isSilent) return false;
    throw error;
  }
}

function none(message: string): CliError {
  return new CliError('local', message, {
    hint: 'Start one with `authrig sandbox start`, or name it with --url http://127.0.0.1:PORT.',
  });
}

/** One call of the sandbox's own routes. Throws `usage` with the sandbox's hint where it refuses. */
export async function ask(
  { http }: Pick<Context, 'http'>,
  origin: string,
  path: string,
  body?: unknown,
  method: 'GET' | 'POST' | 'DELETE' = body === undefined ? 'GET' : 'POST',
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await http.send({
    method,
    url: `${origin}/__sandbox/${path}`,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    timeoutMs: (longestHoldSeconds + 10) * 1000,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = jsonObject(answer.body) ?? {};
  if (answer.status >= 200 && answer.status < 300) return json;
  const { title, hint } = json;
  const told = typeof title === 'string' ? title : `The sandbox answered HTTP ${answer.status}.`;
  throw new CliError('usage', told, typeof hint === 'string' ? { hint } : {});
}
