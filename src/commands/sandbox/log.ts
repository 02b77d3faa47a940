import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { jsonText, plainLine } from '../../terminal/plain.ts';
import { ask, findSandbox } from './running.ts';

interface Logged {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly hint?: string;
  readonly fault?: string;
}

const everyMs = 500;

/** Prints what reached the sandbox, redacted; with `follow` it goes on until it is stopped. */
export async function log(
  context: Context,
  { url, follow }: { readonly url?: string; readonly follow?: boolean },
): Promise<Result> {
  if (follow === true && context.output === 'field') {
    throw new CliError(
      'usage',
      'sandbox log --follow has no one value to print: it runs until it is stopped.',
      {
        hint: 'authrig sandbox log --follow --json',
      },
    );
  }
  const origin = await findSandbox(context, url);
  let since = 0;
  const fresh = async (): Promise<readonly Logged[]> => {
    const { requests } = await ask(context, origin, `requests?since=${since}`);
    const all = requests as readonly Logged[];
    since = Number(all.at(-1)?.id ?? since);
    return all;
  };
  if (follow !== true) {
    const requests = await fresh();
    if (context.output !== 'text') return { data: { requests } };
    await print(context, requests);
    return { data: {}, silent: true };
  }
  for (;;) {
    await print(context, await fresh());
    await context.clock.sleep(everyMs, context.signal);
  }
}

/** One line each; under --json each line is a document of its own, as there is no end to wait for. */
async function print({ terminal, output }: Context, requests: readonly Logged[]): Promise<void> {
  const lines = requests.map((request) => {
    if (output === 'json') return `${jsonText(request)}\n`;
    const { at, method, path, status, hint, fault } = request;
    const more = `${fault === undefined ? '' : ` [${fault}]`}${hint === undefined ? '' : ` (${hint})`}`;
    const line = plainLine(`${at.slice(11, 19)} ${method} ${path} ${status}${more}`, 2000);
    return `${terminal.safe(line)}\n`;
  });
  if (lines.length > 0) await terminal.result(lines.join(''));
}
