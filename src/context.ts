import type { Clock } from './clock.ts';
import type { Http } from './http/http.ts';
import type { RandomBytes } from './machine.ts';
import type { Redactor } from './redaction/redactor.ts';
import type { EmbeddedSandbox } from './sandbox/embedded.ts';
import type { Sessions } from './settings/sessions.ts';
import type { Settings } from './settings/settings.ts';
import type { Prompter } from './terminal/prompter.ts';
import type { Terminal } from './terminal/terminal.ts';

/** All that a command may touch. There is no other way to the terminal, the store, the network or the time. */
export interface Context {
  readonly terminal: Terminal;
  readonly prompter: Prompter;
  readonly settings: Settings;
  readonly sessions: Sessions;
  readonly http: Http;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** Aborted by Ctrl-C, by SIGTERM and SIGHUP, and by --timeout; its reason is the CliError to end with. */
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  /** The sandbox in this process, under --sandbox. */
  readonly sandbox?: EmbeddedSandbox;
}
