import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.ts';
import type { StartedSandbox } from './started-sandbox.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Settings = StartedSandbox['settings'];

interface Sample {
  /** The vendor's host as the page has it, and what stands for it. It is always exchanged. */
  readonly host?: readonly [string, (settings: Settings) => string | undefined];
  /** What else a test may exchange, by a name for it: the page's placeholders and example values, and its mistakes. */
  readonly places: Readonly<Record<string, string>>;
}

const jekimo: Sample['host'] = ['https://www.jekimo.com/app.php', (settings) => settings['jekimo.baseUrl']];
const verifik: Sample['host'] = ['https://api.verifik.co', (settings) => settings['verifik.baseUrl']];
const ekyc: Sample['host'] = ['https://authen.ekyc.com', (settings) => settings['ekyc.baseUrl']];
const identifier = 'https://identifier.ekyc.com';
const page: Sample['host'] = [identifier, (settings) => settings['ekyc.identifierUrl']];
/** An origin has no path: the sandbox's own, without `/identifier`. */
const sender: Sample['host'] = [
  identifier,
  (settings) => new URL(settings['ekyc.identifierUrl'] ?? '').origin,
];
const juvlon: Sample['host'] = ['https://api2.juvlon.com', (settings) => settings['juvlon.baseUrl']];

/** Everything that is ever exchanged in the samples of `test/fixtures/vendor-samples`: a host, and the places. */
export const samples = {
  'jekimo-gettoken.sh': { host: jekimo, places: { key: 'YOUR_SECRET_API_KEY' } },
  'jekimo-check.sh': {
    host: jekimo,
    places: {
      key: 'YOUR_SECRET_API_KEY',
      token: 'b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d5d8d',
    },
  },
  'jekimo-check.php': {
    host: jekimo,
    places: {
      key: 'YOUR_SECRET_API_KEY',
      // Where the file is to be put. Above `<?php` it is text, and is sent.
      caption: '// your-website-url/jekimo-check.php\n',
      header: 'x-apy-key', // JEK-31
    },
  },
  'jekimo-poll.js': { places: { website: 'your-website-url', token: 'USER_TEMP_TOKEN_FROM_JEKIMO' } },
  'verifik-phone-login.mjs': { host: verifik, places: {} },
  'verifik-phone-login-confirm.mjs': { host: verifik, places: { otp: "'123456'" } },
  'ekyc-session-token.sh': { host: ekyc, places: { key: 'abcd' } },
  'ekyc-mfa-toggle.sh': {
    host: ekyc,
    places: { key: 'ybz4gkzlgzla4u4txhn6ju', client: 'CLIENT_ID', secret: 'SECRET_KEY' },
  },
  'ekyc-redirect.txt': { host: page, places: { token: '{sessionToken}', uri: '{redirectUri}' } },
  'ekyc-popup.js': {
    host: page,
    places: { token: '{sessionToken}', uri: '{redirectUri}', state: '{state}' },
  },
  'ekyc-popup-message.js': { host: sender, places: {} },
  'ekyc-popup-failure.js': { host: sender, places: {} },
  'juvlon-verify.php': { host: juvlon, places: { key: 'KEY' } },
} as const satisfies Readonly<Record<string, Sample>>;

export type SampleName = keyof typeof samples;
type Values<Name extends SampleName> = Readonly<
  Partial<Record<keyof (typeof samples)[Name]['places'], string>>
>;

export const sampleFolder = join(root, 'test/fixtures/vendor-samples');

/** The sample as it is printed, its host exchanged, and the values put where they are given. */
export function sample<Name extends SampleName>(
  name: Name,
  settings: Settings,
  values?: Values<Name>,
): string {
  const { host, places }: Sample = samples[name];
  let text = printed(name);
  if (host !== undefined) text = exchange(text, host[0], host[1](settings) ?? '');
  for (const [place, value] of Object.entries<string | undefined>(values ?? {}))
    if (value !== undefined) text = exchange(text, places[place] ?? '', value);
  return text;
}

export function printed(name: SampleName): string {
  return readFileSync(join(sampleFolder, name), 'utf8');
}

/** Puts the one text into the place of the other, which must stand there, and once. */
function exchange(text: string, before: string, after: string): string {
  const parts = text.split(before);
  if (parts.length !== 2) throw new Error(`${before} stands ${parts.length - 1} times in:\n${text}`);
  return parts.join(after);
}

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an interpreter with the program on its stdin, and with nothing of this environment but PATH. */
export function interpret(argv: readonly [string, ...string[]], program: string): Ran {
  const [file, ...args] = argv;
  const { PATH = '' } = process.env;
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    // Where axios is found from.
    cwd: root,
    env: { PATH, HOME: temporaryFolder() },
    input: program,
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (error !== undefined) throw error;
  return { exitCode: status, stdout, stderr };
}
