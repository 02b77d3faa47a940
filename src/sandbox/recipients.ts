import type { Clock } from '../clock.ts';
import { recipientKey } from './recipient-key.ts';
import type { Table } from './table.ts';

/** What becomes of a recipient's sign-ins, each time. */
export const fates = [
  'expired',
  'locked',
  'rate-limited',
  'banned',
  'unknown',
  'inactive',
  'under-age',
  'denies',
  'silent',
] as const;
export type Fate = (typeof fates)[number];

/** What somebody has said about one recipient. */
export interface Arrangement {
  /** The code that is sent to it, in place of a random one. */
  readonly code?: string;
  /** `none` takes away what its name would bring. */
  readonly fate?: Fate | 'none';
  /** False lifts the limit on messages to it. */
  readonly resendLimit?: boolean;
}

/** Who gets which code, whose sign-ins fail, and how many messages somebody is sent. */
export interface Recipients {
  arrange(to: string, arrangement: Arrangement): void;
  list(): readonly ({ readonly to: string } & Arrangement)[];
  codeOf(to: string): string | undefined;
  /** What was arranged, or what an address such as expired@example.com says by itself. */
  fateOf(to: string): Fate | undefined;
  /** True where one more message to it within the hour is over the limit; counts it where it is not. */
  isTooMany(provider: string, to: string): boolean;
}

const hourMs = 3_600_000;

export interface RecipientsOptions {
  readonly clock: Clock;
  readonly arranged: Table<Arrangement>;
  /** When the last messages went out, by provider and recipient. */
  readonly sent: Table<number[]>;
  /** Messages an hour. */
  readonly limit: () => number;
  /** What some recipients bring by themselves: the vendors' own numbers, and whom nobody limits. */
  readonly known: Readonly<Record<string, Arrangement>>;
}

export function createRecipients({ clock, arranged, sent, limit, known }: RecipientsOptions): Recipients {
  const bringing = new Map(Object.entries(known).map(([to, arrangement]) => [recipientKey(to), arrangement]));
  const of = (to: string): Arrangement => ({
    ...bringing.get(recipientKey(to)),
    ...arranged.get(recipientKey(to)),
  });

  return {
    arrange: (to, arrangement) =>
      arranged.set(recipientKey(to), { ...arranged.get(recipientKey(to)), ...arrangement }),
    list: () => arranged.keys().map((to) => ({ to, ...of(to) })),
    codeOf: (to) => of(to).code,
    fateOf: (to) => {
      const fate = of(to).fate ?? namedFate(to);
      return fate === 'none' ? undefined : fate;
    },
    isTooMany: (provider, to) => {
      if (of(to).resendLimit === false) return false;
      const key = `${provider} ${recipientKey(to)}`;
      const recent = (sent.get(key) ?? []).filter((at) => clock.now() - at < hourMs);
      if (recent.length >= limit()) return true;
      sent.set(key, [...recent, clock.now()]);
      return false;
    },
  };
}

/** `expired@example.com`, and `expired+7@example.com` for a test that needs one of its own. */
function namedFate(to: string): Fate | undefined {
  const name = /^([a-z-]+)(?:\+[^@]*)?@example\.com$/i.exec(to)?.[1]?.toLowerCase();
  return fates.find((fate) => fate === name);
}
