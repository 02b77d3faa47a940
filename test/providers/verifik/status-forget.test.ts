import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { accessToken, day, minutes, now, verifik, verifikServer } from '../../helpers/verifik.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function open() {
  const server = await verifikServer();
  const clock = fakeClock({ now });
  const folder = temporaryFolder();
  const run = (...argv: string[]) => verifik(server, argv, { clock, env: { AUTHRIG_CONFIG_DIR: folder } });
  return { server, clock, folder, run, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Everything that stands in any file below the folder. */
function textBelow(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  return paths
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

describe('VER-10, VER-22: status', () => {
  test('shows accounts, tokens and challenges masked, and until when', async () => {
    await using rig = await open();
    await rig.run('phone', '--otp', '123456');
    await rig.clock.advance(day);
    await rig.run('send');
    const calls = rig.server.requests.length;
    const { exitCode, stdout } = await rig.run('status');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    const [profile, account, challenge] = stdout.trimEnd().split('\n');
    expect(profile).toMatch(/^profile +default$/);
    expect(account).toBe('+11•••••663  eyJh…BaRs, valid until 2026-01-31 00:00 UTC (28 d 23 h)');
    expect(challenge).toMatch(/^challenge +[0-9a-f]{10} sent to \+11•••••663, until 2026-01-02 00:\d\d UTC$/);
    expect(rig.server.requests).toHaveLength(calls);
  });

  test('not even --json holds the token or the phone whole', async () => {
    await using rig = await open();
    await rig.run('phone', '--otp', '123456');
    const { stdout, json } = await rig.run('status', '--json');
    expect(stdout).not.toMatch(/1234566663/);
    expect(stdout).not.toContain(accessToken);
    expect(json().data).toEqual({
      profile: 'default',
      sessions: [
        {
          account: '+11•••••663',
          source: 'phone',
          accessToken: 'eyJh…BaRs',
          expiresAt: '2026-01-31T00:00:00.000Z',
          remainingSeconds: 30 * 86_400 - 60,
          state: 'valid',
        },
      ],
      challenges: [],
    });
  });

  test('an expired one is shown as such, and a clock that is put back does not revive it', async () => {
    await using rig = await open();
    await rig.run('phone', '--otp', '123456');
    await rig.clock.advance(30 * day - minutes);
    for (const jump of [0, -10 * day]) {
      rig.clock.jump(jump);
      expect((await rig.run('status', '--json')).json().data).toMatchObject({
        sessions: [{ state: 'expired', remainingSeconds: 0 }],
      });
    }
  });

  test('an end that is near is told', async () => {
    await using rig = await open();
    await rig.run('phone', '--otp', '123456');
    await rig.clock.advance(29 * day + 2 * 60 * minutes);
    expect((await rig.run('status')).stderr).toContain('The kept token expires in 22 h 0 min.');
  });

  test('nothing kept ends with 4', async () => {
    await using rig = await open();
    const { exitCode, stderr } = await rig.run('status');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('authrig verifik phone');
  });
});

describe('VER-22, S38: forget', () => {
  test('removes every copy, asks nobody, and says what it did not do', async () => {
    await using rig = await open();
    await rig.run('phone', '--otp', '123456');
    await rig.run('send');
    await rig.clock.advance(40 * day);
    await rig.run('status');
    const calls = rig.server.requests.length;
    expect(textBelow(rig.folder)).toContain(accessToken);
    const { exitCode, stdout, stderr } = await rig.run('forget');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('token       forgotten');
    expect(stderr).toContain('Verifik was not told');
    expect(textBelow(rig.folder)).toBe('');
    expect(rig.server.requests).toHaveLength(calls);
    expect((await rig.run('token')).exitCode).toBe(4);
    expect((await rig.run('forget')).exitCode).toBe(4);
  });

  test('removes the challenges of the account too', async () => {
    await using rig = await open();
    await rig.run('send');
    await rig.run('send', '--phone', '5550001111');
    const forgotten = await rig.run('forget', '--json');
    expect(forgotten.json().data).toEqual({ account: '+11•••••663', token: false, challenges: 1 });
    expect(forgotten.stderr).toContain('No token was kept.');
    expect(forgotten.stderr).not.toContain('stays valid');
    expect((await rig.run('status', '--json')).json().data).toMatchObject({
      challenges: [{ recipient: '+15•••••111' }],
    });
  });

  test('of two accounts one must be named', async () => {
    await using rig = await open();
    await rig.run('phone', '--otp', '123456');
    await rig.run('phone', '--phone', '5550001111', '--otp', '123456');
    const unnamed = (verb: string) =>
      verifik(rig.server, [verb], { env: { AUTHRIG_CONFIG_DIR: rig.folder, AUTHRIG_VERIFIK_PHONE: '' } });
    for (const verb of ['forget', 'token']) {
      const { exitCode, stderr } = await unnamed(verb);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('--phone');
    }
    expect((await rig.run('forget', '--phone', '5550001111')).exitCode).toBe(0);
    expect((await unnamed('token')).exitCode).toBe(0);
  });
});
