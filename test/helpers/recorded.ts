import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Har, RecordedRun } from '../../src/recording/recording.ts';
import { type Exchange, harFile } from './capture.ts';
import { countingBytes } from './sandbox.ts';
import { authrig, type Outcome, type RigOptions } from './rig.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Run = (argv: readonly string[], options?: RigOptions) => Promise<Outcome>;

/** Runs a command with --record, and returns the file without what differs from run to run. */
export async function recordedText(
  argv: readonly string[],
  options: RigOptions = {},
  run: Run = authrig,
): Promise<string> {
  const file = join(temporaryFolder(), 'case.har');
  await run([...argv, '--record', file], { randomBytes: countingBytes(), ...options });
  return settled(readFileSync(file, 'utf8'));
}

/** Ports, what is as long as a port, and the time by which the server under test dates its answers. */
function settled(text: string): string {
  const har = JSON.parse(text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:4010')) as Har;
  const { _authrig: run, ...log } = har.log;
  const entries = log.entries.map((entry) => {
    const date = new Date(entry.startedDateTime).toUTCString();
    const headers = entry.response.headers
      .filter(({ name }) => name !== 'content-length')
      .map(({ name, value }) => ({ name, value: name === 'date' ? date : value }));
    const { content } = entry.response;
    const response = { ...entry.response, headers, bodySize: -1, content: { ...content, size: -1 } };
    return { ...entry, response };
  });
  const pseudonyms = Object.entries(run?.pseudonyms ?? {}).map(([name, shape]) => [
    name,
    ['text', 'url'].includes(shape.form) ? { ...shape, length: 0 } : shape,
  ]);
  const settledRun = { ...run, pseudonyms: Object.fromEntries(pseudonyms) as RecordedRun['pseudonyms'] };
  return `${JSON.stringify({ log: { ...log, entries, _authrig: settledRun } }, undefined, 1)}\n`;
}

export interface OwnParts {
  readonly command: string;
  readonly options?: readonly string[];
  /** With what stands in an entry's `_authrig`, beside its times. */
  readonly exchanges?: readonly (Exchange & { readonly own: Readonly<Record<string, unknown>> })[];
  readonly milliseconds: number;
  readonly verdict: RecordedRun['verdict'];
}

/** A recording of ours that no run in a test's time can make. */
export function ownFile({ command, options = [], exchanges = [], milliseconds, verdict }: OwnParts): string {
  const file = JSON.parse(harFile(exchanges, { name: 'authrig', version: '0.0.0-test' })) as {
    log: { entries: Record<string, unknown>[] };
  };
  const entries = file.log.entries.map((entry, index) => {
    const { at = 0, took = 40, own } = exchanges[index] ?? { own: {} };
    return { ...entry, _authrig: { direction: 'out', ...own, startedMs: at, endedMs: at + took } };
  });
  const run: RecordedRun = {
    schemaVersion: 1,
    includesSecrets: false,
    command,
    argv: [...command.split(' '), ...options],
    versions: { authrig: '0.0.0-test', node: '22.0.0', platform: 'linux' },
    profile: { name: 'default', origin: 'default' },
    settings: {},
    startedAt: '2026-01-01T00:00:00.000Z',
    milliseconds,
    attended: true,
    stdinIsTTY: true,
    answers: [],
    inputs: [],
    pseudonyms: {},
    verdict,
    document: { ok: false, command },
  };
  return `${JSON.stringify({ log: { ...file.log, entries, _authrig: run } }, undefined, 1)}\n`;
}
