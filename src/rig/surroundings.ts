import type { Outside } from '../outside.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import type { Sessions } from '../settings/sessions.ts';
import type { ColourChoice } from '../terminal/colour.ts';

/** The options that every command has, and those of the command itself. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly field?: string;
  readonly profile?: string;
  readonly sandbox?: boolean;
  readonly input?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly color?: ColourChoice;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly record?: string;
  readonly includeSecrets?: boolean;
  readonly curl?: boolean;
  readonly [option: string]: unknown;
}

/** What a command is lent by the one that runs it, in place of its own. */
export interface Surroundings {
  /** Learns what the command learns. */
  readonly redactor?: Redactor;
  readonly sessions?: Sessions;
  /** Stands in for the one that --sandbox starts, and is closed by whoever lends it. */
  readonly sandbox?: EmbeddedSandbox;
  /** True where whoever runs the command tells its errors, and has warned of what is set on this machine. */
  readonly errorsUntold?: boolean;
  /** Stands at every door through which the command takes something from outside. */
  readonly outside?: Outside;
}
