import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { qrPng, writeQrFile } from '../../../src/terminal/qr-file.ts';
import {
  elixirServer,
  key,
  type Machine,
  machineAt,
  paths,
  session,
  success,
  wrongCredentials,
} from '../../helpers/elixir.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig, type RigOptions } from '../../helpers/rig.ts';
import { typist } from '../../helpers/typist.ts';

const value = 'REIKEY:3f0c3c9e-6a0b-4c0e-9f0a-7d8f5a1c2b3e';
/** As the page has it: no user, no newAccount. */
const signedIn = success({ ...session(1), user: undefined });

/** What a run sent to qr-verify, beside how it ended. */
async function run(
  argv: readonly string[],
  options: RigOptions = {},
  prepare?: (machine: Machine) => Promise<void>,
) {
  await using server = await elixirServer({ qr: [signedIn] });
  const machine = machineAt(server);
  await prepare?.(machine);
  const words = argv.map((word) => word.replace('FOLDER', machine.folder));
  const { exitCode, stdout, stderr } = await machine.run(['qr', ...words], options);
  const sent = server.at(paths.qr).map(({ body }) => (JSON.parse(body) as { qrValue: string }).qrValue);
  return { exitCode, stdout, stderr, sent };
}

async function toJpeg(text: string, quality: number): Promise<Buffer> {
  const { width, height, data } = PNG.sync.read(Buffer.from(await qrPng(text)));
  return jpeg.encode({ width, height, data }, quality).data;
}

describe('ELX-14: where the value comes from', () => {
  test('the argument', async () => {
    const { exitCode, stdout, stderr, sent } = await run([value]);
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: [value] });
    expect(stdout + stderr).not.toContain(value);
    expect(stdout).toMatch(/^token +eyJh/);
  });

  test('standard input', async () => {
    const { exitCode, sent } = await run([], { stdin: `${value}\n`, clock: fakeClock() });
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: [value] });
  });

  test('the person at the terminal', async () => {
    const { exitCode, sent } = await run([], {
      terminal: { columns: 100, rows: 40 },
      onMessage: typist(['QR value:', `${value}\r`]),
    });
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: [value] });
  });

  test('a PNG', async () => {
    const { exitCode, sent } = await run(['--image', 'FOLDER/code.png'], {}, ({ folder }) =>
      writeQrFile(join(folder, 'code.png'), value),
    );
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: [value] });
  });

  test.each([95, 30])('a JPEG of quality %i', async (quality) => {
    const { exitCode, sent } = await run(['--image', 'FOLDER/code.jpg'], {}, async ({ folder }) =>
      writeFileSync(join(folder, 'code.jpg'), await toJpeg(value, quality)),
    );
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: [value] });
  });

  test('under --sandbox the one that its customer is shown', async () => {
    const { exitCode, json } = await authrig(['elixir', 'qr', '--sandbox', '--json']);
    expect(exitCode).toBe(0);
    expect(Object.keys(json().data ?? {})).toEqual(['token', 'refreshToken', 'expiresAt']);
  });
});

describe('what is refused before a call', () => {
  const write = (name: string, content: string | Uint8Array) => async (machine: Machine) =>
    writeFileSync(join(machine.folder, name), content);

  test.each([
    ['nothing', [], {}, undefined, 'The QR value is needed.'],
    ['an empty argument', [' '], {}, undefined, 'The QR value is needed.'],
    ['two lines', [], { stdin: `${value}\n${value}\n` }, undefined, 'one word without spaces'],
    ['an escape', [`${value}\u001B[2J`], {}, undefined, 'one word without spaces'],
    ['2 KB', ['R'.repeat(2048)], {}, undefined, 'one word without spaces'],
    ['10 KB piped in', [], { stdin: 'R'.repeat(10_240) }, undefined, 'longer than'],
    ['a value and a picture', [value, '--image', 'FOLDER/a.png'], {}, undefined, 'given twice'],
    ['no such picture', ['--image', 'FOLDER/a.png'], {}, undefined, 'does not exist'],
    ['a folder', ['--image', 'FOLDER'], {}, undefined, 'directory'],
    ['words', ['--image', 'FOLDER/a.png'], {}, write('a.png', value), 'No QR code could be read'],
    ['6 MB', ['--image', 'FOLDER/a.png'], {}, write('a.png', Buffer.alloc(6e6)), 'more than 5000000 bytes'],
  ])('%s', async (_name, argv, options, prepare, says) => {
    const { exitCode, stdout, stderr, sent } = await run(argv, options, prepare);
    expect({ exitCode, stdout, sent }).toEqual({ exitCode: 2, stdout: '', sent: [] });
    expect(stderr).toContain(says);
  });

  test("R-ELX-8: another code in a picture, which may be somebody's secret", async () => {
    const secret = 'otpauth://totp/ada?secret=JBSWY3DPEHPK3PXP';
    const prepare = async ({ folder }: Machine) => writeQrFile(join(folder, 'a.png'), secret);
    const { exitCode, stderr, sent } = await run(['--image', 'FOLDER/a.png'], {}, prepare);
    expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: [] });
    expect(stderr).toContain("none of Elixir's");
    expect(stderr).not.toContain('JBSWY3DPEHPK3PXP');
  });
});

