import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createStdin } from '../../src/terminal/stdin.ts';

const idle = new AbortController().signal;
const read = (stream: Readable, limit = 100): Promise<string> => createStdin(stream, idle).text(limit);

test.each([
  ['UTF-8', Buffer.from('clé 🔑\n'), 'clé 🔑\n'],
  ['UTF-8 with a mark', Buffer.from('\uFEFFkey\r\n'), 'key\r\n'],
  ['UTF-16LE as PowerShell pipes it', Buffer.from('\uFEFFkey\r\n', 'utf16le'), 'key\r\n'],
  ['UTF-16BE', Buffer.from('\uFEFFkey', 'utf16le').swap16(), 'key'],
  ['nothing', Buffer.alloc(0), ''],
])('UX-31: %s', async (_case, bytes, text) => {
  expect(await read(Readable.from([bytes]))).toBe(text);
});

test('a character may be cut by the border of two chunks', async () => {
  const bytes = Buffer.from('clé');
  expect(await read(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]))).toBe('clé');
});

test('what is not UTF-8 is a usage error', async () => {
  await expect(read(Readable.from([Buffer.from([0xc3, 0x28])]))).rejects.toThrow(
    expect.objectContaining({ kind: 'usage' }),
  );
});

test('UX-31: what is too long is refused at once, though the pipe stays open', async () => {
  const pipe = new PassThrough();
  pipe.write('x'.repeat(101));
  await expect(read(pipe)).rejects.toThrow(
    expect.objectContaining({ kind: 'usage', message: expect.stringContaining('100') }),
  );
  expect(pipe.destroyed).toBe(true);
});

test('exactly the limit is accepted', async () => {
  expect(await read(Readable.from([Buffer.from('x'.repeat(100))]))).toHaveLength(100);
});

test.each([
  ['closed before', (pipe: PassThrough) => void pipe.destroy()],
  ['closed without an end', (pipe: PassThrough) => void setImmediate(() => pipe.destroy())],
])('T4: a stdin that was %s is empty and does not hang', async (_case, close) => {
  const pipe = new PassThrough();
  close(pipe);
  expect(await read(pipe)).toBe('');
});

test('read a second time it is empty', async () => {
  const stdin = createStdin(Readable.from([Buffer.from('once')]), idle);
  expect([await stdin.text(100), await stdin.text(100)]).toEqual(['once', '']);
});

test('F59: an open pipe is left when the run is stopped', async () => {
  const stop = new AbortController();
  const pipe = new PassThrough();
  const text = createStdin(pipe, stop.signal).text(100);
  stop.abort(new Error('stopped by SIGINT'));
  await expect(text).rejects.toThrow('stopped by SIGINT');
  await expect(createStdin(new PassThrough(), stop.signal).text(100)).rejects.toThrow('stopped by SIGINT');
});

test('a stream that fails is a usage error', async () => {
  const pipe = new PassThrough();
  const text = read(pipe);
  pipe.destroy(new Error('EIO'));
  await expect(text).rejects.toThrow(expect.objectContaining({ kind: 'usage' }));
});

test.each([
  [true, true],
  [false, false],
  [undefined, false],
])('isTTY %s is %s', (isTTY, expected) => {
  expect(createStdin(Object.assign(new PassThrough(), { isTTY: isTTY as boolean }), idle).isTTY).toBe(
    expected,
  );
});

test('lines come as they are written, whatever the chunks, and end with undefined', async () => {
  const pipe = new PassThrough();
  const stdin = createStdin(pipe, idle);
  pipe.write('12');
  const first = stdin.line(10, idle);
  pipe.write('34\r\n5678\n');
  expect(await first).toBe('1234');
  expect(await stdin.line(10, idle)).toBe('5678');
  pipe.end('90');
  expect(await stdin.line(10, idle)).toBe('90');
  expect(await stdin.line(10, idle)).toBeUndefined();
  expect(await stdin.line(10, idle)).toBeUndefined();
});

test('a wait for a line that is given up loses nothing', async () => {
  const pipe = new PassThrough();
  const stdin = createStdin(pipe, idle);
  const deadline = new AbortController();
  pipe.write('12');
  const line = stdin.line(10, deadline.signal);
  await new Promise((resolve) => setImmediate(resolve));
  deadline.abort(new Error('too late'));
  await expect(line).rejects.toThrow('too late');
  pipe.end('34\nrest');
  expect(await stdin.line(10, idle)).toBe('1234');
  expect(await stdin.text(10)).toBe('rest');
});

test.each(['x'.repeat(30), `${'x'.repeat(30)}\n`])(
  'a line that is too long is a usage error',
  async (text) => {
    const pipe = new PassThrough();
    pipe.write(text);
    await expect(createStdin(pipe, idle).line(20, idle)).rejects.toThrow(
      expect.objectContaining({ kind: 'usage' }),
    );
  },
);
