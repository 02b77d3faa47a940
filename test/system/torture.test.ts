import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authrig, type Ended, start } from '../helpers/built.ts';
import * as elixir from '../helpers/elixir.ts';
import { expectNothingLost, filesBelow, planted, plantedMachine } from '../helpers/planted.ts';
import { type ScriptedServer, scriptedServer } from '../helpers/scripted-server.ts';
import { saboteur } from '../helpers/saboteur.ts';
import * as verifik from '../helpers/verifik.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
let server: ScriptedServer;

beforeAll(async () => {
  const soon = { expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  server = await scriptedServer({
    [verifik.login]: [verifik.sent(soon)],
    [verifik.confirm]: [verifik.confirmed()],
    [elixir.paths.login]: [elixir.success({ transactionId: elixir.transactionId })],
    [elixir.paths.verify]: [elixir.success({ ...elixir.session(1), newAccount: false })],
  });
});
afterAll(() => server[Symbol.asyncDispose]());

interface Deed {
  readonly argv: (home: string) => readonly string[];
  readonly stdin?: string;
}

/** What changes something on this machine. */
const deeds: Readonly<Record<string, Deed>> = {
  'verifik phone': { argv: () => ['verifik', 'phone', '--otp-from', 'cmd:echo 123456'] },
  'elixir otp': { argv: () => ['elixir', 'otp', '--otp-from', 'cmd:echo 123456'] },
  'config set': { argv: () => ['config', 'set', 'jekimo.apiKey'], stdin: 'k-4711-k-4711-k-4711' },
  'sandbox start': {
    argv: (home) => ['sandbox', 'start', '--timeout', '1s', '--state', join(home, 'config/state.json')],
  },
};

/** Runs the deed on a machine of its own with its n-th call spoilt; tells how it ended and whether it came so far. */
async function spoilt(
  { argv, stdin }: Deed,
  nth: number,
  code: string,
): Promise<Ended & { readonly struck: boolean }> {
  const origins = { AUTHRIG_VERIFIK_BASE_URL: server.origin, AUTHRIG_ELIXIR_BASE_URL: server.origin };
  const machine = plantedMachine(origins);
  const before = filesBelow(machine.home);
  const note = join(temporaryFolder(), 'struck');
  const ended = await authrig([...argv(machine.home), '--json'], {
    env: machine.env,
    nodeOptions: saboteur({ nth, code, note }),
    ...(stdin === undefined ? {} : { stdin }),
  });
  const { exitCode, signal, stdout, stderr } = ended;
  const said = `${code} in call ${nth}: ${stdout}${stderr}`;
  expect(signal, said).toBeNull();
  // A bug would be told as 1; whatever this machine or the network did has a code of its own.
  expect(exitCode, said).not.toBe(1);
  expect(stdout + stderr, said).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(stdout, said).toMatch(/^\{.*\}\n$/);
  JSON.parse(stdout);
  for (const secret of Object.values(planted)) expect(stdout + stderr).not.toContain(secret);
  expectStoreWhole(before, filesBelow(machine.home), said);
  return { ...ended, struck: existsSync(note) };
}

/** As after any run, but that what could not be removed may stay: the next run clears it away. */
function expectStoreWhole(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  said: string,
): void {
  const own = new Map([...after].filter(([name]) => !/\.lock|\.tmp$|-claim$|\/\.|state\.json/.test(name)));
  try {
    expectNothingLost(before, own);
  } catch (error) {
    throw new Error(said, { cause: error });
  }
}

describe.skipIf(!enabled)('torture', { timeout: 600_000 }, () => {
  test.each(
    Object.entries(deeds).flatMap(([name, deed]) =>
      ['EIO', 'ENOSPC', 'ECONNRESET'].map((code) => [name, code, deed] as const),
    ),
  )('%s: %s in each of its calls leaves no stack and no damaged store', async (_name, code, deed) => {
    let nth = 1;
    for (let struck = true; struck; nth += 4) {
      const four = [nth, nth + 1, nth + 2, nth + 3];
      const ends = await Promise.all(four.map((each) => spoilt(deed, each, code)));
      struck = ends.every((end) => end.struck);
    }
    // Without a single call there would have been nothing to spoil.
    expect(nth).toBeGreaterThan(5);
  });

  test.each(['verifik phone', 'config set'])(
    'F58: %s killed at 100 moments: the store is whole',
    async (name) => {
      const deed = deeds[name];
      if (deed === undefined) throw new Error(name);
      const machine = plantedMachine({ AUTHRIG_VERIFIK_BASE_URL: server.origin });
      const run = () =>
        start(deed.argv(machine.home), {
          env: machine.env,
          ...(deed.stdin === undefined ? {} : { stdin: deed.stdin }),
        });
      const before = filesBelow(machine.home);
      const { milliseconds } = await run().ended;
      const random = generator(4711);
      for (let round = 0; round < 100; round += 1) {
        const { child, ended } = run();
        const timer = setTimeout(() => child.kill('SIGKILL'), random() * milliseconds);
        await ended;
        clearTimeout(timer);
        expectStoreWhole(before, filesBelow(machine.home), `round ${round}`);
        JSON.parse(readFileSync(join(machine.store, 'config.json'), 'utf8'));
        // What the next one would wait three seconds for.
        for (const left of filesBelow(machine.store).keys())
          if (left.includes('.lock')) rmSync(join(machine.store, left), { recursive: true, force: true });
      }
      expect((await run().ended).exitCode).toBe(0);
    },
  );
});

/** Numbers from 0 up to 1, the same in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
