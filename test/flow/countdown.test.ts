import { expect, test } from 'vitest';
import { withCountdown } from '../../src/flow/countdown.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

function screen(animated: boolean) {
  const lines: string[] = [];
  let stopped = 0;
  const terminal: Partial<Terminal> = {
    animated,
    progress: async (text) => {
      lines.push(text);
      return { update: (next) => void lines.push(next), stop: () => void (stopped += 1) };
    },
  };
  return { lines, terminal: terminal as Terminal, stopped: () => stopped };
}

test('counts the seconds down until the work is done', async () => {
  const clock = fakeClock();
  const { lines, terminal, stopped } = screen(true);
  let finish: (value: string) => void = () => {};
  const work = new Promise<string>((resolve) => (finish = resolve));
  const counted = withCountdown({ clock, terminal }, 'Waiting', 120_000, work);
  await clock.advance(3000);
  finish('done');
  expect(await counted).toBe('done');
  await clock.advance(3000);
  expect(lines).toEqual([120, 119, 118, 117].map((left) => `Waiting, ${left} s left`));
  expect(stopped()).toBe(1);
});

test('says it once where no line may move, and stops for work that fails', async () => {
  const clock = fakeClock();
  const { lines, terminal, stopped } = screen(false);
  const failed = withCountdown({ clock, terminal }, 'Waiting', 1500, Promise.reject(new Error('no')));
  await expect(failed).rejects.toThrow('no');
  expect(lines).toEqual(['Waiting, 2 s left']);
  expect(clock.sleeps).toEqual([]);
  expect(stopped()).toBe(1);
});

test('goes no lower than zero', async () => {
  const clock = fakeClock();
  const { lines, terminal } = screen(true);
  void withCountdown({ clock, terminal }, 'Waiting', 1500, new Promise(() => {}));
  await clock.advance(10_000);
  expect(lines).toEqual(['Waiting, 2 s left', 'Waiting, 1 s left', 'Waiting, 0 s left']);
});
