import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { createLineReader } from '../../src/terminal/line-reader.ts';

const idle = new AbortController().signal;

test('a line comes as soon as it is there, though the pipe stays open', async () => {
  const pipe = new PassThrough();
  const line = createLineReader(pipe);
  pipe.write('0123');
  const first = line(100, idle);
  pipe.write('45\r\nnext');
  await expect(first).resolves.toBe('012345');
  pipe.end();
  await expect(line(100, idle)).resolves.toBe('next');
  await expect(line(100, idle)).resolves.toBeUndefined();
});

test('a closed stdin has no line', async () => {
  await expect(createLineReader(Readable.from([]))(100, idle)).resolves.toBeUndefined();
});

test.each([
  ['without an end', 'x'.repeat(101)],
  ['with an end', `${'x'.repeat(101)}\n`],
])('a line that is too long is refused, %s', async (_case, text) => {
  const pipe = new PassThrough();
  pipe.write(text);
  await expect(createLineReader(pipe)(100, idle)).rejects.toMatchObject({ kind: 'usage' });
});

test('F59: a stop ends the reading with its reason and lets go of the pipe', async () => {
  const pipe = new PassThrough();
  const stop = new AbortController();
  const reading = createLineReader(pipe)(100, stop.signal);
  const ended = expect(reading).rejects.toMatchObject({ kind: 'cancelled' });
  stop.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
  await ended;
  expect(pipe.destroyed).toBe(true);
});
