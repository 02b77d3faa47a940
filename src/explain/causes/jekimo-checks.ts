import { type Case, callsOf, type Exchange } from '../case.ts';
import type { Source } from '../cause.ts';
import { textAt } from '../fields.ts';

const page = 'https://www.jekimo.com/app.php/en/integration';

/** Words to look for on Jekimo's page. */
export const on = (heading: string): Source => ({ page, heading });

/** Every check of a token, an integrator's own endpoint among them. */
export const checksIn = (recording: Case): Exchange[] => callsOf(recording, 'jekimo', 'check');

/** `created`, `OK`, `KO`, or whatever else came. */
export const statusOf = ({ answer }: Exchange): string | undefined => textAt(answer, 'status');

/** The documented error, such as `Invalid Token`. */
export const errorOf = ({ answer }: Exchange): string | undefined => textAt(answer, 'error');

/** The token that was asked about: a header at Jekimo, a field at an integrator's. */
export const tokenOf = ({ headers, sent }: Exchange): string | undefined =>
  headers['token'] ?? textAt(sent, 'token');
