import { expect, test } from 'vitest';
import { authrig } from './helpers/rig.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const hints: readonly (readonly [argv: string, hint: string])[] = [
  ['elixir otp --sandbox --otp 00000', 'authrig elixir otp --sandbox'],
  [
    'jekimo login --sandbox --two-fa --min-age=18 --qr none --otp 000000',
    'authrig jekimo login --sandbox --min-age 18 --two-fa',
  ],
  [
    'ekyc login --sandbox --email denies@example.com',
    'authrig ekyc login --sandbox --email d•••@example.com',
  ],
  [
    'verifik token --sandbox --country-code +44 --phone 7700900123 --otp 000000',
    'authrig verifik phone --sandbox --country-code +44 --phone 77•••••123',
  ],
  [
    'verifik email --sandbox --email ada@example.com --otp 000000 --yes',
    'authrig verifik email --sandbox --email a•••@example.com',
  ],
];

test.each(hints)('%s: the next command goes where this one went', async (argv, hint) => {
  const { stderr, json } = await authrig([...argv.split(' '), '--json']);
  expect(json().error?.hint).toMatch(new RegExp(`: ${hint.replaceAll(/[+.]/g, String.raw`\$&`)}$`));
  expect(stderr).toContain(hint);
});

test('the profile is told again where a command looks at it, once', async () => {
  const folder = temporaryFolder();
  const env = { AUTHRIG_CONFIG_DIR: folder };
  await authrig(['profile', 'create', 'work'], { env });
  const said = async (...argv: string[]) => (await authrig([...argv, '--profile', 'work'], { env })).stderr;
  expect(await said('verifik', 'status')).toContain('authrig verifik phone --profile work\n');
  expect(await said('verifik', 'token', '--country-code', '+1', '--phone', '7700900123')).toContain(
    'authrig verifik phone --profile work --country-code +1 --phone 77•••••123, or',
  );
  expect(await said('config', 'get', 'jekimo.apiKey')).toContain(
    'authrig config set --profile work jekimo.apiKey\n',
  );
  expect(await said('profile', 'delete', 'work')).toContain('authrig profile delete work --yes\n');
});

test('an option goes with those commands alone that take it, once, and no account with a challenge', async () => {
  const said = async (...argv: string[]) => (await authrig(argv)).stderr;
  const none = await said('sandbox', 'log', '--url', 'http://127.0.0.1:1');
  expect(none).toContain('`authrig sandbox start`');
  expect(await said('run', '--sandbox')).not.toContain('--sandbox --sandbox');
  const both = await said('ekyc', 'toggle-mfa', '--enable', '--disable');
  expect(both).toContain('Leave one of the two out.');
  expect(both).not.toContain('authrig');
});

test('a command that runs without --sandbox is not told to use it', async () => {
  const { stderr } = await authrig(['elixir', 'token']);
  expect(stderr).toContain('authrig elixir otp');
  expect(stderr).not.toContain('--sandbox');
});

test.each([
  [
    '+1',
    '1234566669',
    /the fate of this recipient is rate-limited, each time: any other recipient gets its message\.$/,
  ],
  [
    '+1',
    '1234566670',
    /the fate of this recipient is banned\. Is the account active, .* Only Verifik can tell\. /,
  ],
  [
    '+1',
    '1234566668',
    /locked after too many wrong codes: a new OTP is needed\. Ask for a new OTP with: authrig verifik/,
  ],
  ['+1', '1234566666', /Check the number and its country code\. Correct what --phone gives\.$/],
])('verifik token to %s %s says what helps there', async (code, phone, hint) => {
  const { json } = await authrig([
    'verifik',
    'token',
    '--sandbox',
    '--country-code',
    code,
    '--phone',
    phone,
    '--json',
  ]);
  expect(json().error?.hint).toMatch(hint);
});

test.each([
  ['expired', 'the code has expired'],
  ['locked', 'locked after too many wrong codes: a new code is needed'],
])('elixir otp to %s@example.com is told why', async (name, why) => {
  const { stderr } = await authrig(['elixir', 'otp', '--sandbox', '--email', `${name}@example.com`]);
  expect(stderr).toContain(`The sandbox says why: ${why}. `);
});

test('a token of an earlier --sandbox is told to be another sandbox’s', async () => {
  const { exitCode, stderr } = await authrig(['jekimo', 'check', '0'.repeat(64), '--sandbox']);
  expect(exitCode).toBe(5);
  expect(stderr).toContain(
    'Each --sandbox is a sandbox of its own, which ends with its command. Several commands share one with: authrig sandbox exec -- CMD\n',
  );
});

test('EKY-11: a wrong TOTP at the sandbox names no clock of another host', async () => {
  const { stderr } = await authrig(['ekyc', 'enroll', '--sandbox', '--otp', '000000']);
  expect(stderr).toContain('TOTP is wrong');
  expect(stderr).not.toContain('authen.ekyc.com');
});
