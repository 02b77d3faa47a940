import type { Clock } from '../clock.ts';
import type { Take } from '../outside.ts';
import type { Sessions } from '../settings/sessions.ts';
import type { FoundSetting, Settings } from '../settings/settings.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Taken } from './input-log.ts';

/** How what goes through a door is written down. */
interface Doors {
  readonly take: Take;
  /** For what is more than one piece of work. */
  readonly begin: (what: string) => Taken;
  readonly clock: Clock;
}

export function watchedPrompter(prompter: Prompter, take: Take): Prompter {
  return {
    available: prompter.available,
    text: (question) => take('text', question.message, () => prompter.text(question)),
    secret: (question) => take('secret', question.message, () => prompter.secret(question)),
    confirm: (question) => take('confirm', question.message, () => prompter.confirm(question)),
  };
}

export function watchedSessions(sessions: Sessions, { take, begin, clock }: Doors): Sessions {
  return {
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
  };
}

/** `found` gets what each setting is found to be, by name; `onFailure` hears why one could not be read. */
export function watchedSettings(
  given: Settings,
  found: Map<string, FoundSetting>,
  onFailure: (name: string, error: unknown) => void = () => {},
): Settings {
  const failed = (name: string, error: unknown): never => {
    onFailure(name, error);
    throw error;
  };
  const keep = (name: string, value: FoundSetting | undefined): FoundSetting | undefined => {
    if (value !== undefined) found.set(name, value);
    return value;
  };
  const find: Settings['find'] = (name) => {
    try {
      return keep(name, given.find(name));
    } catch (error) {
      return failed(name, error);
    }
  };
  const look: Settings['look'] = async (name) =>
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
}
