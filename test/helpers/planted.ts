import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { authrig, type BuiltOptions, type Ended, start } from './built.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What a planted machine keeps that no output may show. */
export const planted = {
  jekimo: 'jk-planted-5f2a9c71d0b84e36',
  elixir: 'elx-planted-4c1f7d20a95b83e6',
  ekyc: 'ek-planted-90b1c6d28fe3a745',
  juvlon: 'jv-planted-81c4e07b92d65a3f',
  refresh: 'rt-planted-37ac0e9915f2d84b',
  session: 'at-planted-d2740b8e63fa19c5',
} as const;

const settings = {
  'jekimo.apiKey': planted.jekimo,
  'verifik.countryCode': '+1',
  'verifik.phone': '1234566663',
  'elixir.apiKey': planted.elixir,
  'elixir.email': 'grace.hopper@example.com',
  'ekyc.apiKey': planted.ekyc,
  'ekyc.clientId': '84c2ad6c-62eb-4217-8f46-a66852e6fe92',
  'ekyc.email': 'grace.hopper@example.com',
  'juvlon.apiKey': planted.juvlon,
};

/** What the machine of a command can tell of its one run. */
export interface Judged extends Ended {
  /** The document of a run under --json. */
  readonly json: { readonly ok: boolean; readonly data?: unknown; readonly error?: Told };
  /** What was said of a failure: its message and the next step. */
  readonly told: string;
}

export interface Told {
  readonly kind: string;
  readonly exitCode: number;
  readonly message: string;
  readonly hint?: string;
  readonly retryable?: boolean;
}

/** A person's machine with keys, a session and a report of earlier on it. */
export interface PlantedMachine {
  readonly home: string;
  /** The folder of the store. */
  readonly store: string;
  /** A file with a refresh token in it, for `--refresh-token-from`. */
  readonly refreshFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs a command to its end, and expects that nothing was lost, left behind or told. */
  run(argv: readonly string[], options?: BuiltOptions): Promise<Judged>;
  /** Starts a command, for tests that have something to do with it; judges it at its end. */
  start(
    argv: readonly string[],
    options?: BuiltOptions,
  ): ReturnType<typeof start> & { judged(): Promise<Judged> };
}

/** Makes a planted machine whose commands have this in their environment. */
export function plantedMachine(env: BuiltOptions['env'] = {}): PlantedMachine {
  const home = temporaryFolder();
  const store = join(home, 'config');
  const refreshFile = join(home, 'refresh-token');
  const sessions = join(store, 'sessions/default/sessions');
  for (const folder of [store, join(store, 'sessions'), join(store, 'sessions/default'), sessions])
    mkdirSync(folder, { mode: 0o700 });
  const write = (file: string, text: string) => writeFileSync(file, text, { mode: 0o600 });
  write(
    join(store, 'config.json'),
    `${JSON.stringify({ schemaVersion: 1, profile: 'default', profiles: { default: settings } }, undefined, 2)}\n`,
  );
  write(join(sessions, 'verifik-planted.json'), `${JSON.stringify(keptSession)}\n`);
  write(refreshFile, `${planted.refresh}\n`);
  write(join(home, 'report.json'), '{"written":"earlier"}\n');

  // Later versions of Node keep what they compiled where temporary files are, which is no trace of ours; and they write it
  // at the end without regard to a limit of file sizes.
  const quiet = { NODE_DISABLE_COMPILE_CACHE: '1' };
  const own = { HOME: home, TMPDIR: home, AUTHRIG_CONFIG_DIR: store, ...quiet, ...env };
  const machine: PlantedMachine = {
    home,
    store,
    refreshFile,
    env: own,
    run: async (argv, options = {}) => {
      const before = filesBelow(home);
      const ended = await authrig(argv, { ...options, env: { ...own, ...options.env } });
      return judge(argv, ended, before, filesBelow(home));
    },
    start: (argv, options = {}) => {
      const before = filesBelow(home);
      const run = start(argv, { ...options, env: { ...own, ...options.env } });
      return { ...run, judged: async () => judge(argv, await run.ended, before, filesBelow(home)) };
    },
  };
  return machine;
}

const keptSession = {
  schemaVersion: 1,
  storedAt: 1_700_000_000_000,
  value: {
    provider: 'verifik',
    baseUrl: 'https://verifik.invalid',
    account: '+11234566663',
    receivedAt: 1_700_000_000_000,
    tokens: { accessToken: planted.session, tokenType: 'bearer' },
  },
};

/** Every file below the folder with its text, and every folder with nothing. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true }) as string[];
  return new Map(
    names.toSorted().map((name) => {
      const path = join(folder, name);
      return [name, statSync(path).isFile() ? readFileSync(path, 'utf8') : ''];
    }),
  );
}

/**
 * Nothing is lost: what was there is as it was, or another whole document; what is new is a whole document of the store;
 * no lock and no draft stays.
 */
export function expectNothingLost(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): void {
  for (const [name, text] of before) {
    if (after.get(name) !== text) expectWhole(name, after.get(name));
  }
  for (const [name, text] of after) {
    expect(name).not.toMatch(/\.lock|\.tmp$|-claim$|\/\.|corrupt|damaged/);
    if (!before.has(name) && text !== '') expectWhole(name, text);
  }
}

function expectWhole(name: string, text: string | undefined): void {
  expect(name).toMatch(/^config\/(?:config|sessions\/.*)\.json$/);
  expect(text, name).toMatch(/^\{[^]*\}\n$/);
  expect(JSON.parse(text ?? ''), name).toMatchObject({ schemaVersion: 1 });
}

function judge(
  argv: readonly string[],
  ended: Ended,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Judged {
  const { exitCode, signal, stdout, stderr } = ended;
  const said = `authrig ${argv.join(' ')}: ${stdout}${stderr}`;
  expect(signal, said).toBeNull();
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(exitCode, said).not.toBe(1);
  for (const secret of Object.values(planted)) expect(stdout + stderr).not.toContain(secret);
  expectNothingLost(before, after);
  const asJson = argv.includes('--json');
  const json = asJson ? documentOf(stdout) : { ok: exitCode === 0 };
  // Whoever stopped a command knows why, and what to do next.
  const needsWord = exitCode !== 0 && (exitCode ?? 0) < 128;
  if (!needsWord) return { ...ended, json, told: stderr };

  if (asJson) expect(json).toMatchObject({ ok: false, error: { exitCode } });
  const told = asJson
    ? `${json.error?.message}\n${json.error?.hint ?? ''}\n`
    : stderr.replaceAll(colours, '');
  expect(told, 'a sentence says the cause, and another one the next step').toMatch(
    /^(?:.*\n)*\S.*\S\n\S.*\n$/,
  );
  return { ...ended, json, told };
}

const colours = /\u001B\[\d*m/g;

/** stdout as the one document that it has to be. */
function documentOf(stdout: string): Judged['json'] {
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout) as Judged['json'];
}
