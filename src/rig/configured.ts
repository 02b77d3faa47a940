import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { settingFlags } from '../options/setting-flags.ts';
import { providers } from '../providers/index.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import { divideSessions } from '../settings/divided-sessions.ts';
import { createMemorySessions } from '../settings/memory-sessions.ts';
import { createSessions, type Sessions } from '../settings/sessions.ts';
import { createSettings, type Settings } from '../settings/settings.ts';
import type { CommonOptions, Surroundings } from './surroundings.ts';
import type { Tools } from './tools.ts';

const definitions = providers.flatMap((provider) => provider.settings);

type Configured = Pick<Context, 'settings' | 'sessions' | 'under' | 'sandbox'>;

/** The settings that were given as options, each judged or read. Under --curl no source of a secret is: its variable stands for it. */
export async function readFlags(
  command: Command,
  options: CommonOptions,
  tools: Tools,
): Promise<Readonly<Record<string, string>>> {
  const read = options.curl === true ? definitions.filter(({ secret }) => secret !== true) : definitions;
  const flags = await settingFlags(command, read, options, tools);
  if (options.sandbox === true) refuseOwn(flags);
  return flags;
}

/** What a command takes from settings and sessions: the profile's, or those of the sandbox. */
export async function configure(
  tools: Tools,
  flags: Readonly<Record<string, string>>,
  options: CommonOptions,
  { sandbox, lent }: { sandbox: EmbeddedSandbox | undefined; lent: Surroundings },
): Promise<Configured> {
  const { outside } = lent;
  const settingsUnder = (profileFlag: string | undefined): Settings => {
    const found = createSettings({
      definitions,
      flags,
      env: tools.env,
      sandbox: sandbox?.settings,
      profileFlag,
      readStore: () => tools.store.read(),
      keychain: tools.keychain,
      learn: (value, kind) => tools.redactor.learn(value, kind),
    });
    return outside?.settings(found) ?? found;
  };
  const settings = settingsUnder(options.profile);
  // A value that was typed is judged before anything is done with the others.
  for (const name of Object.keys(flags)) await settings.look(name);
  const kept = lent.sessions ?? sessionsOf(sandbox, tools, settings);
  const sessions = outside?.sessions(kept) ?? kept;
  const under: Context['under'] = (profile) => {
    if (sandbox !== undefined) return { settings, sessions };
    const other = settingsUnder(profile);
    return { settings: other, sessions: sessionsOf(undefined, tools, other) };
  };
  return { settings, sessions, under, ...(sandbox === undefined ? {} : { sandbox }) };
}

function sessionsOf(sandbox: EmbeddedSandbox | undefined, { disk }: Tools, settings: Settings): Sessions {
  const machine = createSessions({ ...disk, profile: () => settings.profile.name });
  if (sandbox === undefined) return machine;
  // A sign-in on the sandbox ends with it. What runs on this machine, and the profiles themselves, are there all the same.
  const own = createMemorySessions();
  return divideSessions((kind) => (kind === 'sandboxes' ? machine : own), machine.forgetProfile);
}

function refuseOwn(flags: Readonly<Record<string, string>>): void {
  const name = Object.keys(flags).find((flag) => isPlaceOrKey(flag));
  if (name === undefined) return;
  throw new CliError(
    'usage',
    `--sandbox brings its own ${name}; a key or an address of yours does not go with it.`,
    {
      hint: 'Leave one of the two out.',
    },
  );
}

/** The sandbox inside the command that `--sandbox` asks for. Close it. */
export async function openSandbox(
  { clock, randomBytes }: Pick<Machine, 'clock' | 'randomBytes'>,
  signal: AbortSignal,
): Promise<EmbeddedSandbox> {
  const { startEmbedded } = await import('../sandbox/embedded.ts');
  return startEmbedded({ clock, randomBytes, signal, providers });
}

/** A phone number or an address of the user's may be tried on the sandbox; its hosts and keys are its own. */
function isPlaceOrKey(name: string): boolean {
  const definition = definitions.find((each) => each.name === name);
  return definition?.secret === true || name.endsWith('Url');
}
