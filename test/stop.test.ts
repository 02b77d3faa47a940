import { expect, test } from 'vitest';
import { CliError } from '../src/errors.ts';
import { createStop } from '../src/stop.ts';
import { behaviours } from './helpers/bad-server.ts';
import { fakeClock } from './helpers/fake-clock.ts';
import { authrig } from './helpers/rig.ts';
import { until } from './helpers/until.ts';
import { scriptedServer } from './helpers/scripted-server.ts';

test('--timeout in the middle of a call that uses up a code says that the outcome is unknown', async () => {
  await using server = await scriptedServer({ '/v4/verifyOneTimeCode': [behaviours.silent] });
  const env = { AUTHRIG_JUVLON_BASE_URL: server.origin, AUTHRIG_JUVLON_API_KEY: 'sandbox-juvlon-key' };
  const argv = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078', '--timeout', '5s'];
  const clock = fakeClock();
  const run = authrig(argv, { env, clock });
  await until(() => server.requests.length === 1);
  await clock.advance(5000);
  const { exitCode, stderr } = await run;
  expect(exitCode).toBe(5);
  expect(stderr).toContain(
    'did not end within 5 s (--timeout). The outcome is unknown: the code may be used up.',
  );
});

test('F59: work that has nothing more to say is given up after a moment', async () => {
  const stopping = new AbortController();
  const clock = fakeClock();
  const { guard } = createStop({ signal: stopping.signal, clock }, undefined);
  const ended = expect(guard(new Promise(() => {}))).rejects.toMatchObject({ kind: 'cancelled' });
  stopping.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
  await clock.advance(100);
  await ended;
});

test('work that knows better how it ended has the last word', async () => {
  const stopping = new AbortController();
  const { guard } = createStop({ signal: stopping.signal, clock: fakeClock() }, undefined);
  const better = new CliError('cancelled', 'Stopped by SIGINT. The outcome is unknown.');
  const work = new Promise((_resolve, reject) => {
    stopping.signal.addEventListener('abort', () => reject(better));
  });
  const ended = expect(guard(work)).rejects.toBe(better);
  stopping.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
  await ended;
});
