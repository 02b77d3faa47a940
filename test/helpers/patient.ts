import type { Clock } from '../../src/clock.ts';
import type { Check, Patient, Senses } from '../../src/commands/doctor/check.ts';
import type { Answered, Visit } from '../../src/commands/doctor/visit.ts';
import type { Context } from '../../src/context.ts';
import type { Http } from '../../src/http/http.ts';
import { chooseProxy } from '../../src/http/proxy-choice.ts';
import type { SettingDefinition } from '../../src/settings/settings.ts';
import { createSettings } from '../../src/settings/settings.ts';
import { createStore } from '../../src/settings/store.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeKeychain, fakeKeychain } from './fake-keychain.ts';
import { storeMachine, type StoreMachine } from './store-machine.ts';

const definitions: readonly SettingDefinition[] = [
  { name: 'jekimo.apiKey', summary: 'API key', secret: true },
  { name: 'jekimo.baseUrl', summary: 'base URL', default: 'https://jekimo.example/app.php' },
  { name: 'ekyc.identifierUrl', summary: 'base URL', default: 'https://identifier.example' },
];

export interface PatientOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: NodeJS.Platform;
  readonly nodeVersion?: string;
  readonly terminal?: Partial<Context['terminal']>;
  readonly senses?: Partial<Senses>;
  readonly http?: Http['send'];
  readonly visits?: readonly Visit[];
  readonly tools?: StoreMachine;
  readonly keychain?: FakeKeychain;
  readonly signal?: AbortSignal;
}

export interface Ward extends Patient {
  readonly clock: FakeClock;
  readonly tools: StoreMachine;
  readonly keychain: FakeKeychain;
}

/** A healthy machine on a clock that stands still, ill as the test wants it. */
export function patient(options: PatientOptions = {}): Ward {
  const { env = {}, tools = storeMachine(), keychain = fakeKeychain(), visits = [] } = options;
  const clock = fakeClock();
  const signal = options.signal ?? new AbortController().signal;
  const store = createStore(tools);
  const settings = createSettings({ definitions, env, keychain, readStore: () => store.read() });
  const context = {
    env,
    clock,
    store,
    settings,
    keychain,
    signal,
    disk: tools,
    platform: options.platform ?? 'linux',
    nodeVersion: options.nodeVersion ?? '22.1.0',
    redactor: { learn: () => {} },
    terminal: {
      size: undefined,
      coloured: false,
      unicode: true,
      safe: (text: string) => text,
      draw: () => {},
      progress: async () => ({ update: () => {}, stop: () => {} }),
      ...options.terminal,
    },
    http: { send: options.http ?? (async () => ({ status: 200, headers: {}, body: '' })) },
  } as unknown as Context;
  const senses: Senses = {
    lookUp: async () => ({ found: { ipv4: true, ipv6: true } }),
    addressesHere: async () => ({ ipv4: true, ipv6: true }),
    certificate: async () => ({ validTo: (clock as Clock).now() + 60 * 86_400_000, protocol: 'TLSv1.3' }),
    ...options.senses,
  };
  return { context, senses, signal, clock, tools, keychain, visits: async () => visits };
}

/** A visit to a base URL that ended in this way. */
export function visit(
  outcome: Partial<Answered> | Visit['outcome'] = {},
  url = 'https://jekimo.example',
  env: Readonly<Record<string, string>> = {},
): Visit {
  const whole =
    'failed' in outcome || 'unseen' in outcome
      ? outcome
      : { status: 200, aheadMs: 0, tookMs: 40, ...outcome };
  const parsed = new URL(url);
  return { name: 'jekimo.baseUrl', url: parsed, proxy: chooseProxy(parsed, env), outcome: whole };
}

/** The first check, which is the only one in most cases. */
export async function firstOf(checks: Promise<readonly Check[]> | readonly Check[]): Promise<Check> {
  const [first] = await checks;
  if (first === undefined) throw new Error('there is no check');
  return first;
}
