import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { profileNames } from '../../settings/profiles.ts';
import type { Examiner, Target } from './target.ts';

type Reach = Pick<Context, 'settings' | 'sessions' | 'clock' | 'store' | 'sandbox' | 'under'>;

/**
 * The keys of these providers in every profile, or in the one that --profile names, each as a command under that
 * profile would use it. What comes to the same key at the same place, such as one from the environment, is there once.
 */
export async function keptKeys(context: Reach, examiners: readonly Examiner[]): Promise<Target[]> {
  const found = new Map<string, Target>();
  for (const profile of profilesOf(context)) {
    const there = profile === context.settings.profile.name ? context : context.under(profile);
    for (const examiner of examiners) {
      for (const target of await keysUnder({ ...there, clock: context.clock }, examiner, profile)) {
        const { key, baseUrl, settings } = target;
        const same = JSON.stringify([examiner.card.name, key, baseUrl, settings]);
        if (!found.has(same)) found.set(same, target);
      }
    }
  }
  return [...found.values()];
}

/** The current one first, since what is the same elsewhere goes under its name. */
function profilesOf({ settings, store, sandbox }: Reach): string[] {
  const { name, origin } = settings.profile;
  if (sandbox !== undefined || origin === 'flag') return [name];
  return [name, ...profileNames(store.read()).filter((other) => other !== name)];
}

async function keysUnder(
  context: Pick<Context, 'settings' | 'sessions' | 'clock'>,
  examiner: Examiner,
  profile: string,
): Promise<Target[]> {
  const { card, probe } = examiner;
  const secret = card.settings.find((setting) => setting.secret === true)?.name;
  const of = (): Omit<Target, 'key' | 'profile'> => ({ examiner, ...placeUnder(context, examiner) });
  try {
    if (probe.kept !== undefined) {
      const kept = await probe.kept(context);
      const named = kept.length > 1;
      return kept.map(({ key, account }) => ({
        ...of(),
        profile: named ? `${profile} ${account}` : profile,
        key: { value: key },
      }));
    }
    const value = secret === undefined ? undefined : (await context.settings.look(secret))?.value;
    return value === undefined ? [] : [{ ...of(), profile, key: { value } }];
  } catch (error) {
    // A value that is not usable, or that the keychain does not hand over, spoils the test of its own key alone.
    if (!(error instanceof CliError) || !isOfThisKey(error, context.settings, secret)) throw error;
    return [{ examiner, profile, baseUrl: '', settings: {}, key: { problem: error.message } }];
  }
}

function isOfThisKey({ kind }: CliError, settings: Context['settings'], secret: string | undefined): boolean {
  return kind === 'usage' || (secret !== undefined && settings.originOf(secret) === 'keychain');
}

/** Where the provider is reached, and what it is told beside the key. Throws `usage` for a setting of no use. */
export function placeUnder(
  { settings }: Pick<Context, 'settings'>,
  { card }: Examiner,
): Pick<Target, 'baseUrl' | 'settings'> {
  const others: Record<string, string> = {};
  for (const { name, secret } of card.settings) {
    const value = secret === true ? undefined : settings.find(name)?.value;
    if (value !== undefined) others[name.slice(card.name.length + 1)] = value;
  }
  const { baseUrl = '', ...rest } = others;
  return { baseUrl, settings: rest };
}
