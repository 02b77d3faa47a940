import { dirname } from 'node:path';
import type { Context } from '../context.ts';
import { debugWarning } from '../debug-warning.ts';
import { CliError } from '../errors.ts';
import { createHttp, type Http } from '../http/http.ts';
import { createInvoke } from '../invoke.ts';
import type { Machine } from '../machine.ts';
import type { OutputMode } from '../output.ts';
import type { Outside } from '../outside.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { createKeychain, type Keychain } from '../settings/keychain-entries.ts';
import { createStore, type SettingsStore, type StoreTools } from '../settings/store.ts';
import type { Stop } from '../stop.ts';
import { createPrompter, type Prompter } from '../terminal/prompter.ts';
import { createStdin, type Stdin } from '../terminal/stdin.ts';
import { createTerminal, type Terminal } from '../terminal/terminal.ts';
import type { CommonOptions, Surroundings } from './surroundings.ts';

/** What of a context hangs on no setting. */
export type Tools = Omit<Context, 'settings' | 'sessions' | 'under' | 'sandbox'> & {
  readonly disk: StoreTools;
};

/** Who is there to be asked and told, and knows the secrets on the way. */
export interface Told {
  readonly redactor: Redactor;
  readonly terminal: Terminal;
}

/** Opens the way to the person, and warns of what is set on this machine. */
export async function openTerminal(
  machine: Machine,
  mode: OutputMode,
  { redactor = createRedactor(), errorsUntold }: Surroundings,
): Promise<Told> {
  const terminal = await createTerminal(machine, redactor, mode);
  const warned = errorsUntold === true ? undefined : debugWarning(machine.env);
  if (warned !== undefined) terminal.warning(warned);
  return { redactor, terminal };
}

/** Sets up all that needs no setting. Nothing is read, sent or asked yet. */
export async function openTools(
  machine: Machine,
  version: string,
  {
    options,
    told,
    stop,
    outside,
  }: { options: CommonOptions; told: Told; stop: Stop; outside?: Outside | undefined },
): Promise<Tools> {
  const { terminal, redactor } = told;
  const disk = { machine, warn: (text: string) => terminal.warning(text) };
  const store = createStore(disk);
  const network = createHttp({ env: machine.env, signal: stop.signal, version, warn: disk.warn });
  const http = outside?.http(network) ?? network;
  const person = openPrompter(machine, options, told, stop);
  return {
    terminal,
    redactor,
    store,
    keychain: openKeychain(machine, store, stop),
    signal: stop.signal,
    clock: machine.clock,
    randomBytes: outside?.randomBytes(machine.randomBytes) ?? machine.randomBytes,
    env: machine.env,
    platform: machine.platform,
    nodeVersion: machine.nodeVersion,
    kill: machine.kill,
    disk,
    output: outputOf(options),
    stdin: lazyStdin(machine, stop.signal),
    prompter: outside?.prompter(person) ?? person,
    http,
    fetchText: (url, timeoutMs) => fetchText(http, url, timeoutMs),
    invoke: createInvoke(machine, version, { redactor, ...(outside === undefined ? {} : { outside }) }),
    version,
    ...(await doorsOf(outside)),
  };
}

function openKeychain(machine: Machine, store: SettingsStore, { signal }: Stop): Keychain {
  return createKeychain({
    folder: () => dirname(store.path),
    clock: machine.clock,
    signal,
    ask: async (call, ended) =>
      (await import('../settings/keychain-process.ts')).askProcess(machine, call, ended),
  });
}

function openPrompter(machine: Machine, options: CommonOptions, told: Told, { signal }: Stop): Prompter {
  return createPrompter({
    get stdin() {
      return machine.stdin;
    },
    get stderr() {
      return machine.stderr;
    },
    signal,
    redactor: told.redactor,
    available: mayAsk(machine, options),
    coloured: told.terminal.coloured,
    dumb: machine.env['TERM'] === 'dumb',
  });
}

function outputOf({ json, field }: CommonOptions): Context['output'] {
  if (json === true) return 'json';
  return field === undefined ? 'text' : 'field';
}

/** The doors that only some commands have. */
async function doorsOf(outside: Outside | undefined): Promise<Pick<Context, 'take' | 'listen'>> {
  if (outside === undefined) return {};
  const { listen } = await import('../flow/callback-listener.ts');
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

/** What somebody else serves at an address; nothing of ours is sent there. */
async function fetchText(http: Http, url: string, timeoutMs: number): Promise<string> {
  const request = { url, headers: {}, timeoutMs, allowPlainHttp: true, givenBy: 'the source url:' };
  const answer = await http.send({ method: 'GET', ...request, confidential: true });
  if (answer.status === 204 || answer.status === 404) return '';
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw new CliError('network', `${new URL(url).host} answered the source url: with HTTP ${answer.status}.`, {
    hint: 'Open the address by itself to see why. No key of yours is sent along with the request.',
  });
}
