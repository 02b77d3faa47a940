import type { Case } from '../case.ts';
import type { Cause, Finding } from '../cause.ts';
import { answerCauses } from './answers.ts';
import { clockCauses } from './clock.ts';
import { ekycSessionCauses } from './ekyc-session.ts';
import { ekycBackCauses } from './ekyc-back.ts';
import { ekycFrontCauses } from './ekyc-front.ts';
import { elixirCauses } from './elixir.ts';
import { jekimoIntegrationCauses } from './jekimo-integration.ts';
import { jekimoCauses } from './jekimo.ts';
import { juvlonCauses } from './juvlon.ts';
import { networkCauses } from './network.ts';
import { runCauses } from './run.ts';
import { verifikCauses } from './verifik.ts';

/** Every cause that is known by name, the most telling first: a provider's word goes before how the command ended. */
export const causes: readonly Cause[] = [
  ...answerCauses,
  ...jekimoCauses,
  ...jekimoIntegrationCauses,
  ...verifikCauses,
  ...elixirCauses,
  ...ekycSessionCauses,
  ...ekycFrontCauses,
  ...ekycBackCauses,
  ...juvlonCauses,
  ...networkCauses,
  ...runCauses,
  ...clockCauses,
];

/** Every cause that the recording shows, in that order. */
export function findingsIn(recording: Case): Finding[] {
  return causes.flatMap((cause) => cause.find(recording) ?? []);
}
