import { findingsIn } from '../../src/explain/causes/index.ts';
import { readPlaces } from '../../src/explain/places.ts';
import { readCase } from '../../src/explain/read-case.ts';
import { type Report, reportOf } from '../../src/explain/report.ts';
import type { Har } from '../../src/recording/recording.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { plain } from '../../src/terminal/plain.ts';

export interface Explained {
  readonly report: Report;
  /** Every cause that was found, by name. */
  readonly names: readonly string[];
}

/** Explains a file as the command does, over a terminal that redacts. */
export async function explained(har: string | Har, file = 'case.har'): Promise<Explained> {
  const places = await readPlaces();
  const recording = readCase(typeof har === 'string' ? (JSON.parse(har) as Har) : har, places);
  const redactor = createRedactor();
  const terminal = { safe: (text: string) => redactor.redact(plain(text)) };
  const report = reportOf(recording, places, { terminal, redactor, file });
  return { report, names: findingsIn(recording).map(({ name }) => name) };
}
