import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { prepareCode } from '../../../src/flow/code-source.ts';
import { fakeDeps } from '../../helpers/source-deps.ts';
import { until } from '../../helpers/until.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'otp.txt');
});

const sentAt = Date.UTC(2026, 0, 1, 12);
const request = { challenge: { provider: 'elixir', sentAt }, deadline: 10_000 };

async function open(alreadySent = false) {
  const { deps, clock, run } = fakeDeps();
  const choice = { option: '--otp-from', what: 'OTP', from: { kind: 'file', path }, alreadySent } as const;
  return { source: await prepareCode(choice, deps), clock, run };
}

/** Writes the file at a moment of its own, whatever the machine's clock says. */
function write(text: string, seconds: number): void {
  writeFileSync(path, text);
  utimesSync(path, seconds, seconds);
}

type Clock = Awaited<ReturnType<typeof open>>['clock'];

async function nextPoll(clock: Clock, polls: number): Promise<void> {
  await until(() => clock.sleeps.length >= polls);
}

test('waits for the file, looking about once a second', async () => {
  const { source, clock } = await open();
  const reading = source.read(request);
  await nextPoll(clock, 1);
  writeFileSync(path, '');
  await clock.advance(1000);
  await nextPoll(clock, 2);
  write('012 345\n', 1);
  await clock.advance(1000);
  expect(await reading).toBe('012345');
  expect(clock.sleeps).toEqual([1000, 1000]);
});

test('where there is no folder for it, that is told before anything is sent', async () => {
  path = join(folder, 'my rig', 'otp.txt');
  await expect(open()).rejects.toMatchObject({
    kind: 'usage',
    message: `--otp-from file:${path} names a file in a folder that does not exist: ${join(folder, 'my rig')}`,
    details: { hint: expect.stringContaining(`mkdir -p '${join(folder, 'my rig')}'`) as string },
  });
});

test('a folder in its place is told with the option that names it', async () => {
  path = folder;
  await expect(open()).rejects.toMatchObject({
    kind: 'usage',
    details: { hint: 'Name a file that you may read: --otp-from file:PATH' },
  });
});

test('half a code is waited over: what has no end is taken when it has stayed the same for one look', async () => {
  const { source, clock } = await open();
  const reading = source.read(request);
  await nextPoll(clock, 1);
  write('48291', 1);
  await clock.advance(1000);
  await nextPoll(clock, 2);
  write('482913', 2);
  await clock.advance(1000);
  await nextPoll(clock, 3);
  await clock.advance(1000);
  expect(await reading).toBe('482913');
});

test('stale codes: what stood in the file before the send is never taken', async () => {
  write('111111\n', 1);
  const { source, clock } = await open();
  const reading = source.read(request);
  await nextPoll(clock, 1);
  write('222222\n', 2);
  await clock.advance(1000);
  expect(await reading).toBe('222222');
});

test('stale codes: a file that nobody writes ends with expired, and not with its old code', async () => {
  write('111111\n', 1);
  const { source, clock } = await open();
  const reading = expect(source.read({ ...request, deadline: 2000 })).rejects.toMatchObject({
    kind: 'expired',
    details: { hint: expect.stringContaining('no new code') },
  });
  await nextPoll(clock, 1);
  await clock.advance(1000);
  await nextPoll(clock, 2);
  await clock.advance(1000);
  await reading;
});

test('a file that was written again with the same code counts: somebody wrote it after the send', async () => {
  write('000000\n', 1);
  const { source } = await open();
  write('000000\n', 2);
  expect(await source.read(request)).toBe('000000');
});

test('of a log that grows only the new lines count', async () => {
  write('code 111111\n', 1);
  const { source } = await open();
  appendFileSync(path, 'code 222222\n');
  expect(await source.read(request)).toBe('222222');
  appendFileSync(path, 'code 111111\n');
  expect(await source.read(request)).toBe('111111');
});

test('two new codes are a usage error and not a guess', async () => {
  const { source } = await open();
  write('111111 or 222222', 1);
  await expect(source.read(request)).rejects.toMatchObject({ kind: 'usage' });
});

test('where the message went out earlier, the date of the file decides', async () => {
  write('111111\n', sentAt / 1000 - 60);
  const { source, clock } = await open(true);
  const reading = source.read(request);
  await nextPoll(clock, 1);
  write('222222\n', sentAt / 1000);
  await clock.advance(1000);
  expect(await reading).toBe('222222');
});

test('a file missing at the deadline ends with 5 and says so', async () => {
  const { source, clock } = await open();
  const reading = expect(source.read({ ...request, deadline: 1000 })).rejects.toMatchObject({
    kind: 'expired',
    exitCode: 5,
    details: { hint: expect.stringContaining('does not exist') },
  });
  await nextPoll(clock, 1);
  await clock.advance(1000);
  await reading;
});

test('F66: a directory is a usage error before anything is sent', async () => {
  mkdirSync(path);
  await expect(open()).rejects.toMatchObject({ kind: 'usage' });
});

test('a stopped run ends the wait with its reason', async () => {
  const { source, clock, run } = await open();
  const reading = source.read(request);
  await nextPoll(clock, 1);
  const reason = new CliError('cancelled', 'Stopped by SIGINT.');
  run.abort(reason);
  await expect(reading).rejects.toBe(reason);
});
