import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { ask, findSandbox, longestHoldSeconds } from './running.ts';

export interface OtpOptions {
  readonly url?: string;
  readonly to?: string;
  readonly provider?: string;
  readonly since?: string;
  /** Milliseconds. */
  readonly wait?: number;
}

interface Message {
  readonly id: string;
  readonly provider: string;
  readonly to: string;
  readonly code: string;
  readonly sentAt: string;
}

/**
 * Prints the newest code that was sent, waiting for one where none is there and that was asked for. What the sandbox put
 * into the outbox by itself comes last where no recipient and no provider is named, and is not worth a wait. Throws
 * `expired` where there is none.
 */
export async function otp(context: Context, options: OtpOptions): Promise<Result> {
  const { clock, terminal } = context;
  const origin = await findSandbox(context, options.url);
  const until = clock.monotonic() + (options.wait ?? 0);
  if (options.wait !== undefined) terminal.message('Waiting for a message in the outbox.');
  const anybody = options.to === undefined && options.provider === undefined;
  let found: Message | undefined;
  do {
    const left = Math.max(0, Math.ceil((until - clock.monotonic()) / 1000));
    found = await newest(context, origin, options, Math.min(left, longestHoldSeconds), anybody);
  } while (found === undefined && clock.monotonic() < until);
  if (found === undefined && anybody && options.wait === undefined)
    found = await newest(context, origin, options, 0, false);
  if (found === undefined) throw missing(options);
  context.redactor.learn(found.code, 'code');
  return { data: { ...found }, alone: found.code };
}

async function newest(
  context: Context,
  origin: string,
  { to, provider, since }: OtpOptions,
  wait: number,
  unseeded: boolean,
): Promise<Message | undefined> {
  const query = new URLSearchParams({ wait: String(wait), ...(unseeded ? { seeded: 'false' } : {}) });
  for (const [name, value] of Object.entries({ to, provider, since }))
    if (value !== undefined) query.set(name, value);
  const { messages } = await ask(context, origin, `outbox?${query}`);
  return (messages as readonly Message[]).at(-1);
}

function missing({ to, provider, wait }: OtpOptions): CliError {
  const where = `${provider === undefined ? '' : ` of ${provider}`}${to === undefined ? '' : ' to this recipient'}`;
  const [message, hint] =
    wait === undefined
      ? [`No message${where} is in the outbox.`, 'Wait for one with --wait 30s.']
      : [
          `No message${where} came within ${wait / 1000} s.`,
          'See what reached the sandbox: authrig sandbox log',
        ];
  return new CliError('expired', message, { hint });
}
