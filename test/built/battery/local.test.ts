import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectNothingLost, filesBelow, type PlantedMachine, plantedMachine } from '../../helpers/planted.ts';
import { ask, post } from '../../helpers/sandbox.ts';
import { scriptedServer } from '../../helpers/scripted-server.ts';
import { startedSandbox } from '../../helpers/started-sandbox.ts';
import * as verifik from '../../helpers/verifik.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const set = ['config', 'set', 'jekimo.apiKey'];
const key = 'k-4711-k-4711-k-4711';
const login = ['verifik', 'phone', '--otp', '123456'];

/** Verifik that accepts every code, for as long as the work takes. */
async function withVerifik<T>(work: (origin: string) => Promise<T>): Promise<T> {
  const fresh = verifik.sent({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  await using server = await scriptedServer({
    [verifik.login]: [fresh],
    [verifik.confirm]: [verifik.confirmed()],
  });
  return await work(server.origin);
}

const at = (origin: string) => ({ AUTHRIG_VERIFIK_BASE_URL: origin });

describe('the disk', { timeout: 60_000 }, () => {
  test.skipIf(process.platform === 'win32')(
    'F51: no room for a setting: exit 10, the old file whole',
    async () => {
      const machine = plantedMachine();
      const before = filesBelow(machine.home);
      const input = { 'ekyc.issuer': 'x'.repeat(100_000) };
      // The shell's limit holds for the process that takes its place.
      const options = { stdin: JSON.stringify(input), umask: '077; ulimit -f 16' };
      const { exitCode } = await machine.run(['config', 'import', '--json'], options);
      expect(exitCode).toBe(10);
      expect(filesBelow(machine.home)).toEqual(before);
    },
  );

  test('F51: a fresh token that can’t be kept is printed all the same, and then it is 10', async () => {
    await withVerifik(async (origin) => {
      const machine = plantedMachine(at(origin));
      const kept = join(machine.store, 'sessions/default/sessions');
      // The folder goes away in mid-login, as a volume does that is unmounted.
      const gone = `cmd:rm -r '${kept}' && : > '${kept}'; echo 123456`;
      const { env } = machine;
      const run = machine.start(['verifik', 'phone', '--otp-from', gone, '--field', 'accessToken'], { env });
      const { exitCode, stdout } = await run.ended;
      expect(exitCode).toBe(10);
      expect(stdout).toBe(`${verifik.accessToken}\n`);
    });
  });
});

/** What can stand in the place of the store. */
const places: readonly (readonly [name: string, make: (machine: PlantedMachine) => void])[] = [
  [
    'F52: a file',
    ({ store }) => {
      rmSync(store, { recursive: true });
      writeFileSync(store, 'no folder');
    },
  ],
  ['F52: a folder that may not be read', ({ store }) => chmodSync(store, 0o000)],
  ['F53: an empty settings file', ({ store }) => writeFileSync(join(store, 'config.json'), '')],
  [
    'F53: half a settings file',
    ({ store }) => writeFileSync(join(store, 'config.json'), '{"schemaVersion":1,'),
  ],
  ['F53: 2 MB', ({ store }) => writeFileSync(join(store, 'config.json'), ' '.repeat(2_000_000))],
  [
    'F53: a newer schema',
    ({ store }) => writeFileSync(join(store, 'config.json'), '{"schemaVersion":2,"profile":"default"}'),
  ],
  [
    'F54: a symbolic link',
    ({ home, store }) => {
      rmSync(join(store, 'config.json'));
      symlinkSync(join(home, 'report.json'), join(store, 'config.json'));
    },
  ],
  [
    'F54: a FIFO',
    ({ store }) => {
      rmSync(join(store, 'config.json'));
      execFileSync('mkfifo', [join(store, 'config.json')]);
    },
  ],
];

describe.skipIf(process.platform === 'win32')('the store', { timeout: 60_000 }, () => {
  test.each(places)(
    '%s is exit 10 for who needs it, with the path, and no other is stopped',
    async (_name, make) => {
      const machine = plantedMachine();
      make(machine);
      const { ended } = machine.start(['config', 'list'], { obeysModes: true, env: machine.env });
      const { exitCode, stdout, stderr } = await ended;
      chmodSync(machine.store, 0o700);
      expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: '' });
      expect(stderr).toContain(machine.store);
      expect(stderr).toMatch(/^\S.*\n\S.*\n$/);
      const other = machine.start(['juvlon', 'verify', '--sandbox', '--json'], { env: machine.env });
      expect(await other.ended).toMatchObject({ exitCode: 0 });
    },
  );

  test.each([0o644, 0o666])('F54: mode %o is closed, with a word', async (mode) => {
    const machine = plantedMachine();
    chmodSync(join(machine.store, 'config.json'), mode);
    const { exitCode, stderr } = await machine.run(['config', 'list']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('config.json');
    expect((await machine.run(['config', 'list'])).stderr).toBe('');
  });

  test.each<[string, (home: string) => Record<string, string | undefined>, number]>([
    ['unset', () => ({ HOME: undefined }), 10],
    ['not there', () => ({ HOME: '/dev/null/nobody' }), 10],
    ['with spaces and an emoji', (home) => ({ HOME: join(home, 'my home 🔑') }), 0],
    ['a hundred levels deep', (home) => ({ HOME: join(home, ...Array<string>(100).fill('level')) }), 0],
  ])('F56: a home that is %s', async (_name, env, expected) => {
    const machine = plantedMachine();
    const options = {
      stdin: key,
      env: { ...machine.env, AUTHRIG_CONFIG_DIR: undefined, ...env(machine.home) },
    };
    const { exitCode } = await machine.start(set, options).ended;
    expect(exitCode).toBe(expected);
    expect(existsSync('config.json')).toBe(false);
  });

  test('F57: eight that write at once lose nothing, and a reader never sees half a file', async () => {
    const machine = plantedMachine();
    const before = filesBelow(machine.home);
    const names = Array.from({ length: 8 }, (_, index) => `profile-${index}`);
    const writers = names.map((name) => machine.start(['profile', 'create', name]).ended);
    const readers = Array.from({ length: 4 }, () => machine.start(['config', 'export']).ended);
    const ends = await Promise.all([...writers, ...readers]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual(ends.map(() => 0));
    const { profiles } = JSON.parse(readFileSync(join(machine.store, 'config.json'), 'utf8')) as {
      profiles: object;
    };
    expect(Object.keys(profiles).toSorted()).toEqual(['default', ...names]);
    expectNothingLost(before, filesBelow(machine.home));
  });
});

describe('a signal', { timeout: 60_000 }, () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('F59: %s in a wait for a code: %i, one message, nothing lost', async (name, exitCode) => {
    await withVerifik(async (origin) => {
      const machine = plantedMachine(at(origin));
      const run = machine.start(['verifik', 'phone', '--otp-from', 'stdin', '--json'], { stdin: 'open' });
      await run.says('Verifik sent the OTP');
      run.child.kill(name);
      expect(await run.judged()).toMatchObject({ exitCode, json: { error: { kind: 'cancelled' } } });
    });
  });
});

describe('the streams', { timeout: 60_000 }, () => {
  test.each([
    ['F61: a full disk under stdout', '>/dev/full', 10],
    ['F61: stdout is closed', '>&-', 0],
    ['F61: stderr is closed', '2>&-', 0],
  ])('%s: the token is kept', async (_name, redirect, exitCode) => {
    await withVerifik(async (origin) => {
      const machine = plantedMachine(at(origin));
      expect((await machine.start(login, { redirect }).ended).exitCode).toBe(exitCode);
      expect((await machine.run(['verifik', 'token', '--field', 'accessToken'])).stdout).toBe(
        `${verifik.accessToken}\n`,
      );
    });
  });

  test.each<[env: Record<string, string>, colour: boolean]>([
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '1', CI: 'false' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ NO_COLOR: '' }, false],
    [{ TERM: 'dumb', LANG: 'C' }, false],
  ])('F62, F63: %j', async (env, colour) => {
    const { stderr } = await plantedMachine().run(['jekmo'], { env });
    expect(stderr.includes('\u001B[')).toBe(colour);
  });
});

