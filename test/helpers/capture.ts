import { providers } from '../../src/providers/index.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { ask, type RunningSandbox, runSandbox } from './sandbox.ts';

/** One exchange of a HAR file, in the fewest words. */
export interface Exchange {
  /** Milliseconds from the beginning of the file. */
  readonly at?: number;
  /** Milliseconds. */
  readonly took?: number;
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** 0 for no answer. */
  readonly status?: number;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  /** A text as it is, everything else as JSON; undefined for a body that was not saved. */
  readonly answer?: unknown;
  readonly error?: string;
}

const began = Date.UTC(2026, 0, 1);
const tookMs = 40;

const pairs = (headers: Readonly<Record<string, string>> = {}) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

function entryOf(exchange: Exchange): unknown {
  const { at = 0, took = tookMs, method = 'POST', url, headers, body, status = 200, error } = exchange;
  const { answer, answerHeaders = {} } = exchange;
  const text = answer === undefined || typeof answer === 'string' ? answer : JSON.stringify(answer);
  const type = answerHeaders['content-type'] ?? 'application/json';
  return {
    startedDateTime: new Date(began + at).toISOString(),
    time: took,
    request: {
      method,
      url,
      httpVersion: 'http/1.1',
      cookies: [],
      headers: pairs(headers),
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      ...(body === undefined
        ? {}
        : { postData: { mimeType: headers?.['content-type'] ?? 'application/json', text: body } }),
      headersSize: -1,
      bodySize: body?.length ?? 0,
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'http/1.1',
      cookies: [],
      headers: pairs(answerHeaders),
      content: { size: text?.length ?? 0, mimeType: type, ...(text === undefined ? {} : { text }) },
      redirectURL: answerHeaders['location'] ?? '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: took, receive: 0 },
    ...(error === undefined ? {} : { _error: error }),
  };
}

/** Names of programs that write HAR files, as they call themselves. */
export const creators = {
  chrome: { name: 'WebInspector', version: '537.36' },
  proxy: { name: 'a proxy', version: '1' },
} as const;

/** A HAR file with these exchanges. */
export function harFile(
  exchanges: readonly Exchange[],
  creator: { readonly name: string; readonly version: string } = creators.proxy,
): string {
  const log = {
    version: '1.2',
    creator,
    pages: [],
    entries: exchanges.map(entryOf),
    comment: 'Made by test/explain: npx vitest run --dir test test/explain/made -u',
  };
  return `${JSON.stringify({ log }, undefined, 1)}\n`;
}

/** What an integrator's server says to the providers, with the sandbox in their place and nobody's time taken. */
export interface Capture {
  readonly sandbox: RunningSandbox;
  /** Makes a call at a provider's real address, which the sandbox answers, and keeps it. Returns the answer's JSON. */
  call(url: string, given?: Pick<Exchange, 'method' | 'headers' | 'body'>): Promise<Answer>;
  /** Keeps an exchange that nobody made. */
  keep(exchange: Omit<Exchange, 'at'>): void;
  /** Lets time pass, for the file and the sandbox. */
  wait(milliseconds: number): Promise<void>;
  /** The code of the newest message. */
  code(): string;
  /** All that was kept. */
  readonly exchanges: readonly Exchange[];
}

// oxlint-disable-next-line typescript/no-explicit-any -- whatever a provider answers
export type Answer = any;

/** Where each provider really is, and where the sandbox has it. */
function mirrors({ settings }: RunningSandbox): [real: string, local: string][] {
  return providers.flatMap(({ settings: own }) =>
    own
      .filter(({ name }) => name.endsWith('Url'))
      .map(({ name, default: real = '' }): [string, string] => [real, settings[name] ?? '']),
  );
}

/** Runs what an integrator does against a fresh sandbox, and returns the HAR file of it. */
export async function captured(
  work: (capture: Capture) => Promise<void>,
  options: Partial<SandboxOptions> & { readonly creator?: { name: string; version: string } } = {},
): Promise<string> {
  const modules = Object.fromEntries(
    await Promise.all(providers.map(async ({ name, sandbox }) => [name, await sandbox()] as const)),
  );
  const sandbox = await runSandbox(modules, options);
  const { machineClock } = sandbox;
  const places = mirrors(sandbox);
  const exchanges: Exchange[] = [];
  const keep = (exchange: Omit<Exchange, 'at'>): void =>
    void exchanges.push({ ...exchange, at: machineClock.now() - began });
  try {
    await work({
      sandbox,
      exchanges,
      keep,
      wait: (milliseconds) => machineClock.advance(milliseconds),
      code: () => sandbox.outbox.list({}).at(-1)?.code ?? '',
      call: async (url, given = {}) => {
        const [real, local] = places.find(([start]) => url.startsWith(start)) ?? ['', ''];
        const { method = 'POST', headers, body } = given;
        const answered = await ask(local + url.slice(real.length), {
          method,
          ...(headers === undefined ? {} : { headers }),
          ...(body === undefined ? {} : { body }),
        });
        const { status, text } = answered;
        const kept = ['content-type', 'retry-after', 'location'].flatMap((name) => {
          const value = answered.headers[name];
          return typeof value === 'string' ? [[name, value] as const] : [];
        });
        keep({
          ...given,
          method,
          url,
          status,
          answer: unlocal(text),
          answerHeaders: Object.fromEntries(kept),
        });
        await machineClock.advance(tookMs);
        return answered.json;
      },
    });
    return harFile(exchanges, options.creator);
  } finally {
    await sandbox.close();
  }

  /** The sandbox's port differs from run to run, and so does the picture that holds it. */
  function unlocal(text: string): string {
    const there = places.reduce((rest, [real, local]) => rest.replaceAll(local, real), text);
    return there.replaceAll(/data:image\/png;base64,[^"]+/g, 'data:image/png;base64,iVBORw0KGgo=');
  }
}

/** The body and the label of a call that sends JSON. */
export function json(value: unknown, headers: Readonly<Record<string, string>> = {}) {
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
