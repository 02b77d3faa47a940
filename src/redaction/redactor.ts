/** What a secret is, for the word that stands beside its mask. */
export type SecretKind = 'key' | 'token' | 'code' | 'phone' | 'email';

/** Knows the secrets of this run and masks them, in every encoding a log can carry, at the last writer. */
export interface Redactor {
  /** Remembers a secret. Values of fewer than six characters are not searched for in free text. */
  learn(value: string, kind: SecretKind): void;
  /** The text with every known secret masked. */
  redact(text: string): string;
}
