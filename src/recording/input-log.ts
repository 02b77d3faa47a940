import type { Clock } from '../clock.ts';
import type { Outside, Take } from '../outside.ts';
import type { FoundSetting, Settings } from '../settings/settings.ts';
import type { Prompter } from '../terminal/prompter.ts';

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
  const found = new Map<string, { readonly value: string; readonly origin: string }>();
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

  return {
    answers,
    inputs,
    found,
    profile: () => profileOf(settings),
    attended: () => attended,
    take,
    prompter: (prompter) => {
      attended = prompter.available;
      return watched(prompter, take);
    },
    randomBytes: (randomBytes) => (count) => {
      const bytes = randomBytes(count);
      const hex = Buffer.from(bytes).toString('hex');
      onRandom(hex);
      const taken = begin('random');
      taken.value = hex;
      return bytes;
    },
    sessions: (sessions) => ({
      ...sessions,
      get: (kind, id) => take(`sessions.get ${kind}`, '', () => sessions.get(kind, id)),
      put: (kind, id, value, life) =>
        take(`sessions.put ${kind}`, '', async () => void (await sessions.put(kind, id, value, life))),
      remove: (kind, id) => take(`sessions.remove ${kind}`, '', () => sessions.remove(kind, id)),
      list: (kind) => take(`sessions.list ${kind}`, '', () => sessions.list(kind)),
      // What the work does under the lock goes through doors of its own: only a lock that can't be had is kept.
      locked: async (kind, id, work, patienceMs) => {
        let entered = false;
        const taken = begin(`sessions.locked ${kind}`);
        const enter = () => {
          entered = true;
          taken.ended = clock.monotonic();
          return work();
        };
        try {
          return await sessions.locked(kind, id, enter, patienceMs);
        } catch (error) {
          if (!entered) taken.failure = error;
          throw error;
        } finally {
          taken.ended ??= clock.monotonic();
        }
      },
    }),
    settings: (given) => {
      settings = given;
      const failed = (name: string, error: unknown): never => {
        begin(`setting ${name}`).failure = error;
        throw error;
      };
      const keep = (name: string, value: FoundSetting | undefined): FoundSetting | undefined => {
        if (value !== undefined) found.set(name, value);
        return value;
      };
      const find: typeof settings.find = (name) => {
        try {
          return keep(name, given.find(name));
        } catch (error) {
          return failed(name, error);
        }
      };
      const look: typeof settings.look = async (name) =>
        given.look(name).then(
          (value) => keep(name, value),
          (error: unknown) => failed(name, error),
        );
      return {
        definitions: given.definitions,
        get profile() {
          return given.profile;
        },
        find,
        need: (name) => find(name)?.value ?? given.need(name),
        look,
        secret: async (name) => (await look(name))?.value ?? given.secret(name),
        originOf: (name) => given.originOf(name),
      };
    },
  };
}

function watched(prompter: Prompter, take: Take): Prompter {
  return {
    available: prompter.available,
    text: (question) => take('text', question.message, () => prompter.text(question)),
    secret: (question) => take('secret', question.message, () => prompter.secret(question)),
    confirm: (question) => take('confirm', question.message, () => prompter.confirm(question)),
  };
}

function profileOf(settings: Settings | undefined): Settings['profile'] | undefined {
  try {
    return settings?.profile;
  } catch {
    return undefined;
  }
}
