import type { Command } from 'commander';
import type { Result } from '../command.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { ProbeMaterial } from '../http/contract.ts';
import type { HttpRequest } from '../http/http.ts';
import type { ProbeCall } from '../http/probe.ts';
import { providers } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { createRedactor } from '../redaction/redactor.ts';
import { variableOf } from '../settings/names.ts';
import { masksOf } from '../settings/settings.ts';
import { type Call, membersOf, scriptOf } from './script.ts';
import type { Variable } from './shell.ts';
import { told } from './told.ts';

interface Options {
  readonly active?: true;
  readonly calibrate?: true;
  readonly keys?: string;
  readonly shard?: object;
}

/**
 * The curl commands of `authrig smoke`: the probe of each provider that is named, in the very form that smoke sends, with
 * the key as a variable; under --calibrate a second time with a false one. Sends nothing, and reads no key. Throws `usage`
 * beside a list of keys.
 */
export async function probesOf(context: Context, command: Command): Promise<Result> {
  const { active, calibrate, keys, shard } = command.opts<Options>();
  if (keys !== undefined || shard !== undefined) {
    throw new CliError(
      'usage',
      '--curl prints one probe for each provider, and none for each key of a list.',
      {
        hint: 'Leave --keys and --shard out, and name the providers: authrig smoke juvlon --curl',
      },
    );
  }
  const asked = providers.filter(({ name }) => command.args.length === 0 || command.args.includes(name));
  const variables: Variable[] = [];
  const calls: Call[] = [];
  for (const card of asked) {
    const probe = await card.probe();
    const { call } = (active === true ? probe.active : undefined) ?? probe.harmless;
    const { key, falseKey, settings } = standIns(context, card);
    variables.push(...[key, falseKey, ...Object.values(settings)].flatMap(asVariable));
    for (const each of calibrate === true ? [key, falseKey] : [key]) {
      const unique = Buffer.from(context.randomBytes(16)).toString('hex');
      calls.push(await callOf(context, card, call, { key: each, unique, settings }));
    }
  }
  // What a probe says of itself is nobody's secret: it stands as it is sent.
  const typed = new Set(calls.flatMap(({ request }) => membersOf(request).map(([, value]) => value)));
  return told(context, scriptOf(calls, { variables, typed, sent: new Set(), goesOn: false }));
}

/** The names of variables in the place of their values; a setting of the user's that hides nothing stands as it is. */
function standIns({ settings }: Pick<Context, 'settings'>, card: Provider) {
  const secret = card.settings.find((setting) => setting.secret === true)?.name;
  const others = card.settings.filter(({ name }) => name !== secret && !name.endsWith('Url'));
  return {
    // Whose keys are the tokens of its own logins has none among its settings.
    key: variableOf(secret ?? `${card.name}.accessToken`),
    falseKey: variableOf(`${card.name}.falseKey`),
    settings: Object.fromEntries(
      others.map((definition) => {
        const own = masksOf(definition) === undefined ? settings.find(definition.name)?.value : undefined;
        return [definition.name.slice(card.name.length + 1), own ?? variableOf(definition.name)];
      }),
    ),
  };
}

function asVariable(text: string): Variable[] {
  return text.startsWith('AUTHRIG_') ? [{ value: text, name: text }] : [];
}

/** The request that the probe would send. */
async function callOf(
  { terminal, clock, settings }: Context,
  { name }: Provider,
  probe: ProbeCall,
  material: ProbeMaterial,
): Promise<Call> {
  let request: HttpRequest | undefined;
  const send = (sent: HttpRequest): Promise<never> => {
    request = sent;
    return Promise.reject(notSent);
  };
  const reach = {
    http: { send },
    terminal: { ...terminal, trace: () => {} },
    clock,
    redactor: createRedactor(),
  };
  const callee = { title: name, name, baseUrl: settings.need(`${name}.baseUrl`) };
  await probe.send(reach, callee, material).catch((error: unknown) => {
    if (error !== notSent) throw error;
  });
  if (request?.call === undefined) throw new Error(`${probe.operation} sent nothing.`);
  return { request: { ...request, call: request.call }, answer: undefined };
}

const notSent = new Error('The call is known.');
