import type { Clock } from '../clock.ts';
import type { Outside, Take } from '../outside.ts';
import type { FoundSetting, Settings } from '../settings/settings.ts';
import { watchedPrompter, watchedSessions, watchedSettings } from './watched.ts';

/** What was taken through one door, secrets and all. */
export interface Taken {
  readonly what: string;
  readonly question?: string;
  value?: unknown;
  failure?: unknown;
  readonly started: number;
  ended?: number;
}

/** The doors that no exchange goes through. */
export interface InputLog extends Pick<
  Outside,
  'take' | 'prompter' | 'randomBytes' | 'sessions' | 'settings'
> {
  readonly answers: readonly Taken[];
  readonly inputs: readonly Taken[];
  /** What each setting was found to be, by name. */
  readonly found: ReadonlyMap<string, { readonly value: string; readonly origin: string }>;
  /** Undefined where no command came so far, and where the profile that was named is none. */
  readonly profile: () => Settings['profile'] | undefined;
  /** Whether somebody could be asked. */
  readonly attended: () => boolean;
}

/** What a person said, or a source in a person's stead. */
const isAnswer = (what: string): boolean => ['text', 'secret', 'confirm', 'code'].includes(what);

/** Keeps in memory what a command takes from this machine and from people. `onRandom` hears what was drawn. */
export function createInputLog(clock: Clock, onRandom: (hex: string) => void): InputLog {
  const answers: Taken[] = [];
  const inputs: Taken[] = [];
  const found = new Map<string, FoundSetting>();
  let settings: Settings | undefined;
  let attended = false;

  function begin(what: string, question?: string): Taken {
    const started = clock.monotonic();
    const taken: Taken = { what, started, ...(question === undefined ? {} : { question }) };
    (isAnswer(what) ? answers : inputs).push(taken);
    return taken;
  }

  const take: Take = async (what, question, work) => {
    const taken = begin(what, question);
    try {
      const value = await work();
      taken.value = value;
      return value;
    } catch (error) {
      taken.failure = error;
      throw error;
    } finally {
      taken.ended = clock.monotonic();
    }
  };

  const doors = { take, begin, clock };
  return {
    answers,
    inputs,
    found,
    profile: () => profileOf(settings),
    attended: () => attended,
    take,
    prompter: (prompter) => {
      attended = prompter.available;
      return watchedPrompter(prompter, take);
    },
    randomBytes: (randomBytes) => (count) => {
      const bytes = randomBytes(count);
      const hex = Buffer.from(bytes).toString('hex');
      onRandom(hex);
      const taken = begin('random');
      taken.value = hex;
      return bytes;
    },
    sessions: (sessions) => watchedSessions(sessions, doors),
    settings: (given) => {
      settings = given;
      return watchedSettings(given, found, (name, error) => {
        begin(`setting ${name}`).failure = error;
      });
    },
  };
}

function profileOf(settings: Settings | undefined): Settings['profile'] | undefined {
  try {
    return settings?.profile;
  } catch {
    return undefined;
  }
}
