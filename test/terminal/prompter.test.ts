import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { createPrompter, type PrompterOptions } from '../../src/terminal/prompter.ts';
import { failureIn } from '../helpers/failure.ts';
import { until } from '../helpers/until.ts';

const otp = {
  message: 'OTP sent to +57 ••• 4567:',
  option: '--otp-from',
  validate: (answer: string) => /^\d{6}$/.test(answer) || 'A code has 6 digits.',
};
const apiKey = { message: 'Elixir API key:', option: '--api-key-from' };

function desk(options: Partial<PrompterOptions> = {}) {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    setRawMode: (mode: boolean) => {
      modes.push(mode);
    },
  });
  const stderr = new PassThrough();
  const run = new AbortController();
  let shown = '';
  stderr.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const prompter = createPrompter({ stdin, stderr, available: true, signal: run.signal, ...options });
  return {
    prompter,
    stdin,
    stderr,
    run,
    modes,
    shown: () => shown,
    /** Types once the text is on the screen, as often as it is to be there. */
    type: async (keys: string, after: string, times = 1) => {
      await until(() => shown.split(after).length > times);
      stdin.write(keys);
    },
  };
}

describe('text', () => {
  test('asks on stderr and gives the answer trimmed', async () => {
    const { prompter, type, shown } = desk();
    const answer = prompter.text(otp);
    await type('123456 \r', otp.message);
    expect(await answer).toBe('123456');
    expect(shown()).toContain(`? ${otp.message}`);
  });

  test('UX-32: the codes that a terminal puts around a paste are no part of the answer', async () => {
    const { prompter, type } = desk();
    const answer = prompter.text(otp);
    await type('\u001B[200~123456\u001B[201~\r', otp.message);
    expect(await answer).toBe('123456');
    const secret = prompter.secret(apiKey);
    await type('[200~elx-live-7f\u0000[201~\r', apiKey.message);
    expect(await secret).toBe('elx-live-7f');
  });

  test('F38: says what is wrong and asks again until the answer is right', async () => {
    const { prompter, type } = desk();
    const answer = prompter.text(otp);
    await type('12345\r', otp.message);
    await type('123456\r', 'A code has 6 digits.\n');
    expect(await answer).toBe('123456');
  });

  test('gives up after the attempts it was allowed', async () => {
    const { prompter, type } = desk();
    const error = failureIn(prompter.text({ ...otp, attempts: 2 }));
    await type('1\r', otp.message);
    await type('2\r', 'A code has 6 digits.\n');
    expect(await error).toMatchObject({ kind: 'usage', message: expect.stringContaining('2 attempts') });
    expect((await error).details.hint).toContain('--otp-from');
  });

  test('F38: a paste of 10 KB is refused, and the next answer counts', async () => {
    const { prompter, type } = desk();
    const answer = prompter.text({ message: 'Phone:', option: '--phone' });
    await type(`${'7'.repeat(10_000)}\r`, 'Phone:');
    await type('3001234567\r', 'longer than 1024 characters');
    expect(await answer).toBe('3001234567');
  });

  test('T8: what is asked is redacted and free of control characters', async () => {
    const redactor = { redact: (text: string) => text.replaceAll('elx-live-7f', '***') };
    const { prompter, type, shown } = desk({ redactor });
    const answer = prompter.text({ message: 'Use\u001B[2J elx-live-7f?', option: '--yes' });
    await type('y\r', 'Use');
    await answer;
    expect(shown()).toContain('? Use ***?');
  });
});

describe('secret', () => {
  test('echoes neither the secret nor its length', async () => {
    const { prompter, type, shown } = desk();
    const answer = prompter.secret(apiKey);
    await type('elx', apiKey.message);
    const before = shown().length;
    await type('-live-7f', apiKey.message);
    await type('\r', apiKey.message);
    expect(await answer).toBe('elx-live-7f');
    expect(shown()).not.toContain('elx');
    expect(shown()).not.toContain('*');
    expect(before).toBeGreaterThan(0);
  });

  test('a refused secret is not part of the next one', async () => {
    const { prompter, type } = desk();
    const answer = prompter.secret({ ...apiKey, validate: (key) => key.length > 4 || 'Too short.' });
    await type('abc\r', apiKey.message);
    await type('elx-live-7f\r', 'Too short.');
    expect(await answer).toBe('elx-live-7f');
  });
});

describe('confirm', () => {
  test.each([
    ['y\r', false, true],
    ['n\r', true, false],
    ['\r', undefined, false],
    ['\r', true, true],
  ])('%j with initial %j means %j', async (keys, initial, expected) => {
    const { prompter, type } = desk();
    const question = { message: 'Send to +57 ••• 4567?', option: '--yes' };
    const answer = prompter.confirm(initial === undefined ? question : { ...question, initial });
    await type(keys, question.message);
    expect(await answer).toBe(expected);
  });
});

