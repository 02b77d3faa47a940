import type { Clock } from '../clock.ts';
import type { RandomBytes } from '../machine.ts';
import type { Beginning } from './clock.ts';
import type { Arrangement } from './recipients.ts';
import type { SavedState } from './state-file.ts';
import type { SandboxModule } from './vendor.ts';

/** What a sandbox is started with. */
export interface SandboxOptions {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** The vendors, each with its provider's name. */
  readonly providers: readonly { readonly name: string; readonly sandbox: () => Promise<SandboxModule> }[];
  /** 0 for a free one. */
  readonly port?: number | undefined;
  /** The same seed gives the same codes and tokens, also after a reset; ids of messages, requests and faults run on. */
  readonly seed?: string | undefined;
  /** Where its time begins, also after a reset. */
  readonly beginning?: Beginning | undefined;
  /** How it reads what the vendors leave open, by switch; also after a reset. Throws `usage` where one is unknown. */
  readonly switches?: Readonly<Record<string, string>> | undefined;
  /** Codes and fates by recipient; also after a reset. */
  readonly recipients?: Readonly<Record<string, Arrangement>> | undefined;
  /** What an earlier sandbox left, to go on from. */
  readonly state?: SavedState | undefined;
  /** Called where a client asks the sandbox to stop; without it nobody may. */
  readonly onStop?: () => void;
}
