import type { Command } from 'commander';
import type { Result } from '../command.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { listen } from '../flow/callback-listener.ts';
import { v } from '../http/contract.ts';
import type { Http } from '../http/http.ts';
import type { Outside } from '../outside.ts';
import { providers } from '../providers/index.ts';
import { isSource, type Part, partsOf } from '../recording/command-line.ts';
import { createVirtualTime, type VirtualTime } from '../recording/virtual-time.ts';
import { watchedSettings } from '../recording/watched.ts';
import { createRedactor } from '../redaction/redactor.ts';
import { type EmbeddedSandbox, startEmbedded } from '../sandbox/embedded.ts';
import { createMemorySessions } from '../settings/memory-sessions.ts';
import { variableOf } from '../settings/names.ts';
import { type FoundSetting, masksOf } from '../settings/settings.ts';
import { commandOf } from '../usage.ts';
import { probesOf } from './probes.ts';
import { type Call, scriptOf, textsIn } from './script.ts';
import { shouted, type Variable } from './shell.ts';
import { told } from './told.ts';

/** The command line under --curl. */
export interface CurlRequest {
  readonly argv: readonly string[];
  readonly command: Command;
  readonly sandbox: boolean;
}

/** What brings about the state that a later step of a flow needs, in the order in which it is tried. */
const stepsBefore = ['send', 'session', 'request', 'otp', 'phone'];
/** Deadlines wait until nothing is left to do; an interval between two polls does not. */
const soonMs = 6000;
/** The customer acts between the first poll and the second, so that both are seen. */
const customerDelayMs = 3000;

/**
 * The curl commands of a command, which is run against a sandbox in this process in the vendor's stead: nothing leaves
 * this machine, and no key, person or message is asked for. Throws `usage` for a command that calls no provider.
 */
export async function curlOf(context: Context, request: CurlRequest): Promise<Result> {
  const { argv, command } = request;
  const name = commandOf(command);
  const [noun = ''] = name.split(' ');
  refuse(request, name, noun);
  if (noun === 'smoke') return probesOf(context, command);
  const time = createVirtualTime({
    startedAt: context.clock.now(),
    real: context.clock,
    pending: () => time.elapsed() + soonMs,
    quietTurns: 30,
  });
  const { randomBytes, signal } = context;
  const sandbox = await startEmbedded({
    clock: time.clock,
    randomBytes,
    signal,
    providers,
    customerDelayMs,
  });
  try {
    const stage = createStage(context, sandbox, time);
    const parts = partsOf(argv, command);
    const words = ['--sandbox', ...parts.flatMap(innerWord)];
    let calls = await stage.run(words);
    const before: Call[] = [];
    for (const step of stepsBefore) {
      if (calls.length > 0) break;
      before.push(...(await stage.run(['--sandbox', noun, step])));
      calls = await stage.run(words);
    }
    if (calls.length === 0) throw stage.refusal() ?? sendsNothing(name);
    // Polls are counted in a second run, in which nothing is waited for but the vendor: every module is there by now.
    if (calls.some(({ request: { call } }) => call.effect === 'reads')) calls = await stage.run(words);
    const script = scriptOf(calls.map(stage.addressed), {
      variables: [...stage.variables(), ...keptBy(noun, before), ...parts.flatMap(namedIn)],
      typed: new Set(parts.flatMap(typedIn)),
      sent: new Set(sandbox.outbox.list().map(({ code }) => code)),
      goesOn: stage.listened(),
    });
    return told(context, script);
  } finally {
    time.stop(new CliError('cancelled', 'The calls are known.'));
    await sandbox.close();
  }
}

function refuse({ sandbox }: CurlRequest, name: string, noun: string): void {
  if (sandbox) {
    throw new CliError('usage', '--curl sends nothing, and the sandbox of --sandbox ends with the command.', {
      hint: `Start one that stays, and let the commands go there: authrig sandbox exec -- authrig ${name} --curl`,
    });
  }
  if (!providers.some((provider) => provider.name === noun) && noun !== 'smoke') throw sendsNothing(name);
}

function sendsNothing(name: string): CliError {
  return new CliError('usage', `authrig ${name} calls no provider, so there is nothing to do with curl.`, {
    hint: 'Leave --curl out.',
  });
}

/** An authenticator's secret is read from nowhere, and of any shape it has to be one: the variable in the script stands for it. */
const standIn = { name: 'STAND_IN', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };

/** A command line that goes to the sandbox: without what says where to, how to answer, and where to read from. */
function innerWord(part: Part): string[] {
  if ('word' in part) return [part.word];
  if ('argument' in part) return [part.argument];
  const { option, flag, value } = part;
  const long = option.long ?? '';
  const dropped =
    /^--(?:curl|json|field|profile|timeout|quiet|verbose|color|input|interval|qr-file|export|.*url)$/;
  if (long === '--secret-from') return [`${long}=env:${standIn.name}`];
  if (dropped.test(long) || isSource(option)) return [];
  return [value === undefined ? flag : `${flag}=${value}`];
}

