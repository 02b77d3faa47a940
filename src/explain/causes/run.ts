import type { Case, Verdict } from '../case.ts';
import { type Cause, cause } from '../cause.ts';

/** How the command ended, where that is of this kind. */
function ended(recording: Case, kind: string): Verdict | undefined {
  return recording.verdict?.kind === kind ? recording.verdict : undefined;
}

const theEnd = ({ exchanges }: Case) => exchanges.slice(-1);
const sentence = (verdict: Verdict): string => verdict.message ?? '';

const cancelled = cause({
  name: 'run.cancelled',
  row: 'ALL-09',
  detect: (recording) => (ended(recording, 'cancelled') ? { at: theEnd(recording) } : undefined),
  say: ({ at }) => ({
    reason: `Somebody stopped the command, or answered no${at[0]?.state === 'lost' ? ', while a call was under way: it may have taken effect' : ''}.`,
    ask: ['Who stopped it, and what did they wait for?'],
    next: [],
  }),
});

const deadline = cause({
  name: 'run.deadline',
  row: 'ALL-10',
  detect: (recording) =>
    /--timeout/.test(ended(recording, 'expired')?.message ?? '') ? { at: theEnd(recording) } : undefined,
  say: () => ({
    reason: 'The command’s own deadline was over (--timeout) before the sign-in had ended.',
    ask: ['Is the deadline shorter than the provider’s own, such as 120 s at Jekimo and eKYC?'],
    next: [],
  }),
});

const notSet = cause({
  name: 'run.no-key',
  row: 'ALL-03',
  detect: (recording) => {
    const verdict = ended(recording, 'credentials');
    return verdict && recording.exchanges.length === 0 ? { at: [], said: sentence(verdict) } : undefined;
  },
  say: ({ said }) => ({
    reason: `Nothing was sent, since something that is needed is not there: ${said}`,
    ask: ['Was the command run as the user, and with the profile, that has the keys?'],
    next: ['authrig config list', 'authrig profile list'],
  }),
});

/** The last question to a person, where it was left without a usable answer. */
function unanswered({ inputs }: Case): Case['inputs'][number] | undefined {
  const last = inputs.at(-1);
  return last?.failure?.kind === 'usage' && ['text', 'secret'].includes(last.what) ? last : undefined;
}

const noAnswer = cause({
  name: 'run.no-usable-answer',
  row: 'ALL-11',
  detect: (recording) => {
    const asked = ended(recording, 'usage') && unanswered(recording);
    return asked && { at: theEnd(recording), said: asked.failure?.message ?? '' };
  },
  say: ({ at: [last], said }) => ({
    reason: `Somebody was asked at the terminal, and what was typed could not be used: ${said}`,
    ask: [
      'What was asked for, and was the question left empty? A message that was sent may have come too late.',
    ],
    // A message that was sent is not sent again.
    next: last?.provider === 'verifik' && last.state === 'step' ? ['authrig verifik confirm'] : [],
  }),
});

const usage = cause({
  name: 'run.usage',
  row: 'ALL-11',
  detect: (recording) => {
    const verdict = ended(recording, 'usage');
    const asked = unanswered(recording) !== undefined;
    return verdict && !asked ? { at: theEnd(recording), said: sentence(verdict) } : undefined;
  },
  say: ({ said }) => ({
    reason: `The command could not be carried out as it was typed: ${said}`,
    ask: ['Was it run from a script, where nobody can be asked?'],
    next: ['authrig --help'],
  }),
});

const noCode = cause({
  name: 'run.no-code',
  row: 'ALL-10',
  detect: (recording) => {
    const wanting = recording.inputs.filter(({ what, failure }) => what === 'code' && failure !== undefined);
    const asked = wanting.at(-1);
    const why = ended(recording, 'expired') ?? ended(recording, 'usage');
    return why && asked ? { at: theEnd(recording), said: asked.failure?.message ?? '' } : undefined;
  },
  say: ({ said }) => ({
    reason: `A code was sent, and none came back to be typed in: ${said}`,
    ask: ['Did the message arrive at all, and does the source that is named read the right place?'],
    next: ['authrig help sources'],
  }),
});

const thisMachine = cause({
  name: 'run.local',
  row: 'ALL-10',
  detect: (recording) => {
    const verdict = ended(recording, 'local');
    return verdict && { at: theEnd(recording), said: sentence(verdict) };
  },
  say: ({ said }) => ({
    reason: `The machine that ran the command stood in the way: ${said}`,
    ask: ['Is the disk full, or the store’s folder another user’s?'],
    next: ['authrig doctor', 'authrig config path'],
  }),
});

const bug = cause({
  name: 'run.bug',
  row: 'ALL-07',
  detect: (recording) => {
    const verdict = ended(recording, 'internal');
    return verdict && { at: theEnd(recording), said: sentence(verdict) };
  },
  say: ({ said }) => ({
    reason: `authrig itself failed: ${said}`,
    ask: ['Report it with this recording attached.'],
    next: ['authrig replay FILE --verbose'],
  }),
});

/** How a recorded command itself came to its end. */
export const runCauses: readonly Cause[] = [
  cancelled,
  deadline,
  noCode,
  notSet,
  noAnswer,
  usage,
  thisMachine,
  bug,
];
