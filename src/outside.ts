import type { Listen } from './flow/callback-listener.ts';
import type { Http } from './http/http.ts';
import type { RandomBytes } from './machine.ts';
import type { Sessions } from './settings/sessions.ts';
import type { Settings } from './settings/settings.ts';
import type { Prompter } from './terminal/prompter.ts';

/**
 * Takes something from outside that is neither an exchange nor a question: the work itself, or what it gave when the
 * command was recorded. `what` says which door it came through, `question` what was wanted.
 */
export type Take = <T>(what: string, question: string, work: () => Promise<T>) => Promise<T>;

/** Stands at every door through which a command takes something from outside: a recorder, or a replay. */
export interface Outside {
  readonly take: Take;
  http(http: Http): Http;
  prompter(prompter: Prompter): Prompter;
  randomBytes(randomBytes: RandomBytes): RandomBytes;
  sessions(sessions: Sessions): Sessions;
  settings(settings: Settings): Settings;
  listen(listen: Listen): Listen;
}

/** Takes it through whoever stands at the doors of this run, if somebody does. */
export function taken<T>(
  { take }: { readonly take?: Take | undefined },
  what: string,
  question: string,
  work: () => Promise<T>,
): Promise<T> {
  return take === undefined ? work() : take(what, question, work);
}
