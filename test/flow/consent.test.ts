import { describe, expect, test } from 'vitest';
import type { CliError } from '../../src/errors.ts';
import { consentToSend, type Sending } from '../../src/flow/consent.ts';
import { createMemorySessions } from '../../src/settings/memory-sessions.ts';
import type { Prompter } from '../../src/terminal/prompter.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const sending: Sending = {
  provider: 'verifik',
  title: 'Verifik',
  baseUrl: 'https://api.verifik.co',
  recipient: '+11234566663',
  shown: '+11•••••663',
};
const hour = 3_600_000;

function open(answers: readonly boolean[] | undefined = undefined) {
  const asked: string[] = [];
  const left = [...(answers ?? [])];
  const prompter = {
    available: answers !== undefined,
    confirm: async ({ message }: { readonly message: string }) => {
      asked.push(message);
      return left.shift() ?? expect.unreachable();
    },
  } as unknown as Prompter;
  const clock = fakeClock();
  const context = { sessions: createMemorySessions(), clock, prompter };
  const send = async (more: Partial<Sending> = {}): Promise<'sent' | CliError> =>
    consentToSend(context, { ...sending, ...more }).then(
      () => 'sent' as const,
      (error: unknown) => error as CliError,
    );
  return { send, asked, clock };
}

describe('VER-23: whoever can answer is asked once', () => {
  test('a yes sends, and the masked recipient is what is shown', async () => {
    const { send, asked } = open([true]);
    expect(await send()).toBe('sent');
    expect(asked).toEqual(['Verifik will send a real message to +11•••••663. Go on?']);
  });

  test('a no sends nothing', async () => {
    const { send } = open([false]);
    expect(await send()).toMatchObject({ kind: 'cancelled', message: 'Nothing was sent.' });
  });

  test('--yes answers', async () => {
    const { send, asked } = open([]);
    expect(await send({ yes: true })).toBe('sent');
    expect(asked).toEqual([]);
  });

  test('nobody is asked where nobody can answer', async () => {
    const { send, asked } = open();
    expect(await send()).toBe('sent');
    expect(asked).toEqual([]);
  });
});

describe('VER-23: five messages to one recipient in an hour', () => {
  test('the sixth is refused, until the first is an hour old', async () => {
    const { send, clock } = open();
    for (let count = 0; count < 5; count += 1) {
      expect(await send()).toBe('sent');
      await clock.advance(minute);
    }
    expect(await send()).toMatchObject({
      kind: 'local',
      message: '5 messages went to +11•••••663 within the hour; authrig sends no more.',
      details: { hint: expect.stringContaining('Wait 55 min') as string },
    });
    expect(await send({ recipient: '+11234566664' })).toBe('sent');
    expect(await send({ provider: 'elixir' })).toBe('sent');
    await clock.advance(hour - 5 * minute);
    expect(await send()).toBe('sent');
    expect(await send()).toMatchObject({ kind: 'local' });
  });

  test('a no is no message', async () => {
    const { send } = open([...Array.from({ length: 9 }, () => false), true, true, true, true, true]);
    for (let count = 0; count < 9; count += 1) expect(await send()).toMatchObject({ kind: 'cancelled' });
    for (let count = 0; count < 5; count += 1) expect(await send()).toBe('sent');
  });

  test('several at once are counted each', async () => {
    const { send } = open();
    const all = await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(all.filter((outcome) => outcome === 'sent')).toHaveLength(5);
  });
});

test.each(['http://127.0.0.1:4000/verifik', 'http://localhost:1', 'http://[::1]:1'])(
  'a loopback host sends nothing, and has no question and no limit: %s',
  async (baseUrl) => {
    const { send, asked } = open([]);
    for (let count = 0; count < 20; count += 1) expect(await send({ baseUrl })).toBe('sent');
    expect(asked).toEqual([]);
  },
);

const minute = 60_000;