describe('what is typed', { timeout: 60_000 }, () => {
  test.each([
    [['jekmo'], 'jekimo'],
    [['jekimo', 'logn'], 'login'],
    [['jekimo', 'login', '--sandbx'], '--sandbox'],
    [['jekimo', 'login', '--qr', 'round'], '--qr'],
    [['jekimo', 'login', '--interval'], '--interval'],
    [['jekimo', 'login', '--interval='], '--interval'],
    [['jekimo', 'check'], 'token'],
    [['--', 'jekmo'], 'jekmo'],
  ])('F64: authrig %j is exit 2, in text and in JSON', async (argv, told) => {
    const machine = plantedMachine();
    const ends = await Promise.all([machine.run(argv), machine.run(['--json', ...argv])]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([2, 2]);
    expect(ends[0]?.told).toContain(told);
  });

  test.each(['__proto__', '../up', 'a/b', '.', 'x'.repeat(10_000), 'con', ''])(
    'F69: a profile of the name %j is refused',
    async (name) => {
      const { exitCode } = await plantedMachine().run(['profile', 'create', name, '--json']);
      expect(exitCode).toBe(2);
    },
  );

  test.each(['a.b', 'constructor-1', 'x'.repeat(64)])(
    'F69: a profile of the name %j round-trips',
    async (name) => {
      const machine = plantedMachine();
      expect((await machine.run(['profile', 'create', name])).exitCode).toBe(0);
      expect((await machine.run(['profile', 'use', name])).exitCode).toBe(0);
      expect((await machine.run(['profile', 'list'])).stdout).toContain(name);
    },
  );

  test.each(['__proto__', 'jekimo.__proto__', 'jekimo.apiKey.more', 'x'.repeat(10_000)])(
    'F69: a setting of the name %j is refused',
    async (name) => {
      const { exitCode } = await plantedMachine().run(['config', 'set', name, 'value', '--json']);
      expect(exitCode).toBe(2);
    },
  );
});

describe('a file with a secret', { timeout: 60_000 }, () => {
  const code = (machine: PlantedMachine, file: string) =>
    machine.run(['totp', 'code', '--at', '59', '--secret-from', `file:${file}`]);

  test.each([
    ['is empty', ''],
    ['holds a megabyte', 'J'.repeat(1_100_000)],
  ])('F66: that %s is exit 2', async (_name, text) => {
    const machine = plantedMachine();
    const file = join(machine.home, 'secret');
    writeFileSync(file, text, { mode: 0o600 });
    expect((await code(machine, file)).exitCode).toBe(2);
  });

  test('F66: that is missing, or a folder, is exit 2', async () => {
    const machine = plantedMachine();
    expect((await code(machine, join(machine.home, 'missing'))).exitCode).toBe(2);
    expect((await code(machine, machine.home)).exitCode).toBe(2);
  });

  test.each([
    ['CRLF', 'JBSWY3DPEHPK3PXP\r\n'],
    ['a byte order mark', '\uFEFFJBSWY3DPEHPK3PXP\n'],
  ])('F66: with %s is read', async (_name, text) => {
    const machine = plantedMachine();
    const file = join(machine.home, 'secret');
    writeFileSync(file, text, { mode: 0o600 });
    expect(await code(machine, file)).toMatchObject({ exitCode: 0, stdout: '996554\n' });
  });

  test('F66: that everybody may read is warned of', async () => {
    const machine = plantedMachine();
    const file = join(machine.home, 'secret');
    writeFileSync(file, 'JBSWY3DPEHPK3PXP');
    chmodSync(file, 0o644);
    const { exitCode, stderr } = await code(machine, file);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('chmod 600');
  });
});

describe('the output of a CI step', { timeout: 60_000 }, () => {
  test.each([
    ['missing', (home: string) => join(home, 'nowhere/output')],
    ['a folder', (home: string) => home],
  ])('F68: GITHUB_OUTPUT that is %s is exit 10, the mask sent and the token kept', async (_name, place) => {
    await withVerifik(async (origin) => {
      const machine = plantedMachine(at(origin));
      const env = { ...machine.env, GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: place(machine.home) };
      const argv = ['verifik', 'token', '--otp', '123456', '--export', 'github'];
      const { exitCode, stdout } = await machine.start(argv, { env }).ended;
      expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: `::add-mask::${verifik.accessToken}\n` });
      expect((await machine.run(['verifik', 'token'])).exitCode).toBe(0);
    });
  });
});

