import { expect, test } from 'vitest';
import { within } from '../src/within.ts';
import { fakeClock } from './helpers/fake-clock.ts';

const never = new AbortController().signal;

test('what comes in time is what it comes to, and the work is told that it is over', async () => {
  let told: AbortSignal | undefined;
  const work = async (signal: AbortSignal) => {
    told = signal;
    return 'done';
  };
  expect(await within(1000, { clock: fakeClock(), signal: never }, work, () => 'late')).toBe('done');
  expect(told?.aborted).toBe(true);
});

test('what is late is given up, and what becomes of it is nobody’s matter', async () => {
  const clock = fakeClock();
  const work = (signal: AbortSignal) =>
    new Promise<string>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('given up')));
    });
  const waited = within(1000, { clock, signal: never }, work, () => 'late');
  await clock.advance(1000);
  expect(await waited).toBe('late');
});

test('a failure of the work, and of what is said when it is late, is thrown', async () => {
  const clock = fakeClock();
  const broken = () => Promise.reject(new Error('broken'));
  await expect(within(1000, { clock, signal: never }, broken, () => 'late')).rejects.toThrow('broken');
  const waited = within(
    1000,
    { clock, signal: never },
    () => new Promise<never>(() => {}),
    () => {
      throw new Error('too late');
    },
  );
  const refused = expect(waited).rejects.toThrow('too late');
  await clock.advance(1000);
  await refused;
});

test('whoever ends the run is heard before the work', async () => {
  const controller = new AbortController();
  const work = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  const waited = within(1000, { clock: fakeClock(), signal: controller.signal }, work, () => 'late');
  controller.abort(new Error('Ctrl-C'));
  await expect(waited).rejects.toThrow('Ctrl-C');
});
