import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type KeyboardOptions, openKeyboard, openScreen } from '../../src/terminal/keyboard.ts';

function open(options: Partial<KeyboardOptions> = {}) {
  const events: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    setRawMode: (mode: boolean) => {
      events.push(mode ? 'raw' : 'cooked');
    },
  });
  const keyboard = openKeyboard(stdin, {
    raw: true,
    limit: 8,
    onEnd: () => events.push('end'),
    onResume: () => events.push('resume'),
    ...options,
  });
  return { stdin, keyboard, events };
}

test('F60: a line editor that comes back from a suspension is told apart from one that closes', () => {
  const { keyboard, events } = open();
  keyboard.input.resume();
  keyboard.input.setRawMode(true);
  keyboard.input.pause();
  keyboard.input.setRawMode(true);
  keyboard.input.setRawMode(false);
  expect(events).toEqual(['raw', 'raw', 'resume', 'cooked', 'end']);
});

test('closing leaves the terminal in its own mode and stdin untouched', () => {
  const { keyboard, stdin, events } = open();
  keyboard.close();
  expect(events).toEqual(['cooked']);
  expect(stdin.isPaused()).toBe(true);
  expect(stdin.eventNames().filter((name) => name === 'data')).toEqual([]);
});

test('without raw mode the terminal is left alone', () => {
  const { keyboard, events } = open({ raw: false });
  keyboard.input.setRawMode(true);
  keyboard.close();
  expect(events).toEqual([]);
});

test('F38: beyond the limit only the keys that end an answer pass', async () => {
  const { keyboard, stdin } = open();
  stdin.write('12345');
  stdin.write('67890\r');
  await new Promise((resolve) => setImmediate(resolve));
  expect(String(keyboard.input.read())).toBe('12345678\r');
  expect(keyboard.overflowed()).toBe(true);
});

test('an answer that just fits is no overflow', async () => {
  const { keyboard, stdin } = open();
  stdin.write('12345678');
  stdin.write('\r');
  await new Promise((resolve) => setImmediate(resolve));
  expect(String(keyboard.input.read())).toBe('12345678\r');
  expect(keyboard.overflowed()).toBe(false);
});

test('a screen can be ended without ending stderr', () => {
  const stderr = new PassThrough();
  const screen = openScreen(stderr, { coloured: true, hidden: false });
  screen.end('a question');
  expect(stderr.writable).toBe(true);
  expect(String(stderr.read())).toBe('a question');
});
