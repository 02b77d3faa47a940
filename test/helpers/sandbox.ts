import { request } from 'node:http';
import type { RandomBytes } from '../../src/machine.ts';
import type { Clock } from '../../src/clock.ts';
import { createRandomness } from '../../src/sandbox/randomness.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { createParts } from '../../src/sandbox/parts.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import type { SandboxCore, SandboxModule } from '../../src/sandbox/vendor.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

/** Bytes that differ from call to call and are the same in every run. */
export function countingBytes(): RandomBytes {
  const calls = createTables().table<number>('calls');
  return createRandomness('tests', () => new Uint8Array(), calls)('bytes');
}

/** What the core lends to a vendor that nothing listens for. */
export function createCore(module: SandboxModule, clock: Clock = fakeClock()): SandboxCore {
  const parts = createParts({
    real: clock,
    randomBytes: countingBytes(),
    switches: module.switches ?? [],
    recipients: module.recipients ?? {},
  });
  return {
    ...parts,
    randomBytes: parts.randomness('vendor'),
    baseUrl: `http://127.0.0.1:1${module.mount}`,
    webUrl: '',
    notify: async () => false,
    table: parts.tables.table,
    reading: parts.switches.get,
  };
}

export interface RunningSandbox extends Sandbox {
  /** The clock under the sandbox's own. */
  readonly machineClock: FakeClock;
}

/** A sandbox that really listens on loopback, on a clock that stands still. */
export async function runSandbox(
  modules: Readonly<Record<string, SandboxModule>>,
  options: Partial<SandboxOptions> = {},
): Promise<RunningSandbox> {
  const machineClock = fakeClock();
  const providers = Object.entries(modules).map(([name, module]) => ({ name, sandbox: async () => module }));
  const machine = { clock: machineClock, randomBytes: countingBytes(), providers };
  const sandbox = await startSandbox({ ...machine, ...options });
  return { ...sandbox, machineClock };
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body read as JSON; undefined where it is none. */
  readonly json: unknown;
}

/** One HTTP exchange in which every header, Host and Origin among them, may be set. */
export async function ask(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: parse(text) });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** Posts a value as JSON. */
export async function post(url: string, value: unknown, headers: Sent['headers'] = {}): Promise<Answered> {
  return ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const jekimoKey = { 'x-api-key': 'sandbox-jekimo-key' };

/** Opens a sign-in of Jekimo at a sandbox of all providers, and returns its token. */
export async function loginWith(origin: string): Promise<string> {
  const { json } = await post(`${origin}/jekimo/app.php/v1.1/auth/gettoken`, {}, jekimoKey);
  return (json as { readonly token: string }).token;
}

/** Has Verifik send an OTP at such a sandbox, and returns it. */
export async function sendOtp(origin: string, phone = '5550100'): Promise<string> {
  const { status } = await post(`${origin}/verifik/v2/projects/phone-login`, {
    countryCode: '+44',
    phone,
    type: 'login',
  });
  if (status !== 200) throw new Error(`Verifik answered ${status}.`);
  const { json } = await ask(`${origin}/__sandbox/outbox?to=%2B44${phone}`);
  return (json as { readonly messages: { readonly code: string }[] }).messages.at(-1)?.code ?? '';
}
