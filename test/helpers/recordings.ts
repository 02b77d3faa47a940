import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import type { Har, RecordedRun } from '../../src/recording/recording.ts';
import { realClock } from './real-clock.ts';
import { authrig, type Outcome, type RigOptions } from './rig.ts';
import { temporaryFolder } from './temporary-folder.ts';

const require = createRequire(import.meta.url);

/** What is wrong with a HAR file by the published schema of HAR 1.2; empty for nothing. */
export function harProblems(har: unknown): unknown[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object);
  ajvFormats(ajv);
  const schemas = require('har-schema') as Readonly<Record<string, object>>;
  ajv.addSchema(Object.values(schemas));
  ajv.validate('har.json#', har);
  return ajv.errors ?? [];
}

export interface Recorded extends Outcome {
  readonly file: string;
  readonly text: string;
  readonly har: Har;
  readonly run: RecordedRun;
}

/** Runs a command line with --record, on the real clock. */
export async function recorded(argv: readonly string[], options: RigOptions = {}): Promise<Recorded> {
  const file = join(temporaryFolder(), 'case.har');
  const outcome = await authrig([...argv, '--record', file], { clock: realClock, ...options });
  const text = readFileSync(file, 'utf8');
  const har = JSON.parse(text) as Har;
  const { _authrig: run } = har.log;
  if (run === undefined) throw new Error('the recording does not say what was run');
  return { ...outcome, file, text, har, run };
}

/** Replays a recording on a machine that has nothing: no settings, no store, no way out. */
export async function replayed(file: string, ...options: string[]): Promise<Outcome> {
  return authrig(['replay', file, ...options], { clock: realClock });
}
