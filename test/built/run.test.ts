import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authrig, installed, start } from '../helpers/built.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const clean = 'juvlon verify: {token: OJUWLB, otp: "9078"}';

function scenario(text: string): { readonly file: string; readonly report: string } {
  const folder = temporaryFolder();
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, text);
  return { file, report: join(folder, 'report.json') };
}

test('the examples are in the package, and run from there', async () => {
  const folder = join(installed(), 'dist/examples');
  expect(readdirSync(folder)).toContain('ekyc-mfa.yaml');
  const { exitCode, stdout, stderr } = await authrig(['run', '--example', 'juvlon', '--sandbox']);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(stdout).toContain('2 passed of 2 steps');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s: the step ends, the clean-up runs, and the reports are whole', async (signal, code) => {
  const { file, report } = scenario(
    `name: long\nsteps:\n  - jekimo request: {qr: none}\n    name: begun\n  - sandbox log: {follow: true}\n  - jekimo request: {}\nalways:\n  - ${clean}\n    name: cleaned up\n`,
  );
  const running = start(['run', file, '--sandbox', '--json', '--report', `json=${report}`]);
  await running.says('begun');
  running.child.kill(signal);
  const { exitCode, stdout } = await running.ended;
  expect(exitCode).toBe(code);
  const { groups } = JSON.parse(readFileSync(report, 'utf8')) as {
    groups: { cases: { outcome: string }[] }[];
  };
  expect(groups[0]?.cases.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'skipped', 'passed']);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: { kind: 'cancelled', exitCode: code },
    data: { files: [{ outcome: 'failed' }], passed: 2, failed: 1, skipped: 1 },
  });
});

test('a closed stdout costs neither the run nor its exit code', async () => {
  const { file } = scenario(`steps: [{${clean}}]`);
  expect((await authrig(['run', file, '--sandbox'], { redirect: '>&-' })).exitCode).toBe(0);
});
