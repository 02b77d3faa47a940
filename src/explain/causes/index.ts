import { type Case, endedWell } from '../case.ts';
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

/** Every cause that the recording shows, in that order; last a refusal that somebody tried again after. */
export function findingsIn(recording: Case): Finding[] {
  const found = causes.flatMap((cause) => cause.find(recording) ?? []);
  const before = endedWell(recording) ? undefined : refusalBefore(recording);
  const known = found.some(({ name }) => name === before?.name);
  return before === undefined || known ? found : [...found, before];
}

/** Causes look at how a sign-in ended: what a sign-in before it was refused for shows in the file up to there. */
function refusalBefore(recording: Case): Finding | undefined {
  const { exchanges } = recording;
  const refused = exchanges.findLast(({ state }) => state === 'bad');
  const later = exchanges.filter(({ number }) => number > (refused?.number ?? Number.POSITIVE_INFINITY));
  if (refused === undefined || !later.some(({ provider }) => provider === refused.provider)) return undefined;
  const until = exchanges.slice(0, exchanges.indexOf(refused) + 1);
  const then = { ...recording, exchanges: until, inputs: [], verdict: undefined };
  const found = causes.map((cause) => cause.find(then));
  const finding = found.find((each) => each?.remark === false && each.at.includes(refused));
  return (
    finding && {
      ...finding,
      remark: true,
      reason: `Before that, call ${refused.number} was refused. ${finding.reason}`,
    }
  );
}
