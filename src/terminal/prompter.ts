import type { Writable } from 'node:stream';
import { CliError } from '../errors.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { openKeyboard, openScreen, type TypedInput } from './keyboard.ts';
import { plainLine } from './plain.ts';

export interface Question {
  readonly message: string;
  /** The option that answers this question without a terminal, such as `--otp-from`. */
  readonly option: string;
  /** True where the answer is acceptable, else what is wrong with it. */
  readonly validate?: (answer: string) => true | string;
  /** How many unacceptable answers end the question with `usage`; without it the question is asked until it is answered. */
  readonly attempts?: number;
}

/** Questions to the person at the terminal, asked on stderr. Never asked where nobody can answer. */
export interface Prompter {
  /** False without a terminal on stdin and stderr, under --no-input, and where `CI` is set and not `false`. */
  readonly available: boolean;
  /** Asks for a line of text. Throws `usage` naming the option where nobody can answer, `cancelled` on Ctrl-C. */
  text(question: Question): Promise<string>;
  /** As `text`, without echo. */
  secret(question: Question): Promise<string>;
  /** Asks yes or no; Enter alone means `initial`, which is no unless it is given. */
  confirm(
    question: Omit<Question, 'validate' | 'attempts'> & { readonly initial?: boolean },
  ): Promise<boolean>;
}

export interface PrompterOptions {
  /** Read at the first question, so that it may be a getter that opens the stream. */
  readonly stdin: TypedInput;
  readonly stderr: Writable & { readonly columns?: number };
  readonly available: boolean;
  /** Ends an open question with its reason. */
  readonly signal: AbortSignal;
  /** Masks known secrets in what is asked. */
  readonly redactor?: Pick<Redactor, 'redact'>;
  readonly coloured?: boolean;
  /** True for a terminal that can't move its cursor (TERM=dumb): the line is edited by the terminal itself. */
  readonly dumb?: boolean;
}

type Prompts = typeof import('@inquirer/prompts');
type PromptContext = NonNullable<Parameters<Prompts['input']>[1]>;

/** How one kind of question is asked. */
interface Style<T> {
  readonly echo: boolean;
  readonly limit: number;
  /** Stands behind the message on a terminal that can't move its cursor. */
  readonly tail: string;
  readonly draw: (prompts: Prompts, message: string, context: PromptContext) => Promise<T>;
}

/** The library's tick would stand before an answer that is refused a line later. */
const theme = { prefix: '?' };

const text: Style<string> = {
  echo: true,
  limit: 1024,
  tail: '',
  draw: (prompts, message, context) => prompts.input({ message, theme }, context),
};

const secret: Style<string> = {
  echo: false,
  limit: 16_384,
  tail: '',
  draw: (prompts, message, context) =>
    prompts.password(
      { message, toggleMask: false, theme: { ...theme, style: { maskedText: '(not shown)' } } },
      context,
    ),
};

const resumed = Symbol('resumed');

/** Asks on stderr with the terminal's own line editing; the library is loaded at the first question. */
export function createPrompter(options: PrompterOptions): Prompter {
  return {
    available: options.available,
    text: (question) => askUntilValid(options, question, text),
    secret: (question) => askUntilValid(options, question, secret),
    confirm: async ({ initial = false, ...question }) => {
      const style: Style<boolean> = {
        echo: true,
        limit: text.limit,
        tail: initial ? ' (Y/n)' : ' (y/N)',
        draw: (prompts, message, context) => prompts.confirm({ message, theme, default: initial }, context),
      };
      return (await ask(options, question, style)).answer;
    },
  };
}

async function askUntilValid(
  options: PrompterOptions,
  question: Question,
  style: Style<string>,
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const { answer, overflowed } = await ask(options, question, style);
    const cleaned = (await withoutPasteMarks(answer)).trim();
    const verdict = overflowed
      ? `That is longer than ${style.limit} characters.`
      : (question.validate?.(cleaned) ?? true);
    if (verdict === true) return cleaned;
    if (attempt === question.attempts) {
      throw new CliError('usage', `No usable answer after ${attempt} attempts. ${verdict}`, {
        hint: `Run the command again, or answer with ${question.option}.`,
      });
    }
    options.stderr.write(`  ${readable(options, verdict)}\n`);
  }
}

interface Answer<T> {
  readonly answer: T;
  readonly overflowed: boolean;
}

async function ask<T>(options: PrompterOptions, question: Question, style: Style<T>): Promise<Answer<T>> {
  if (!options.available) throw unanswerable(options, question);
  options.signal.throwIfAborted();
  const prompts = await import('@inquirer/prompts');
  for (;;) {
    const answer = await askOnce(options, question, style, prompts);
    if (answer !== resumed) return answer;
  }
}

/** One question on the screen. After a suspension what was drawn is gone, so it has to be asked again. */
async function askOnce<T>(
  options: PrompterOptions,
  question: Question,
  style: Style<T>,
  prompts: Prompts,
): Promise<Answer<T> | typeof resumed> {
  const { stderr, dumb = false, coloured = false } = options;
  const stop = new AbortController();
  const keyboard = openKeyboard(options.stdin, {
    raw: !dumb || !style.echo,
    limit: style.limit,
    onEnd: () => stop.abort(unanswered(options, question)),
    onResume: () => stop.abort(resumed),
  });
  const message = readable(options, question.message);
  if (dumb) stderr.write(`${message}${style.tail} `);
  // The library would ask stdout, and not the stream it draws on, whether to use colour.
  const drawn = coloured ? `\u001B[1m${message}\u001B[22m` : message;
  try {
    const answer = await style.draw(prompts, drawn, {
      input: keyboard.input,
      output: openScreen(stderr, { coloured, hidden: dumb }),
      signal: AbortSignal.any([options.signal, stop.signal]),
    });
    if (dumb && !style.echo) stderr.write('\n');
    return { answer, overflowed: keyboard.overflowed() };
  } catch (error) {
    if (dumb) stderr.write('\n');
    const reason = reasonOf(error);
    if (reason === resumed) return resumed;
    throw reason;
  } finally {
    keyboard.close();
  }
}

/** Why the library gave up: the signal's reason where it was aborted, Ctrl-C where the person left. */
function reasonOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'AbortPromptError') return error.cause;
  if (error.name === 'ExitPromptError')
    return new CliError('cancelled', 'Stopped at the question with Ctrl-C.');
  return error;
}

function unanswerable(options: PrompterOptions, question: Question): CliError {
  return new CliError('usage', `"${subject(options, question)}" is needed and nobody can be asked.`, {
    hint: `Give it with ${question.option}.`,
  });
}

function unanswered(options: PrompterOptions, question: Question): CliError {
  return new CliError('usage', `The input ended before "${subject(options, question)}" was answered.`, {
    hint: `Answer the question, or give it with ${question.option}.`,
  });
}

function subject(options: PrompterOptions, question: Question): string {
  return readable(options, question.message).replace(/[:?\s]+$/, '');
}

function readable(options: PrompterOptions, message: string): string {
  const line = plainLine(message, 500);
  return options.redactor?.redact(line) ?? line;
}

/** What a terminal puts around a paste, with or without the escape character, and any other control character. */
async function withoutPasteMarks(answer: string): Promise<string> {
  // Few commands ask anything, and all of them would pay for what Node keeps in this module.
  const { stripVTControlCharacters } = await import('node:util');
  return stripVTControlCharacters(answer)
    .replaceAll(/\[20[01]~/g, '')
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '');
}
