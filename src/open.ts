import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { Context } from './context.ts';
import { debugWarning } from './debug-warning.ts';
import { CliError } from './errors.ts';
import { createHttp, type Http } from './http/http.ts';
import type { Machine } from './machine.ts';
import type { OutputMode } from './output.ts';
import type { Outside } from './outside.ts';
import { providers } from './providers/index.ts';
import { createInvoke } from './invoke.ts';
import { createRedactor, type Redactor } from './redaction/redactor.ts';
import type { EmbeddedSandbox } from './sandbox/embedded.ts';
import { settingFlags } from './options/setting-flags.ts';
import { createKeychain } from './settings/keychain-entries.ts';
import { createMemorySessions } from './settings/memory-sessions.ts';
import { createSessions, type Sessions } from './settings/sessions.ts';
import { createSettings, type Settings } from './settings/settings.ts';
import { createStore, type StoreTools } from './settings/store.ts';
import { createStop, type Stop } from './stop.ts';
import type { ColourChoice } from './terminal/colour.ts';
import { createPrompter } from './terminal/prompter.ts';
import { createStdin, type Stdin } from './terminal/stdin.ts';
import { createTerminal } from './terminal/terminal.ts';

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

/** A command's surroundings while it runs. */
export interface Rig {
  readonly context: Context;
  readonly options: CommonOptions;
  readonly mode: OutputMode;
  /** Waits for the work, and ends the wait with the signal's reason if the run is stopped first. */
  guard<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
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

/** Sets up all that a command may touch, from the machine and the options it was called with. */
export async function openRig(
  machine: Machine,
  version: string,
  command: Command,
  surroundings: Surroundings = {},
): Promise<Rig> {
  const options = command.optsWithGlobals<CommonOptions>();
  const mode = modeOf(machine, options);
  const { redactor = createRedactor(), outside } = surroundings;
  const terminal = await createTerminal(machine, redactor, mode);
  const warned = surroundings.errorsUntold === true ? undefined : debugWarning(machine.env);
  if (warned !== undefined) terminal.warning(warned);
  const stop = createStop(machine, options.timeout);
  const tools = { machine, warn: (text: string) => terminal.warning(text) };
  const store = createStore(tools);
  const keychain = createKeychain({
    folder: () => dirname(store.path),
    clock: machine.clock,
    signal: stop.signal,
    ask: async (call, signal) =>
      (await import('./settings/keychain-process.ts')).askProcess(machine, call, signal),
  });
  const network = createHttp({ env: machine.env, signal: stop.signal, version, warn: tools.warn });
  const http = outside?.http(network) ?? network;
  const person = createPrompter({
    get stdin() {
      return machine.stdin;
    },
    get stderr() {
      return machine.stderr;
    },
    signal: stop.signal,
    redactor,
    available: mayAsk(machine, options),
    coloured: terminal.coloured,
    dumb: machine.env['TERM'] === 'dumb',
  });
  const definitions = providers.flatMap((provider) => provider.settings);
  const base = {
    terminal,
    redactor,
    store,
    keychain,
    signal: stop.signal,
    clock: machine.clock,
    randomBytes: outside?.randomBytes(machine.randomBytes) ?? machine.randomBytes,
    env: machine.env,
    platform: machine.platform,
    nodeVersion: machine.nodeVersion,
    kill: machine.kill,
    disk: tools,
    output: outputOf(options),
    stdin: lazyStdin(machine, stop.signal),
    prompter: outside?.prompter(person) ?? person,
    http,
    fetchText: (url: string, timeoutMs: number) => fetchText(http, url, timeoutMs),
    invoke: createInvoke(machine, version, { redactor, ...(outside === undefined ? {} : { outside }) }),
    version,
    ...(await doorsOf(outside)),
  };
  let sandbox: EmbeddedSandbox | undefined;
  let started: EmbeddedSandbox | undefined;
  try {
    // Under --curl no source of a secret is read: its variable stands for it.
    const read = options.curl === true ? definitions.filter(({ secret }) => secret !== true) : definitions;
    const flags = await settingFlags(command, read, options, base);
    if (options.sandbox === true) {
      refuseOwn(flags);
      sandbox = surroundings.sandbox ?? (started = await openSandbox(machine, stop.signal));
    }
    const settingsUnder = (profileFlag: string | undefined): Settings => {
      const found = createSettings({
        definitions,
        flags,
        env: machine.env,
        sandbox: sandbox?.settings,
        profileFlag,
        readStore: () => store.read(),
        keychain,
        learn: (value, kind) => redactor.learn(value, kind),
      });
      return outside?.settings(found) ?? found;
    };
    const settings = settingsUnder(options.profile);
    // A value that was typed is judged before anything is done with the others.
    for (const name of Object.keys(flags)) await settings.look(name);
    const kept = surroundings.sessions ?? sessionsOf(sandbox, tools, settings);
    const sessions = outside?.sessions(kept) ?? kept;
    const under: Context['under'] = (profile) => {
      if (sandbox !== undefined) return { settings, sessions };
      const other = settingsUnder(profile);
      return { settings: other, sessions: sessionsOf(undefined, tools, other) };
    };
    const context: Context = {
      ...base,
      settings,
      sessions,
      under,
      ...(sandbox === undefined ? {} : { sandbox }),
    };
    return { context, options, mode, guard: stop.guard, close: () => closeAll(stop, started) };
  } catch (error) {
    await closeAll(stop, started);
    throw error;
  }
}

function modeOf(machine: Machine, { json, field, color, verbose, quiet }: CommonOptions): OutputMode {
  if (json === true && field !== undefined) {
    throw new CliError('usage', '--json and --field each print the result in their own way.', {
      hint: 'Give one of them.',
    });
  }
  return {
    json,
    field,
    pretty: machine.stdout.isTTY,
    quiet: quiet === true,
    verbose: verbose === true,
    ...(color === undefined ? {} : { colour: color }),
  };
}

function outputOf({ json, field }: CommonOptions): Context['output'] {
  if (json === true) return 'json';
  return field === undefined ? 'text' : 'field';
}

/** The doors that only some commands have. */
async function doorsOf(outside: Outside | undefined): Promise<Pick<Context, 'take' | 'listen'>> {
  if (outside === undefined) return {};
  const { listen } = await import('./flow/callback-listener.ts');
  return { take: outside.take, listen: outside.listen(listen) };
}

/** Nobody is asked without a terminal at both ends, under --no-input, and where `CI` is set and not `false`. */
function mayAsk(machine: Machine, { input }: CommonOptions): boolean {
  const ci = machine.env['CI'] ?? '';
  return input !== false && (ci === '' || ci === 'false') && machine.stdinIsTTY && machine.stderr.isTTY;
}

/** Opening stdin costs time and keeps the process alive, so it waits until somebody reads. */
function lazyStdin(machine: Machine, signal: AbortSignal): Stdin {
  let opened: Stdin | undefined;
  const open = (): Stdin => (opened ??= createStdin(machine.stdin, signal));
  return {
    isTTY: machine.stdinIsTTY,
    text: (limitBytes) => open().text(limitBytes),
    line: (limitBytes, until) => open().line(limitBytes, until),
  };
}

async function closeAll(stop: Stop, sandbox: EmbeddedSandbox | undefined): Promise<void> {
  stop.release();
  await sandbox?.close();
}

/** A list of messages that somebody else serves; nothing of ours is sent there. */
async function fetchText(http: Http, url: string, timeoutMs: number): Promise<string> {
  const request = { url, headers: {}, timeoutMs, allowPlainHttp: true, givenBy: 'the source url:' };
  const answer = await http.send({ method: 'GET', ...request, confidential: true });
  if (answer.status === 204 || answer.status === 404) return '';
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw new CliError(
    'network',
    `${new URL(url).host} answered HTTP ${answer.status} when asked for messages.`,
  );
}

function sessionsOf(sandbox: EmbeddedSandbox | undefined, tools: StoreTools, settings: Settings): Sessions {
  return sandbox === undefined
    ? createSessions({ ...tools, profile: () => settings.profile.name })
    : createMemorySessions();
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

async function openSandbox(
  { clock, randomBytes }: Pick<Machine, 'clock' | 'randomBytes'>,
  signal: AbortSignal,
): Promise<EmbeddedSandbox> {
  const { startEmbedded } = await import('./sandbox/embedded.ts');
  return startEmbedded({ clock, randomBytes, signal, providers });
}

/** A phone number or an address of the user's may be tried on the sandbox; its hosts and keys are its own. */
function isPlaceOrKey(name: string): boolean {
  const definition = providers.flatMap((provider) => provider.settings).find((each) => each.name === name);
  return definition?.secret === true || name.endsWith('Url');
}