describe('the sandbox', { timeout: 60_000 }, () => {
  test('F70: whatever is sent to it, it answers with a problem, and goes on', async () => {
    const { origin } = await startedSandbox();
    const control = `${origin}/__sandbox`;
    const json = { 'content-type': 'application/json' };
    const answers = await Promise.all([
      ask(`${control}/clock`, { method: 'POST', headers: json, body: '{"advance":' }),
      ask(`${control}/nowhere`),
      ask(`${origin}/nowhere`),
      ask(`${control}/health`, { method: 'PATCH' }),
      post(`${control}/faults`, { kind: 'no such kind' }),
      ask(`${control}/health`, { headers: { host: 'evil.example' } }),
    ]);
    for (const { status, headers, text } of answers) {
      expect(status, text).toBeGreaterThan(399);
      expect(status, text).toBeLessThan(500);
      expect(String(headers['content-type']), text).toContain('problem+json');
    }
    const large = await ask(`${control}/clock`, {
      method: 'POST',
      headers: json,
      body: 'x'.repeat(5_000_000),
    });
    expect(large.status).toBe(413);
    expect((await ask(`${control}/health`)).status).toBe(200);
  });

  test('F70: a port that is taken is exit 10 and names --port', async () => {
    const { origin } = await startedSandbox();
    const { exitCode, told } = await plantedMachine().run([
      'sandbox',
      'start',
      '--port',
      new URL(origin).port,
    ]);
    expect(exitCode).toBe(10);
    expect(told).toContain('--port');
  });

  test('F70: two share nothing', async () => {
    const [one, other] = await Promise.all([startedSandbox(), startedSandbox()]);
    expect((await plantedMachine(one.env).run(['verifik', 'send'])).exitCode).toBe(0);
    const messages = async ({ origin }: { readonly origin: string }) =>
      ((await ask(`${origin}/__sandbox/outbox?provider=verifik`)).json as { messages: unknown[] }).messages;
    expect(await messages(one)).toHaveLength(1);
    expect(await messages(other)).toHaveLength(0);
  });

  test('F70: one that is started again goes on in the middle of a flow', async () => {
    const machine = plantedMachine();
    const state = join(temporaryFolder(), 'state.json');
    const begin = async () => {
      const run = machine.start([
        'sandbox',
        'start',
        '--json',
        '--state',
        state,
        '--code',
        '+11234566663=246810',
      ]);
      let text = '';
      run.child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      await run.says('\n');
      const { environment } = (JSON.parse(text) as { data: { environment: Record<string, string> } }).data;
      return { run, environment };
    };
    const first = await begin();
    expect((await machine.run(['verifik', 'send'], { env: first.environment })).exitCode).toBe(0);
    first.run.child.kill('SIGTERM');
    expect((await first.run.ended).exitCode).toBe(0);
    const second = await begin();
    const [challenge = ''] = readdirSync(join(machine.store, 'sessions/default/challenges'));
    expect(challenge).not.toBe('');
    const outbox = `${second.environment['AUTHRIG_SANDBOX_URL']}/__sandbox/outbox?provider=verifik`;
    const { messages } = (await ask(outbox)).json as { messages: { code: string }[] };
    expect(messages.map(({ code }) => code)).toEqual(['246810']);
  });
});
