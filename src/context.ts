import type { Clock } from './clock.ts';
import type { Http } from './http/http.ts';
import type { Invoke } from './invoke.ts';
import type { Machine, RandomBytes } from './machine.ts';
import type { Listen } from './flow/callback-listener.ts';
import type { Take } from './outside.ts';
import type { Redactor } from './redaction/redactor.ts';
import type { EmbeddedSandbox } from './sandbox/embedded.ts';
import type { Keychain } from './settings/keychain-entries.ts';
import type { LockTools } from './settings/lock.ts';
import type { Disk } from './settings/private-file.ts';
import type { Sessions } from './settings/sessions.ts';
import type { Settings } from './settings/settings.ts';
import type { SettingsStore } from './settings/store.ts';
import type { Prompter } from './terminal/prompter.ts';
import type { Stdin } from './terminal/stdin.ts';
import type { Terminal } from './terminal/terminal.ts';

/** All that a command may touch. There is no other way to the terminal, the store, the network or the time. */
export interface Context {
  readonly terminal: Terminal;
  readonly prompter: Prompter;
  readonly stdin: Stdin;
  readonly settings: Settings;
  /** The settings file itself, for the commands that change it; everyone else asks `settings`. */
  readonly store: SettingsStore;
  readonly keychain: Keychain;
  readonly sessions: Sessions;
  readonly http: Http;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** Aborted by Ctrl-C, by SIGTERM and SIGHUP, and by --timeout; its reason is the CliError to end with. */
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  /** For commands that hand it on to a child; settings are read through `settings` alone. */
  readonly env: Machine['env'];
  readonly platform: Machine['platform'];
  readonly nodeVersion: string;
  readonly kill: Machine['kill'];
  /** For the commands that keep a file of their own. */
  readonly disk: Disk & LockTools;
  /** GETs what a source `url:` names, plain http included; empty where nothing is there yet. */
  readonly fetchText: (url: string, timeoutMs: number) => Promise<string>;
  /** Runs another command line in this process, and hands back its document. */
  readonly invoke: Invoke;
  /** Our own version, for reports. */
  readonly version: string;
  /** There while the run is recorded or replayed; `taken` of outside.ts uses it. */
  readonly take?: Take;
  /** Opens a callback server's port. */
  readonly listen?: Listen;
  /** How the result is printed, for the commands that print theirs before they end. */
  readonly output: 'text' | 'json' | 'field';
  /** The settings and sessions as `--profile NAME` would have them; under --sandbox the ones that are here. */
  readonly under: (profile: string) => Pick<Context, 'settings' | 'sessions'>;
  /** The sandbox in this process, under --sandbox. */
  readonly sandbox?: EmbeddedSandbox;
}
