/** A setting as a provider's card declares it. */
export interface SettingDefinition {
  /** `jekimo.apiKey`; the variable is AUTHRIG_JEKIMO_API_KEY, the option --api-key-from or --base-url. */
  readonly name: string;
  readonly summary: string;
  readonly secret?: true;
  /** A secret of this kind, masked everywhere: defaults to `key` for secrets. */
  readonly masks?: 'key' | 'phone' | 'email';
  readonly default?: string;
  /** True where the value is acceptable, else what is wrong with it. */
  readonly validate?: (value: string) => true | string;
}

export type Origin = 'flag' | 'sandbox' | 'environment' | 'profile' | 'default';

/** The settings of this run: flag, then environment, then the profile, then the default. */
export interface Settings {
  /** The profile in force and what chose it. */
  readonly profile: { readonly name: string; readonly origin: Origin };
  /** The value and where it came from, or undefined. An empty variable counts as unset. */
  find(name: string): { readonly value: string; readonly origin: Origin } | undefined;
  /** The value, or a `credentials` error (for secrets) or `usage` error that names every way to set it. */
  need(name: string): string;
}