describe('an end without an answer', () => {
  const kinds = ['text', 'secret', 'confirm'] as const;

  test.each(kinds)('T4 F39: stdin ending during %s is a usage error that names the option', async (kind) => {
    const { prompter, stdin, type, modes } = desk();
    const error = failureIn(prompter[kind](apiKey));
    await type('el', apiKey.message);
    stdin.end();
    expect(await error).toMatchObject({ kind: 'usage', exitCode: 2 });
    expect((await error).message).toContain('Elixir API key');
    expect((await error).details.hint).toContain('--api-key-from');
    expect(modes.at(-1)).toBe(false);
  });

  test.each(kinds)('T4 F39: Ctrl-D during %s is a usage error that names the option', async (kind) => {
    const { prompter, type, modes } = desk();
    const error = failureIn(prompter[kind](apiKey));
    await type('\u0004', apiKey.message);
    expect(await error).toMatchObject({ kind: 'usage', exitCode: 2 });
    expect((await error).details.hint).toContain('--api-key-from');
    expect(modes.at(-1)).toBe(false);
  });

  test('T4: stdin that had ended before the question is a usage error', async () => {
    const { prompter, stdin } = desk();
    stdin.end();
    stdin.resume();
    await new Promise((resolve) => stdin.once('close', resolve));
    expect(await failureIn(prompter.text(otp))).toMatchObject({ kind: 'usage' });
  });

  test('a terminal that goes away is an end too', async () => {
    const { prompter, stdin, type } = desk();
    const error = failureIn(prompter.text(otp));
    await type('1', otp.message);
    stdin.destroy(new Error('read EIO'));
    expect(await error).toMatchObject({ kind: 'usage' });
  });

  test.each(kinds)('F59: Ctrl-C during %s ends with 130 and the terminal restored', async (kind) => {
    const { prompter, type, modes, stdin } = desk();
    const error = failureIn(prompter[kind](apiKey));
    await type('\u0003', apiKey.message);
    expect(await error).toMatchObject({ kind: 'cancelled', exitCode: 130 });
    expect(modes).toContain(true);
    expect(modes.at(-1)).toBe(false);
    expect(stdin.listenerCount('data')).toBe(0);
    expect(stdin.isPaused()).toBe(true);
  });

  test('F59: a stopped run ends the question with its reason', async () => {
    const { prompter, run, type, modes } = desk();
    const reason = new CliError('cancelled', 'Stopped by SIGTERM.', { exitCode: 143 });
    const error = failureIn(prompter.secret(apiKey));
    await type('elx', apiKey.message);
    run.abort(reason);
    expect(await error).toBe(reason);
    expect(modes.at(-1)).toBe(false);
    expect(await failureIn(prompter.text(otp))).toBe(reason);
  });

  test('UX-14: nobody to ask is a usage error at once, and nothing is drawn or read', async () => {
    const { stderr } = desk();
    const prompter = createPrompter({
      get stdin(): never {
        throw new Error('stdin was opened');
      },
      stderr,
      available: false,
      signal: new AbortController().signal,
    });
    for (const kind of kinds) {
      const error = await failureIn(prompter[kind](apiKey));
      expect(error.kind).toBe('usage');
      expect(error.message).toContain('nobody can be asked');
      expect(error.details.hint).toContain('--api-key-from');
    }
    expect(stderr.readableLength).toBe(0);
  });
});

describe('the screen', () => {
  test('carries colour only where it may, and never hides the cursor', async () => {
    for (const coloured of [true, false]) {
      const { prompter, type, shown } = desk({ coloured });
      const answer = prompter.secret(apiKey);
      await type('elx-live-7f\r', apiKey.message);
      expect(await answer).toBe('elx-live-7f');
      expect(/\u001B\[[\d;]*m/.test(shown())).toBe(coloured);
      expect(shown()).not.toContain('\u001B[?25');
    }
  });

  test('F62: a dumb terminal gets the question alone and edits the line itself', async () => {
    const { prompter, type, shown, modes } = desk({ dumb: true });
    const answer = prompter.text(otp);
    await type('123456\n', otp.message);
    expect(await answer).toBe('123456');
    expect(modes).toEqual([]);
    const sure = prompter.confirm({ message: 'Send it?', option: '--yes' });
    await type('y\n', 'Send it?');
    expect(await sure).toBe(true);
    expect(shown()).toBe(`${otp.message} Send it? (y/N) `);
  });

  test('F62: a dumb terminal echoes no secret', async () => {
    const { prompter, type, shown, modes } = desk({ dumb: true });
    const answer = prompter.secret(apiKey);
    await type('elx-live-7f\r', apiKey.message);
    expect(await answer).toBe('elx-live-7f');
    expect(shown()).toBe(`${apiKey.message} \n`);
    expect(modes[0]).toBe(true);
    expect(modes.at(-1)).toBe(false);
  });

  test('several questions in a row share the two streams', async () => {
    const { prompter, type } = desk();
    const first = prompter.text(otp);
    await type('123456\r', otp.message);
    await first;
    const second = prompter.secret(apiKey);
    await type('elx-live-7f\r', apiKey.message);
    expect(await second).toBe('elx-live-7f');
  });
});
