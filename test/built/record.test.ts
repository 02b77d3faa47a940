import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { authrig, start } from '../helpers/built.ts';
import { leadingTo, patientJekimo } from '../helpers/patient-jekimo.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

interface Recording {
  readonly log: {
    readonly entries: readonly { readonly _error?: string }[];
    readonly _authrig: {
      readonly verdict: { readonly exitCode: number };
      readonly stopped?: { readonly failure: { readonly message: string } };
    };
  };
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Recording;

describe('a recording is whole however the command ends', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('F59: %s', async (signal, exitCode) => {
    await using server = await patientJekimo();
    const folder = temporaryFolder();
    const file = join(folder, 'case.har');
    const run = start(['jekimo', 'login', '--record', file], { env: leadingTo(server) });
    await run.says('Waiting for the customer');
    run.child.kill(signal);
    expect((await run.ended).exitCode).toBe(exitCode);
    const { log } = read(file);
    expect(log).toMatchObject({
      _authrig: { verdict: { exitCode }, stopped: { failure: { message: `Stopped by ${signal}.` } } },
    });
    expect(readdirSync(folder)).toEqual(['case.har']);
    expect((await authrig(['replay', file])).exitCode).toBe(exitCode);
  });

  test('--timeout', async () => {
    await using server = await patientJekimo();
    const file = join(temporaryFolder(), 'case.har');
    const argv = ['jekimo', 'login', '--timeout', '1s', '--record', file];
    expect((await authrig(argv, { env: leadingTo(server) })).exitCode).toBe(5);
    expect(read(file).log).toMatchObject({ _authrig: { verdict: { exitCode: 5 } } });
  });

  test('SIGKILL leaves nothing at all', async () => {
    await using server = await patientJekimo();
    const folder = temporaryFolder();
    const file = join(folder, 'case.har');
    const run = start(['jekimo', 'login', '--record', file], { env: leadingTo(server) });
    await run.says('Waiting for the customer');
    run.child.kill('SIGKILL');
    await run.ended;
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a second signal ends it at once, and never with half a file', async () => {
    await using server = await patientJekimo();
    const file = join(temporaryFolder(), 'case.har');
    const run = start(['jekimo', 'login', '--record', file], { env: leadingTo(server) });
    await run.says('Waiting for the customer');
    run.child.kill('SIGINT');
    await setTimeout(150);
    run.child.kill('SIGINT');
    expect((await run.ended).exitCode).toBe(130);
    if (existsSync(file)) expect(read(file).log).toHaveProperty('entries');
  });
});

test('S04: the file is for its owner alone, whatever the umask', async () => {
  const file = join(temporaryFolder(), 'case.har');
  const run = await authrig(['juvlon', 'verify', '--sandbox', '--record', file], { umask: '000' });
  expect(run.exitCode).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a folder that may not be written to is told before the flow begins', async () => {
  await using server = await patientJekimo();
  const { exitCode, stderr } = await authrig(['jekimo', 'login', '--record', '/proc/case.har'], {
    env: leadingTo(server),
  });
  expect(exitCode).toBe(10);
  expect(stderr).toContain('--record FILE');
  expect(server.requests).toEqual([]);
});

describe('S25: logs of Node and of libraries', () => {
  test.each([
    ['NODE_DEBUG', 'http'],
    ['DEBUG', '*'],
  ])('%s draws a warning', async (name, value) => {
    const { exitCode, stderr, stdout } = await authrig(['juvlon', 'verify', '--sandbox', '--json'], {
      env: { [name]: value },
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`${name} is set: what Node and libraries log by it is not redacted`);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  test('one, however many commands run inside of one', async () => {
    const { stderr } = await authrig(['run', '--example', 'juvlon', '--sandbox'], {
      env: { NODE_DEBUG: 'x' },
    });
    expect(stderr.match(/NODE_DEBUG is set/g)).toHaveLength(1);
  });

  test('none without them', async () => {
    expect((await authrig(['ekyc', 'uri', '--sandbox'], { env: { DEBUG: '' } })).stderr).not.toContain(
      'redacted',
    );
  });
});
