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

/** Prints the newest code that was sent, waiting for one where asked. Throws `expired` where none is there. */
export async function otp(context: Context, options: OtpOptions): Promise<Result> {
  const { clock, terminal } = context;
  const origin = await findSandbox(context, options.url);
  const until = clock.monotonic() + (options.wait ?? 0);
  if (options.wait !== undefined) terminal.message('Waiting for a message in the outbox.');
  let found: Message | undefined;
  do {
    const left = Math.max(0, Math.ceil((until - clock.monotonic()) / 1000));
    found = await newest(context, origin, options, Math.min(left, longestHoldSeconds));
  } while (found === undefined && clock.monotonic() < until);
  if (found === undefined) throw missing(options);
  context.redactor.learn(found.code, 'code');
  return { data: { ...found }, alone: found.code };
}

async function newest(
  context: Context,
  origin: string,
  { to, provider, since }: OtpOptions,
  wait: number,
): Promise<Message | undefined> {
  const query = new URLSearchParams({ wait: String(wait) });
  for (const [name, value] of Object.entries({ to, provider, since }))
    if (value !== undefined) query.set(name, value);
  const { messages } = await ask(context, origin, `outbox?${query}`);
  return (messages as readonly Message[]).at(-1);
}

function missing({ to, wait }: OtpOptions): CliError {
  return new CliError(
    'expired',
    `No message${to === undefined ? '' : ' to this recipient'} is in the outbox.`,
    {
      hint:
        wait === undefined
          ? 'Wait for one with --wait 30s.'
          : 'See what reached the sandbox: authrig sandbox log',
    },
  );
}
