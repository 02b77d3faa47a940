import type { SecretSource } from '../../flow/source.ts';
import type { Probe } from '../../providers/probe.ts';
import type { Provider } from '../../providers/provider.ts';
import type { Case } from '../../report/result.ts';

/** A provider and how it is asked. */
export interface Examiner {
  readonly card: Provider;
  readonly probe: Probe;
}

/** Where a key is: at hand, or in a source that is read when its turn comes. */
export type KeyPlace =
  | { readonly value: string }
  | { readonly source: SecretSource; readonly option: string };

/** One key to be tested. */
export interface Target {
  readonly examiner: Examiner;
  /** The profile that it is kept in, or its label in the key file. */
  readonly profile: string;
  readonly baseUrl: string;
  /** The provider's other settings, by their names without the provider's. */
  readonly settings: Readonly<Record<string, string>>;
  /** The key, or why there is no asking about it. */
  readonly key: KeyPlace | { readonly problem: string };
  /** Its line in the key file. */
  readonly place?: NonNullable<Case['place']>;
}

/** Loads how each of these providers is asked. */
export async function examinersOf(cards: readonly Provider[]): Promise<Examiner[]> {
  return Promise.all(cards.map(async (card) => ({ card, probe: await card.probe() })));
}