test('ELX-13, R-ELX-3: a refused value ends with 3, after one call', async () => {
  await using server = await elixirServer({ qr: [wrongCredentials] });
  const { exitCode, stdout, stderr } = await machineAt(server).run(['qr', value, '-v']);
  expect({ exitCode, stdout, calls: server.requests.length }).toEqual({ exitCode: 3, stdout: '', calls: 1 });
  expect(stderr).toContain('did not accept the QR value');
  for (const secret of [value, key]) expect(stderr).not.toContain(secret);
});

test('a refused value on loopback says where a sandbox has one', async () => {
  await using server = await elixirServer({ qr: [wrongCredentials] });
  const { stderr } = await machineAt(server).run(['qr', value]);
  expect(stderr).toContain(`GET ${server.origin}/__sandbox/outbox?provider=elixir`);
  const own = await authrig(['elixir', 'qr', value, '--sandbox']);
  expect(own.exitCode).toBe(3);
  expect(own.stderr).toContain('Leave the value out');
});

test('a picture of too many pixels is told how many it may have', async () => {
  const prepare = async ({ folder }: Machine) =>
    writeFileSync(join(folder, 'a.png'), PNG.sync.write(new PNG({ width: 4097, height: 8 })));
  const { exitCode, stderr } = await run(['--image', 'FOLDER/a.png'], {}, prepare);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('at most 4096 pixels a side');
});

describe('ELX-15: whose session it is, which Elixir does not say', () => {
  const otherToken = `${String(session(2)['token'])}\n`;
  const qrToken = `${String(session(1)['token'])}\n`;
  const nobody = { env: { AUTHRIG_ELIXIR_EMAIL: '' } };

  test('it is kept for the address in force, wherever that is set, and told so', async () => {
    await using server = await elixirServer({ qr: [signedIn] });
    const machine = machineAt(server);
    expect((await machine.run(['qr', value])).stderr).toContain('kept for g•••@example.com');
    expect((await machine.run(['token'])).stdout).toBe(qrToken);
    const { stderr } = await machine.run(['qr', value, '--email', 'ada@example.com']);
    expect(stderr).toContain('kept for a•••@example.com');
    expect((await machine.run(['token', '--email', 'ada@example.com'])).stdout).toBe(qrToken);
    expect((await machine.run(['token', '--email', 'nobody@example.com'])).exitCode).toBe(4);
  });

  test('without an address it serves where there is no other', async () => {
    await using server = await elixirServer({ qr: [signedIn], verify: [success(session(2))] });
    const machine = machineAt(server);
    const { stderr } = await machine.run(['qr', value], nobody);
    expect(stderr).toContain('kept for an account without an address');
    expect((await machine.run(['token'])).stdout).toBe(qrToken);
    expect((await machine.run(['token'], nobody)).stdout).toBe(qrToken);
    await machine.run(['otp', '--otp', '01234']);
    expect((await machine.run(['token'])).stdout).toBe(otherToken);
  });

  test('beside one that has an address that one is taken and told; of several they are listed', async () => {
    await using server = await elixirServer({ qr: [signedIn], verify: [success(session(2))] });
    const machine = machineAt(server);
    await machine.run(['qr', value], nobody);
    await machine.run(['otp', '--otp', '01234']);
    const two = await machine.run(['token', '--quiet'], nobody);
    expect({ exitCode: two.exitCode, stdout: two.stdout }).toEqual({ exitCode: 0, stdout: otherToken });
    expect(two.stderr).toContain('2 sessions are kept: that of g•••@example.com is taken.');
    await machine.run(['otp', '--otp', '01234', '--email', 'ada@example.com']);
    for (const verb of ['token', 'refresh', 'signout']) {
      const { exitCode, stderr } = await machine.run([verb], nobody);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(
        '3 sessions are kept, and none is named: an account without an address, a•••@example.com, g•••@example.com.',
      );
      expect(stderr).toContain('--email');
    }
  });
});
