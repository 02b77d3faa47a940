import { describe, expect, test } from 'vitest';
import { type Ended, start } from '../helpers/built.ts';
import { apiKey, leadingTo, patientJekimo } from '../helpers/patient-jekimo.ts';

/** Runs a command that waits, until a library does this behind everybody's back. */
async function runWith(fault: string, ...options: string[]): Promise<Ended> {
  await using server = await patientJekimo();
  const script = `data:text/javascript,process.on('SIGUSR2', () => { ${fault} })`;
  const nodeOptions = ['--import', script.replaceAll(' ', '%20')];
  const run = start(['jekimo', 'login', ...options], { nodeOptions, env: leadingTo(server) });
  await run.says('Waiting for the customer');
  run.child.kill('SIGUSR2');
  return await run.ended;
}

describe.each([
  ['an exception that nobody catches', 'throw error'],
  ['a rejection that nobody handles', 'Promise.reject(error)'],
])('S26: %s', (_name, end) => {
  const fault = `const error = new TypeError('leaked ' + process.env.AUTHRIG_JEKIMO_API_KEY); ${end}`;

  test('is a bug of ours: exit 1, a sentence, the next step, no stack and no secret', async () => {
    const { exitCode, stdout, stderr } = await runWith(fault);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /\nThis is a bug in authrig: leaked .*\nRun the command again with --verbose.*\n$/,
    );
    expect(stderr).not.toContain(apiKey);
  });

  test('is one document under --json', async () => {
    const { exitCode, stdout } = await runWith(fault, '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'internal', exitCode: 1 } });
    expect(stdout).not.toContain(apiKey);
  });

  test('shows its stack under --verbose, without the secret', async () => {
    const { stderr } = await runWith(fault, '--verbose');
    expect(stderr).toMatch(/TypeError: leaked .*\n +at /);
    expect(stderr).not.toContain(apiKey);
  });
});
