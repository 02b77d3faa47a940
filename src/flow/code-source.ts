import { CliError } from '../errors.ts';
import { taken } from '../outside.ts';
import { type CodeRule, normaliseCode, parseMatch } from './code.ts';
import { describeSource, parseSource, type Source, type SourceDeps } from './source.ts';
import { commandReader } from './sources/command.ts';
import { fileReader } from './sources/file.ts';
import { promptReader } from './sources/prompt.ts';
import { sandboxReader } from './sources/sandbox.ts';
import { lineReader } from './sources/stdin.ts';
import { urlReader } from './sources/url.ts';

/** What the user said about where the code comes from. */
export interface CodeChoice {
  /** The code itself, as `--otp` gave it. */
  readonly otp?: string | undefined;
  readonly from?: Source | undefined;
  /** The option that names the source, such as `--otp-from` or `--authenticator-otp-from`. */
  readonly option: string;
  /** What the code is called, such as `OTP`. */
  readonly what: string;
  /** True where the message went out before this command began, so that its code may be there already. */
  readonly alreadySent?: boolean;
  /** How the code is found in what is read, as `--otp-match` gave it. */
  readonly match?: RegExp | undefined;
}

/** The options of `options/code.ts`, as they were typed. */
export interface CodeOptions {
  readonly otp?: string;
  readonly otpFrom?: string;
  readonly otpMatch?: string;
}

/** What was typed about the code, read. Throws `usage` for a source or a pattern that is none. */
export function codeChoice({ otp, otpFrom, otpMatch }: CodeOptions, what: string): CodeChoice {
  return {
    option: '--otp-from',
    what,
    otp,
    from: otpFrom === undefined ? undefined : parseSource(otpFrom, '--otp-from'),
    match: otpMatch === undefined ? undefined : parseMatch(otpMatch),
  };
}

/** The message that carries the code. */
export interface Challenge {
  readonly id?: string | undefined;
  readonly provider: string;
  /** The phone number or address, unmasked, where it is known. */
  readonly recipient?: string | undefined;
  /** Wall clock, milliseconds: just before the call that sent it. */
  readonly sentAt: number;
}

export interface CodeRequest extends CodeRule {
  readonly challenge: Challenge;
  /** On the monotonic clock, milliseconds. A person at the prompt is not hurried by it. */
  readonly deadline: number;
  /** Replaces the question at the prompt. */
  readonly question?: string;
}

/** A request with the words of the choice, as the sources read it. */
export interface SourceRequest extends CodeRequest {
  readonly what: string;
  readonly option: string;
}

/** Brings a text that holds the code; may be called again for the next one. */
export type CodeReader = (request: SourceRequest) => Promise<string>;

/** A source that knows what was there before the send. */
export interface CodeSource {
  /** True where a person answers, who may be asked again after a wrong code. */
  readonly asks: boolean;
  /** The code as it is sent. Throws `expired` at the deadline and `usage` where the source fails. */
  read(request: CodeRequest): Promise<string>;
}

/**
 * Where the code will come from: the option, else the outbox under --sandbox, else the person at the terminal. Throws
 * `usage` naming the option where there is nobody, so that a flow can tell before it sends anything.
 */
export function requireCodeSource(
  choice: CodeChoice,
  deps: Pick<SourceDeps, 'prompter' | 'sandbox'>,
): Source | 'given' {
  const { option, otp, from, what } = choice;
  if (otp !== undefined) {
    if (from === undefined) return 'given';
    throw new CliError('usage', `The ${what} is given twice: as a value and with ${option}.`, {
      hint: `Leave ${option} out, or the value.`,
    });
  }
  const source = from ?? { kind: deps.sandbox === undefined ? 'prompt' : 'sandbox' };
  if (source.kind === 'prompt' && !deps.prompter.available) {
    throw new CliError('usage', `The ${what} is needed and nobody can be asked.`, {
      hint: `Give it ${option === '--otp-from' ? 'with --otp, or ' : ''}from a source: ${option} stdin, ${option} cmd:'…' or ${option} file:PATH.`,
    });
  }
  if (source.kind === 'sandbox' && deps.sandbox === undefined) {
    throw new CliError(
      'usage',
      `${option} sandbox reads the outbox of --sandbox, which this command runs without.`,
      {
        hint: `Add --sandbox, or name a running sandbox: ${option} url:http://127.0.0.1:PORT/__sandbox/outbox`,
      },
    );
  }
  return source;
}

/**
 * Makes the source ready BEFORE the call that sends the code, so that what is there by then is never taken for the
 * new code. Throws `usage` as `requireCodeSource` does, and what a source throws that can't be reached.
 */
export async function prepareCode(choice: CodeChoice, deps: SourceDeps): Promise<CodeSource> {
  const { option, what, otp } = choice;
  const source = requireCodeSource(choice, deps);
  if (source === 'given') {
    return { asks: false, read: async ({ shape }) => accept(otp ?? '', shape, '--otp', deps) };
  }
  const asks = source.kind === 'prompt';
  let reader: CodeReader | undefined;
  const makeReady = async () => void (reader = await readerOf(source, choice, deps));
  await (asks ? makeReady() : taken(deps, 'code source', what, makeReady));
  return {
    asks,
    read: async (request) => {
      if (!asks) deps.terminal.message(`Waiting for the ${what} from ${describeSource(source)}.`);
      const match = request.match ?? choice.match;
      const wanted = { ...request, what, option, ...(match === undefined ? {} : { match }) };
      const read = async () => (await reader?.(wanted)) ?? '';
      // A person is asked by the prompter, who stands at a door of its own.
      const text = await (asks ? read() : taken(deps, 'code', what, read));
      return accept(text, request.shape, option, deps);
    },
  };
}

function accept(text: string, shape: CodeRule['shape'], option: string, deps: SourceDeps): string {
  const code = normaliseCode(text, shape, option);
  deps.redactor.learn(code, 'code');
  return code;
}

async function readerOf(source: Source, choice: CodeChoice, deps: SourceDeps): Promise<CodeReader> {
  const alreadySent = choice.alreadySent === true;
  switch (source.kind) {
    case 'prompt':
      return promptReader(deps);
    case 'stdin':
      return lineReader(deps);
    case 'file':
      return fileReader(source.path, { option: choice.option, alreadySent }, deps);
    case 'url':
      return urlReader(source.url, alreadySent, deps);
    case 'cmd':
      return commandReader(source.command, deps);
    case 'sandbox':
      return sandboxReader(alreadySent, deps);
  }
}
