import type { Context } from '../../src/context.ts';
import { checkBaseUrl } from '../../src/settings/base-url.ts';
import { createSessions } from '../../src/settings/sessions.ts';
import { createSettings, type SettingDefinition } from '../../src/settings/settings.ts';
import { createStore } from '../../src/settings/store.ts';
import { type FakeKeychain, fakeKeychain } from './fake-keychain.ts';
import { type StoreMachine, storeMachine } from './store-machine.ts';

const definitions: readonly SettingDefinition[] = [
  { name: 'jekimo.apiKey', summary: 'API key', secret: true },
  { name: 'jekimo.baseUrl', summary: 'base URL', default: 'https://jekimo.example', validate: checkBaseUrl },
  { name: 'verifik.phone', summary: 'phone', masks: 'phone' },
];

export interface SettingsContext {
  readonly context: Context;
  readonly tools: StoreMachine;
  readonly keychain: FakeKeychain;
  /** What was said to a person. */
  readonly messages: string[];
  /** What the redactor was told. */
  readonly learnt: string[];
  /** What was asked, by kind of question. */
  readonly asked: string[];
}

export interface Surroundings {
  readonly tools?: StoreMachine;
  readonly keychain?: FakeKeychain;
  readonly env?: Readonly<Record<string, string>>;
  readonly profile?: string;
  /** What is piped in; without it a person sits at the terminal. */
  readonly piped?: string;
  /** What the person answers; without it nobody may be asked. */
  readonly answer?: string | boolean;
}

/** The context of the commands that change settings: a real store in a folder of its own, and nothing else. */
export function settingsContext(surroundings: Surroundings = {}): SettingsContext {
  const { tools = storeMachine(), keychain = fakeKeychain(), env = {} } = surroundings;
  const { profile: profileFlag, piped, answer } = surroundings;
  const messages: string[] = [];
  const learnt: string[] = [];
  const asked: string[] = [];
  const store = createStore(tools);
  const settings = createSettings({ definitions, env, profileFlag, readStore: () => store.read(), keychain });
  const reply = (kind: string) => async (): Promise<never> => {
    asked.push(kind);
    return answer as never;
  };
  const context = {
    store,
    keychain,
    settings,
    sessions: createSessions({ ...tools, profile: () => settings.profile.name }),
    terminal: {
      message: (text: string) => messages.push(text),
      warning: (text: string) => messages.push(text),
    },
    redactor: { learn: (value: string) => learnt.push(value), redact: (text: string) => text },
    stdin: { isTTY: piped === undefined, text: async () => piped ?? '' },
    prompter: {
      available: piped === undefined && answer !== undefined,
      text: reply('text'),
      secret: reply('secret'),
      confirm: reply('confirm'),
    },
  };
  return { context: context as unknown as Context, tools, keychain, messages, learnt, asked };
}
