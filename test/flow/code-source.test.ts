import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { type CodeChoice, prepareCode, requireCodeSource } from '../../src/flow/code-source.ts';
import { failureOf } from '../helpers/failure.ts';
import { fakeDeps, fakeSandbox } from '../helpers/source-deps.ts';

const choice: CodeChoice = { option: '--otp-from', what: 'OTP' };
const challenge = { provider: 'verifik', recipient: '+573001234567', sentAt: Date.UTC(2026, 0, 1) };
const request = { challenge, deadline: 120_000, shape: { minLength: 6, maxLength: 6 } };

describe('before anything is sent', () => {
  test('F39 UX-14: nobody to ask and no source ends with 2 and names the option', () => {
    const error = failureOf(() => requireCodeSource(choice, fakeDeps().deps));
    expect(error).toMatchObject({ kind: 'usage', exitCode: 2 });
    expect(error.details.hint).toContain('--otp-from');
    const asked = { ...choice, from: { kind: 'prompt' } } as const;
    expect(failureOf(() => requireCodeSource(asked, fakeDeps().deps)).kind).toBe('usage');
  });

  test('the sandbox is a source under --sandbox alone', () => {
    const from = { ...choice, from: { kind: 'sandbox' } } as const;
    expect(failureOf(() => requireCodeSource(from, fakeDeps({ answer: '1' }).deps)).details.hint).toContain(
      '--sandbox',
    );
    expect(requireCodeSource(from, fakeDeps({ sandbox: fakeSandbox() }).deps)).toEqual({ kind: 'sandbox' });
  });

  test('without an option the outbox comes before the person, and the person before nothing', () => {
    expect(requireCodeSource(choice, fakeDeps({ answer: '1', sandbox: fakeSandbox() }).deps)).toEqual({
      kind: 'sandbox',
    });
    expect(requireCodeSource(choice, fakeDeps({ answer: '1' }).deps)).toEqual({ kind: 'prompt' });
    expect(requireCodeSource({ ...choice, otp: '123456' }, fakeDeps().deps)).toBe('given');
  });

  test('a code and a source are one too many', () => {
    const both = { ...choice, otp: '123456', from: { kind: 'stdin' } } as const;
    expect(failureOf(() => requireCodeSource(both, fakeDeps().deps)).kind).toBe('usage');
  });

  test('prepareCode refuses in the same way', async () => {
    await expect(prepareCode(choice, fakeDeps().deps)).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('the code itself', () => {
  test('F38: --otp is normalised, and the redactor knows it', async () => {
    const { deps, learned } = fakeDeps();
    const source = await prepareCode({ ...choice, otp: ' 012-345 ' }, deps);
    expect(await source.read(request)).toBe('012345');
    expect(learned).toEqual(['code 012345']);
    expect(source.asks).toBe(false);
  });

  test('F38: --otp of the wrong shape is a usage error that names --otp', async () => {
    const { deps, learned } = fakeDeps();
    const source = await prepareCode({ ...choice, otp: '12345a' }, deps);
    await expect(source.read(request)).rejects.toThrow(/^--otp gave no usable code/);
    expect(learned).toEqual([]);
  });
});

describe('prompt', () => {
  test('F37 F38: three tries at a code of the right shape; the answer is normalised', async () => {
    const { deps, questions, learned } = fakeDeps({ answer: '123 456' });
    const source = await prepareCode(choice, deps);
    expect(await source.read(request)).toBe('123456');
    expect(source.asks).toBe(true);
    const [question] = questions;
    expect(question).toMatchObject({ message: 'OTP:', option: '--otp-from', attempts: 3 });
    expect(question?.validate?.('12345')).toBe('A code has 6 digits, not 5.');
    expect(question?.validate?.('1234567')).toBe('A code has 6 digits, not 7.');
    expect(question?.validate?.('12345x')).toBe('A code has digits only.');
    expect(question?.validate?.('123-456')).toBe(true);
    expect(learned).toEqual(['code 123456']);
  });

  test('the flow may word the question', async () => {
    const { deps, questions } = fakeDeps({ answer: '123456' });
    const source = await prepareCode(choice, deps);
    await source.read({ ...request, question: 'Code from WhatsApp:' });
    expect(questions[0]?.message).toBe('Code from WhatsApp:');
  });
});

function piped(line: string | undefined) {
  return fakeDeps({ stdin: { isTTY: false, text: async () => '', line: async () => line } });
}

function silent(_limit: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

describe('stdin', () => {
  test('takes the first line', async () => {
    const source = await prepareCode({ ...choice, from: { kind: 'stdin' } }, piped('１２３ ４５６').deps);
    expect(await source.read(request)).toBe('123456');
  });

  test.each([[undefined], [''], ['  ']])('F39: %j is a usage error that names the option', async (line) => {
    const source = await prepareCode({ ...choice, from: { kind: 'stdin' } }, piped(line).deps);
    await expect(source.read(request)).rejects.toMatchObject({ kind: 'usage', exitCode: 2 });
    await expect(source.read(request)).rejects.toThrow(/ended without the OTP/);
  });

  test('F38: a line that is no code is a usage error', async () => {
    const source = await prepareCode({ ...choice, from: { kind: 'stdin' } }, piped('hello').deps);
    await expect(source.read(request)).rejects.toMatchObject({ kind: 'usage' });
  });

  test('a pipe that says nothing ends at the deadline', async () => {
    const { deps, clock } = fakeDeps({ stdin: { isTTY: false, text: async () => '', line: silent } });
    const source = await prepareCode({ ...choice, from: { kind: 'stdin' } }, deps);
    const reading = expect(source.read(request)).rejects.toMatchObject({ kind: 'expired', exitCode: 5 });
    await clock.advance(120_000);
    await reading;
  });
});

describe('sandbox', () => {
  const from = { ...choice, from: { kind: 'sandbox' } } as const;
  const message = { provider: 'verifik', to: '+573001234567', code: '123456' };

  test('stale codes: what lay in the outbox before the send is never taken', async () => {
    const sandbox = fakeSandbox();
    sandbox.outbox.deliver({ ...message, code: '111111' });
    const { deps, clock } = fakeDeps({ sandbox });
    const source = await prepareCode(from, deps);
    const reading = source.read(request);
    await clock.advance(1000);
    sandbox.outbox.deliver({ ...message, code: '222222' });
    expect(await reading).toBe('222222');
  });

  test('waits, and takes only what was sent to this recipient by this provider', async () => {
    const sandbox = fakeSandbox();
    const { deps, clock } = fakeDeps({ sandbox });
    const source = await prepareCode(from, deps);
    const reading = source.read(request);
    sandbox.outbox.deliver({ ...message, to: '+573009999999', code: '333333' });
    sandbox.outbox.deliver({ ...message, provider: 'elixir', code: '444444' });
    await clock.advance(1000);
    sandbox.outbox.deliver({ ...message, code: '555555' });
    expect(await reading).toBe('555555');
  });

  test('a second read waits for the next code', async () => {
    const sandbox = fakeSandbox();
    const { deps } = fakeDeps({ sandbox });
    const source = await prepareCode(from, deps);
    sandbox.outbox.deliver(message);
    await source.read(request);
    const second = source.read(request);
    sandbox.outbox.deliver({ ...message, code: '654321' });
    expect(await second).toBe('654321');
  });

  test('ends at the deadline, or with the run', async () => {
    const { deps, clock, run } = fakeDeps({ sandbox: fakeSandbox() });
    const late = expect((await prepareCode(from, deps)).read(request)).rejects.toMatchObject({
      kind: 'expired',
    });
    await clock.advance(120_000);
    await late;
    const reason = new CliError('cancelled', 'Stopped by SIGINT.');
    const stopped = (await prepareCode(from, deps)).read({ ...request, deadline: 300_000 });
    run.abort(reason);
    await expect(stopped).rejects.toBe(reason);
  });
});