function typedIn(part: Part): string[] {
  if ('argument' in part) return [part.argument];
  return 'option' in part && part.value !== undefined ? [part.value] : [];
}

/** An authenticator's secret that is in a variable already stays in that one. */
function namedIn(part: Part): Variable[] {
  if (!('option' in part) || part.option.long !== '--secret-from') return [];
  const [, name] = /^env:([A-Za-z_]\w*)$/.exec(part.value ?? '') ?? [];
  return name === undefined ? [] : [{ value: standIn.secret, name }];
}

/** What an earlier command would have kept, in the store of a real run. */
function keptBy(noun: string, before: readonly Call[]): Variable[] {
  return before
    .flatMap(({ answer = '' }) => textsIn(answer))
    .filter(([, value]) => value.length >= 6)
    .map(([name, value]) => ({ value, name: `AUTHRIG_${shouted(noun)}_${shouted(name)}` }));
}

/** Runs command lines against the sandbox, and keeps the calls of contracts. */
function createStage(context: Context, sandbox: EmbeddedSandbox, time: VirtualTime) {
  const sessions = createMemorySessions();
  const found = new Map<string, FoundSetting>();
  let calls: Call[] = [];
  let listened = false;
  let refusal: CliError | undefined;

  const http = (inner: Http): Http => ({
    send: async (request) => {
      const answer = await time.busy(() => inner.send(request)).catch((error: unknown) => error as Error);
      const { call } = request;
      if (call !== undefined)
        calls.push({
          request: { ...request, call },
          answer: answer instanceof Error ? undefined : answer.body,
        });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const outside: Outside = {
    take: (_what, _question, work) => work(),
    http,
    prompter: (prompter) => ({ ...prompter, available: false }),
    randomBytes: (randomBytes) => randomBytes,
    sessions: (kept) => kept,
    listen:
      () =>
      (...given) => {
        listened = true;
        return listen(...given);
      },
    settings: (settings) => watchedSettings(settings, found),
  };

  return {
    run: async (argv: readonly string[]): Promise<readonly Call[]> => {
      calls = [];
      const { document } = await context.invoke(argv, {
        lent: { outside, redactor: createRedactor() },
        sessions,
        sandbox,
        machine: {
          env: { LANG: 'C.UTF-8', [standIn.name]: standIn.secret },
          clock: time.clock,
          stdinIsTTY: true,
        },
      });
      refusal = usageErrorIn(document);
      return calls;
    },
    /** Why the last command line was no good; undefined where it was. */
    refusal: () => refusal,
    listened: () => listened,
    /** What stands for each setting: the user's own value where it is no secret and known, else its variable. */
    variables: (): Variable[] =>
      [...found].flatMap(([name, { value, origin }]) => {
        if (origin === 'flag' || name.endsWith('Url')) return [];
        return [{ value, name: variableOf(name) }];
      }),
    addressed: ({ request, answer }: Call): Call => ({
      request: {
        ...request,
        url: realAddress(context, found, request.url),
        ...ownValues(context, found, request),
      },
      answer,
    }),
  };
}

function usageErrorIn({ error }: Readonly<Record<string, unknown>>): CliError | undefined {
  const read = v.safeParse(usageError, error);
  if (!read.success) return undefined;
  const { message, hint } = read.output;
  return new CliError('usage', message, hint === undefined ? {} : { hint });
}

const usageError = v.object({ kind: v.literal('usage'), message: v.string(), hint: v.optional(v.string()) });

type Found = ReadonlyMap<string, { readonly value: string; readonly origin: string }>;

/** The same path at the user's own base URL. */
function realAddress({ settings }: Context, found: Found, url: string): string {
  for (const [name, { value }] of found) {
    if (name.endsWith('Url') && url.startsWith(value))
      return settings.need(name).replace(/\/+$/, '') + url.slice(value.length);
  }
  return url;
}

/** Settings that are no secret stand as they are, where the user has them. */
function ownValues(
  { settings }: Context,
  found: Found,
  { headers, body }: Call['request'],
): Pick<Call['request'], 'headers' | 'body'> {
  const plain = settings.definitions.filter(
    (each) => masksOf(each) === undefined && !each.name.endsWith('Url'),
  );
  const own = plain.flatMap(({ name }) => {
    const [there, here] = [found.get(name)?.value, settings.find(name)?.value];
    return there === undefined || here === undefined ? [] : [[there, here] as const];
  });
  const put = (text: string): string =>
    own.reduce((done, [there, here]) => done.replaceAll(there, here), text);
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, put(value)])),
    ...(body === undefined ? {} : { body: put(body) }),
  };
}
