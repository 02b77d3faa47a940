import type { Machine } from '../machine.ts';
import { defaultProfile } from '../settings/profile-name.ts';
import { profileNames } from '../settings/profiles.ts';
import { glanceAtKept, glanceAtStore } from '../settings/quiet-read.ts';
import { askRunningSandbox } from './live-sandbox.ts';

/** What only this machine knows. */
export type LiveKind = 'profiles' | 'challenges' | 'sign-ins' | 'recipients' | 'faults';

/** A value, and what a shell shows beside it. */
export type Suggestion = readonly [value: string, about: string];

type Glance = Pick<Machine, 'env' | 'platform' | 'clock'>;

/**
 * What `authrig __complete KIND WORDS…` prints: a value a line, and what it is behind a tab. The words are those typed
 * so far. It runs at each press of a key, so it loads nothing that a command would need, says nothing, and never fails.
 */
export async function suggestions(machine: Glance, [kind, ...words]: readonly string[]): Promise<string> {
  const found = await valuesOf(machine, kind, words).catch(() => []);
  return found
    .filter(([value]) => /^[\w.@+:-]{1,200}$/.test(value))
    .map(([value, about]) => `${value}\t${about.replaceAll(/[^\x20-\x7E]/g, ' ').slice(0, 80)}\n`)
    .join('');
}

async function valuesOf(
  machine: Glance,
  kind: string | undefined,
  words: readonly string[],
): Promise<readonly Suggestion[]> {
  const contents = glanceAtStore(machine);
  const profile = valueOf(words, '--profile') ?? (machine.env['AUTHRIG_PROFILE'] || contents.profile);
  switch (kind) {
    case 'profiles':
      return profileNames(contents).map((name) => [name, name === contents.profile ? 'current' : 'profile']);
    case 'challenges':
      return challenges(machine, profile, words);
    case 'sign-ins':
    case 'recipients':
    case 'faults':
      return askRunningSandbox(kind, originsOf(machine, words));
    default:
      return [];
  }
}

/** The value that the option has on the line, in either spelling. */
function valueOf(words: readonly string[], option: string): string | undefined {
  const at = words.findLastIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[at];
  return word === option ? words[at + 1] : word?.slice(option.length + 1);
}

/** The challenges of the provider that is named on the line, those that can still be answered. */
function challenges(machine: Glance, profile: string, words: readonly string[]): readonly Suggestion[] {
  const now = machine.clock.now();
  return glanceAtKept(machine, profile, 'challenges').flatMap((value) => {
    if (typeof value !== 'object' || value === null) return [];
    const { id, provider, recipient, expiresAt } = value as Record<string, unknown>;
    const isOver = typeof expiresAt === 'number' && now >= expiresAt;
    if (typeof id !== 'string' || typeof provider !== 'string' || !words.includes(provider) || isOver)
      return [];
    return [[id, `sent to ${String(recipient)}`] as const];
  });
}

/** Where a sandbox may listen, the likeliest first: as the commands that act on one look for it. */
function originsOf(machine: Glance, words: readonly string[]): readonly string[] {
  const named = valueOf(words, '--url') ?? (machine.env['AUTHRIG_SANDBOX_URL'] || undefined);
  if (named !== undefined) return URL.canParse(named) ? [new URL(named).origin] : [];
  return glanceAtKept(machine, defaultProfile, 'sandboxes')
    .toReversed()
    .flatMap((value) =>
      typeof value === 'object' && value !== null && 'origin' in value && typeof value.origin === 'string'
        ? [value.origin]
        : [],
    );
}
