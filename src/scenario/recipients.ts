import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { isLoopback } from '../http/address.ts';
import { mask } from '../redaction/mask.ts';
import { masksOf } from '../settings/settings.ts';
import { callsOf } from './effects.ts';
import { placeText } from './problems.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';
import { fillText, type Variables } from './template.ts';

/** A message that a step of a live run makes reach somebody. */
interface Message {
  readonly step: Step;
  readonly provider: string;
  /** Masked. */
  readonly recipient: string;
}

type Reach = Pick<Context, 'settings' | 'sandbox' | 'redactor' | 'terminal'>;

/**
 * Stands before every live run that would message a person: says to whom, and throws `usage` unless `--live` was given.
 * The sandbox and loopback hosts send nothing.
 */
export async function consentToMessages(context: Reach, plan: Plan, live: boolean): Promise<void> {
  if (context.sandbox !== undefined) return;
  const messages = await messagesOf(context, plan);
  const [first] = messages;
  if (first === undefined) return;
  if (!live) {
    throw new CliError(
      'usage',
      `This run would send ${messages.length === 1 ? 'a real message' : `${messages.length} real messages`}: ${sentence(first)}.`,
      { hint: 'Give --live where it may, or try the same files with --sandbox.' },
    );
  }
  for (const message of messages) context.terminal.warning(`A real message goes out: ${sentence(message)}.`);
}

function sentence({ step, provider, recipient }: Message): string {
  return `${provider} to ${recipient}, by ${step.verb.name} in ${placeText(step.place)}`;
}

async function messagesOf(context: Reach, { units, sessions }: Plan): Promise<Message[]> {
  const steps = [
    ...sessions.map(({ session, variables }) => ({ step: session.step, variables })),
    ...units.flatMap(({ scenario, variables }) =>
      [...scenario.steps, ...scenario.always].map((step) => ({ step, variables })),
    ),
  ];
  const found = await Promise.all(
    steps.map(async ({ step, variables }) => {
      const sends = (await callsOf(step)).find(({ effect }) => effect === 'sends');
      if (sends === undefined || isHere(context, sends.provider, step, variables)) return [];
      return [
        { step, provider: sends.provider, recipient: recipientOf(context, sends.provider, step, variables) },
      ];
    }),
  );
  return found.flat();
}

/** The base URL of a step: its own option, else the setting. */
export function baseUrlOf(
  { settings }: Pick<Context, 'settings'>,
  provider: string,
  { given }: Pick<Step, 'given'>,
  variables: Variables,
): string {
  const own = given.get('base-url')?.value;
  return own === undefined ? settings.need(`${provider}.baseUrl`) : fillText(own, variables);
}

function isHere(context: Reach, provider: string, step: Step, variables: Variables): boolean {
  const url = baseUrlOf(context, provider, step, variables);
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

/** What the step says, else the setting that holds a phone number or an address. */
function recipientOf(
  { settings, redactor }: Reach,
  provider: string,
  step: Step,
  variables: Variables,
): string {
  for (const kind of ['email', 'phone'] as const) {
    const value = step.given.get(kind)?.value;
    if (value === undefined) continue;
    const text = fillText(value, variables);
    redactor.learn(text, kind);
    return mask(text, kind);
  }
  const own = settings.definitions.filter(({ name }) => name.startsWith(`${provider}.`));
  for (const definition of own) {
    const kind = masksOf(definition);
    if (kind !== 'phone' && kind !== 'email') continue;
    const value = settings.find(definition.name)?.value;
    if (value !== undefined) return mask(value, kind);
  }
  return 'whom the command names';
}
