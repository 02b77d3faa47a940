import type { Fate } from './recipients.ts';
import type { SandboxAnswer } from './vendor.ts';

/** The same answer, with what the sandbox has to say about the request beside the vendor's own words. */
export function hinted(answer: SandboxAnswer, ...hints: readonly string[]): SandboxAnswer {
  if (hints.length === 0) return answer;
  const hint = hints.join('; ');
  // A header takes no more than this, and a hint may quote what somebody has set.
  const printable = /[^\x20-\x7E]/.test(hint) ? hint.replaceAll(/[^\x20-\x7E]/g, '?') : hint;
  // Assigned, since spreads took a tenth of an answer's time.
  const headers = Object.assign({}, answer.headers, { 'x-sandbox-hint': printable });
  return Object.assign({}, answer, { headers });
}

/**
 * Too many messages to one recipient: no vendor documents its answer, so it is HTTP's own, in the vendor's shape. A fate
 * is another thing than a limit, which time and a call lift.
 */
export function tooMany(body: unknown, fate: Fate | undefined): SandboxAnswer {
  return hinted(
    { status: 429, headers: { 'retry-after': '60' }, body },
    fate === 'rate-limited'
      ? 'the fate of this recipient is rate-limited, each time: any other recipient gets its message'
      : 'this recipient has had its messages for this hour: authrig sandbox advance 1h, or POST /__sandbox/recipients {"to":"RECIPIENT","resendLimit":false}',
  );
}
