import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installed, start } from './helpers/built.ts';
import { helpExamples, readmeExamples } from './helpers/documented-examples.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

/** Base32 of the secret in RFC 6238. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** What can't be run here, and why not. */
const elsewhere: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^authrig verifik (?:phone|email) --(?:country-code|email)/, 'a person types the OTP'],
  [/^authrig elixir otp --email you@example\.com$/, 'a person types the code'],
  [/^authrig ekyc enroll --email you/, 'a person types the code'],
  [/--otp-from prompt$/, 'a person types the code'],
  [/--secret-from prompt/, 'a person types the secret'],
  [/^authrig config set (?:jekimo|ekyc)\.apiKey(?:$| +#| --store)/, 'a person types the key'],
  [/^authrig profile delete staging$/, 'a person confirms it'],
  [/^authrig ekyc login --sandbox --browser/, 'a person plays the customer in a browser'],
  [/^authrig ekyc login --email .* --no-browser$/, 'a person opens the link'],
  [/^authrig ekyc callback/, 'the backend sends its notice once a person has signed in'],
  [/^authrig completion powershell \|/, 'it is PowerShell'],
  [/\| source$|^source .*zsh/, 'another shell: test/system/completion.test.ts'],
  [/ > \/usr\/share\//, 'it writes to the system'],
  [/-- npm test$/, 'it runs tests of your own'],
  [/^authrig doctor/, 'it looks at the real hosts'],
  [/^npm pack\b/, 'test/system/package.test.ts packs and installs'],
  [/^ID=\$\(authrig sandbox otp /, 'your own product sends the message in between'],
  [
    /^authrig elixir otp --curl > /,
    'the keys are to be filled in: test/curl and test/system/curl.test.ts run such scripts',
  ],
];

const approve = '(authrig sandbox approve --wait 30s >/dev/null 2>&1 &)';
const readsOutbox = '--otp-from "url:$AUTHRIG_SANDBOX_URL/__sandbox/outbox"';
const phone = '--country-code +1 --phone 1234566663';
const ekycSession = 'authrig ekyc session --email customer@example.com >/dev/null';
const shard = 'authrig smoke --sandbox --report json=shard-1.json >/dev/null';
const recorded = 'authrig elixir otp --sandbox --otp 00000 --record case.har >/dev/null';

interface Staged {
  /** What has to be there before; a line of shell. */
  readonly before?: string;
  /** What the line is run within, in the place of `LINE`. */
  readonly within?: string;
  readonly exitCode?: number;
}

/** The examples that need something, or that end with another code than 0. */
const staged: readonly (readonly [pattern: RegExp, staged: Staged])[] = [
  [/^authrig jekimo login (?!--sandbox)/, { before: approve }],
  [/^authrig jekimo check/, { before: 'TOKEN=$(authrig jekimo request --field token)' }],
  [/^authrig jekimo wait/, { before: `TOKEN=$(authrig jekimo request --field token); ${approve}` }],
  [/^TOKEN=.*jekimo request.*\n/, { before: approve }],
  [/^authrig verifik confirm --otp /, { before: `authrig verifik send ${phone} >/dev/null` }],
  [
    /^authrig verifik confirm --challenge/,
    {
      before: `CHALLENGE=$(authrig verifik send ${phone} --field challenge)`,
      within: 'authrig sandbox otp | LINE',
    },
  ],
  [
    /^authrig verifik (?:token|forget|status)/,
    { before: `authrig verifik token ${phone} ${readsOutbox} >/dev/null` },
  ],
  [/^authrig elixir verify --otp /, { before: 'authrig elixir send --email you@example.com >/dev/null' }],
  [
    /^authrig elixir verify --challenge/,
    {
      before: 'CHALLENGE=$(authrig elixir send --email you@example.com --field challenge)',
      within: 'authrig sandbox otp | LINE',
    },
  ],
  [
    /authrig elixir (?:refresh|token|signout|status)/,
    {
      before: `authrig elixir otp ${readsOutbox} --field refreshToken >refresh.token`,
    },
  ],
  [
    /^authrig elixir qr --image/,
    {
      before:
        'authrig totp uri --issuer Portal --account you --secret-from file:totp.secret --qr-file screenshot.png >/dev/null',
      // A picture, and none of Elixir's: its own are on a page behind a sign-in.
      exitCode: 2,
    },
  ],
  [/^authrig ekyc auth-url/, { before: ekycSession }],
  [/^authrig ekyc audit/, { exitCode: 8 }],
  [
    /^authrig juvlon verify --sandbox --token OJUWLB --otp 1111/,
    { within: 'test "$({ LINE; } | tail -n 1)" = 3' },
  ],
  [/^authrig totp verify .*287082$/, { exitCode: 3 }],
  [
    /^authrig config (?:list|export) --profile staging/,
    { before: 'authrig profile create staging >/dev/null' },
  ],
  [/^authrig profile (?:use|delete) staging/, { before: 'authrig profile create staging >/dev/null' }],
  [/^authrig config import settings/, { before: 'authrig config export > settings.json' }],
  [/^authrig smoke --report junit=reports/, { before: 'mkdir -p reports', exitCode: 8 }],
  [/^authrig smoke(?:$| --report)/, { exitCode: 8 }],
  [/^authrig report merge/, { before: shard }],
  [/^authrig elixir otp --sandbox --otp 00000.*har$/, { exitCode: 3 }],
  [/^authrig replay case\.har$/, { before: recorded, exitCode: 3 }],
  [
    /^authrig replay case\.har --against/,
    { before: 'authrig juvlon verify --sandbox --record case.har >/dev/null' },
  ],
  [/^authrig explain case/, { before: recorded }],
  [
    /^authrig sandbox stop/,
    { before: 'unset AUTHRIG_SANDBOX_URL; exec 3< <(authrig sandbox start); read -r ready <&3' },
  ],
  [/^authrig sandbox otp/, { before: `authrig elixir send --email you@example.com >/dev/null` }],
  [/^authrig sandbox (?:approve|deny)/, { before: 'authrig jekimo request >/dev/null' }],
  [
    /^authrig sandbox log --follow/,
    {
      before: 'authrig jekimo request >/dev/null',
      within: 'exec 3< <(LINE); read -r first <&3; kill $!; test -n "$first"',
    },
  ],
];

/** What stands for something of the reader's own. */
const yours: readonly (readonly [string, string])[] = [
  ['url:http://127.0.0.1:8025/api/v1/messages', '"url:$AUTHRIG_SANDBOX_URL/__sandbox/outbox"'],
  ['url:http://mailpit:8025/api/v1/messages', '"url:$AUTHRIG_SANDBOX_URL/__sandbox/outbox"'],
  ['https://authen.ekyc.com', '$AUTHRIG_SANDBOX_URL'],
  ['--otp 123456', '--otp "$(authrig sandbox otp)"'],
  ['ekyc session --email you@', 'ekyc session --email customer@'],
  ['--disable --email you@', '--disable --email customer@'],
  ['--to +447700900123', '--to you@example.com'],
];

const help = await helpExamples();
const readme = readmeExamples();
const all = [...new Set([...help, ...readme])];
const servers = all.filter((line) => line.startsWith('authrig sandbox start'));
const isElsewhere = (line: string): boolean => elsewhere.some(([pattern]) => pattern.test(line));
const runnable = all.filter((line) => !isElsewhere(line) && !servers.includes(line));

/** A folder with what the examples name, and `authrig` on the path. */
function stage(): { readonly folder: string; readonly env: Record<string, string> } {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = (name: string, text: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  program('authrig', `exec '${process.execPath}' '${installed()}/bin/authrig.js' "$@"`);
  program('pass', `echo ${secret}`);
  for (const name of ['read-otp.sh', 'read-pin.sh'])
    writeFileSync(join(folder, name), '#!/bin/sh\nexec authrig sandbox otp --wait 20s\n', { mode: 0o755 });
  const files = {
    'totp.secret': secret,
    'key.txt': 'sandbox-jekimo-key',
    'settings.json': '',
    output: '',
    'summary.md': '',
    'keys.csv': 'provider,label,source\njuvlon,one,env:AUTHRIG_JUVLON_API_KEY\n',
    'login.yaml':
      'name: a login\nsteps:\n  - elixir send: {email: "${email}"}\nvars: {email: nobody@example.com}\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const pair = 'name: a pair\nsteps:\n  - juvlon verify: {token: OJUWLB, otp: "9078"}\n';
  mkdirSync(join(folder, 'scenarios'));
  for (const file of ['pair.yaml', 'scenarios/pair.yaml']) writeFileSync(join(folder, file), pair);
  return {
    folder,
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      TMPDIR: folder,
      LANG: 'C.UTF-8',
      SHELL: '/bin/bash',
      AUTHRIG_CONFIG_DIR: join(folder, 'config'),
      AUTHRIG_VERIFIK_COUNTRY_CODE: '+1',
      AUTHRIG_VERIFIK_PHONE: '1234566663',
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    },
  };
}

/** Runs a piece of shell against a sandbox of its own, whose customer acts only when told. */
function runOnSandbox(script: string): Promise<{ exitCode: number; said: string }> {
  const { folder, env } = stage();
  const argv = ['sandbox', 'exec', '--', 'bash', '-c', script];
  return new Promise((resolve) => {
    const child = execFile(
      join(folder, 'bin/authrig'),
      argv,
      { cwd: folder, env },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : Number(error.code ?? Number.NaN);
        resolve({ exitCode, said: `${script}\n${stdout}${stderr}` });
      },
    );
    child.stdin?.end();
  });
}

describe.concurrent('every example that can run on the sandbox runs', { timeout: 60_000 }, () => {
  test.for(runnable)('%s', async (line, { expect: expectHere }) => {
    const {
      before = '',
      within = 'LINE',
      exitCode = 0,
    } = staged.find(([pattern]) => pattern.test(line))?.[1] ?? {};
    const mine = yours.reduce((text, [theirs, own]) => text.replaceAll(theirs, own), line);
    const ended = await runOnSandbox(`${before}\n${within.replace('LINE', () => mine)}`);
    expectHere(ended, ended.said).toMatchObject({ exitCode });
    expectHere(ended.said).not.toMatch(/This is a bug/);
  });
});

describe('a sandbox that is started', () => {
  test.each(servers)('%s, until it is told to stop', async (line) => {
    const [, ...argv] = line.split(' ');
    const { child, says, ended } = start(argv);
    await says('ready on http://127.0.0.1:');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ exitCode: 0 });
  });
});

test('what is not run is an example that there is', () => {
  expect(elsewhere.filter(([pattern]) => !all.some((line) => pattern.test(line)))).toEqual([]);
});

test('what is staged is an example that there is', () => {
  const unused = staged.filter(([pattern]) => !runnable.some((line) => pattern.test(line)));
  expect(unused.map(([pattern]) => pattern.source)).toEqual([]);
});
