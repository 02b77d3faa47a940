import type { Clock } from '../clock.ts';
import { CliError } from '../errors.ts';
import type { KeychainCall, KeychainFailure, KeychainReply } from './keychain.ts';
import { within } from '../within.ts';
import { variableOf } from './names.ts';

/** The secrets that profiles keep in the system's keychain, each under its profile and its name. */
export interface Keychain {
  /** The secret. Throws `credentials` where the keychain has no such entry, `local` where it can't be asked. */
  get(profile: string, name: string): Promise<string>;
  /** Stores the secret. Throws `local`; then nothing is stored, here or anywhere. */
  set(profile: string, name: string, value: string): Promise<void>;
  /** Throws `local` where nothing could be kept there, or read from there. */
  probe(): Promise<void>;
  /** Removes the secret; true where there was one. Throws `local`. */
  remove(profile: string, name: string): Promise<boolean>;
}

export interface KeychainTools {
  /** The folder of the settings file: two stores on one machine have entries of their own. */
  readonly folder: () => string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Carries a call out, until the signal ends it. */
  readonly ask: (call: KeychainCall, signal: AbortSignal) => Promise<KeychainReply>;
}

/** The longest that the keychain may take over one call, in milliseconds. */
const patience = 2000;

/** The system's keychain. Nothing is touched before the first call. */
export function createKeychain(tools: KeychainTools): Keychain {
  const call = async (verb: KeychainCall['verb'], profile: string, name: string, value?: string) => {
    const place = { service: `authrig ${tools.folder()}`, account: `${profile}/${name}` };
    const reply = await timely({ verb, ...place, ...(value === undefined ? {} : { value }) }, name, tools);
    if ('failure' in reply) throw failed(reply.failure, reply.reason, name);
    return reply;
  };
  return {
    get: async (profile, name) => {
      const reply = await call('get', profile, name);
      const stored = 'stored' in reply ? reply.stored : null;
      if (stored === null) throw gone(profile, name);
      return textOf(stored, name);
    },
    probe: async () => void (await call('get', 'default', 'doctor.probe')),
    set: async (profile, name, value) => void (await call('set', profile, name, value)),
    remove: async (profile, name) => {
      const reply = await call('remove', profile, name);
      return 'removed' in reply && reply.removed;
    },
  };
}

async function timely(call: KeychainCall, name: string, tools: KeychainTools): Promise<KeychainReply> {
  const late = (): never => {
    throw new CliError('local', `The keychain did not answer within ${patience / 1000} s.`, {
      hint: `If it asks for its password, unlock it first. ${orElse(name)}`,
      retryable: true,
    });
  };
  try {
    return await within(patience, tools, (signal) => tools.ask(call, signal), late);
  } catch (error) {
    tools.signal.throwIfAborted();
    if (error instanceof CliError) throw error;
    throw new CliError('local', 'The process that asks the keychain could not be started.', {
      hint: orElse(name),
      cause: error,
    });
  }
}

function failed(failure: KeychainFailure, reason: string, name: string): CliError {
  const [sentence, hint] = {
    absent: [
      `The keychain support is not installed: ${reason}.`,
      'Install authrig with npm, and without --omit=optional.',
    ],
    headless: [
      `There is no keychain in this session: ${reason}.`,
      'On Linux it takes a Secret Service (GNOME Keyring, KWallet) on the session bus; SSH and CI have none as a rule.',
    ],
    locked: [`The keychain is locked: ${reason}.`, 'Unlock it, and type the same command again.'],
    refused: [`The keychain refused: ${reason}.`, 'Look at it in the password manager of your system.'],
  }[failure] as [string, string];
  return new CliError('local', sentence, {
    hint: `${hint} ${orElse(name)}`,
    retryable: failure === 'locked',
  });
}

/** What works without a keychain; it is for the user to choose, never for us. */
function orElse(name: string): string {
  return `Without it: set ${variableOf(name)}, or type \`authrig config set ${name} --store file\`.`;
}

function gone(profile: string, name: string): CliError {
  return new CliError(
    'credentials',
    `The profile "${profile}" keeps ${name} in the keychain, and the keychain has no such entry.`,
    { hint: `Type \`authrig config set ${name}\` to store it anew, or set ${variableOf(name)}.` },
  );
}

function textOf(stored: string, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(stored, 'base64'));
  } catch {
    throw new CliError('local', `What the keychain holds for ${name} is no text: authrig did not write it.`, {
      hint: `To replace it, type: authrig config set ${name}`,
    });
  }
}
