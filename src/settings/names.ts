/** Our variables that are no setting's. The last three are set by us, for a program that reads a code. */
export const rigVariables = [
  'AUTHRIG_PROFILE',
  'AUTHRIG_CONFIG_DIR',
  'AUTHRIG_SANDBOX_URL',
  'AUTHRIG_CHALLENGE',
  'AUTHRIG_SENT_AT',
  'AUTHRIG_PROVIDER',
] as const;

/** The environment without our own variables: for programs that our keys are not for (S02). */
export function withoutOurs(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^AUTHRIG_/i.test(name)));
}

/** The environment without the keys in it: for a program that reads a code, and may be authrig itself. */
export function withoutKeys(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^AUTHRIG_\w+_API_KEY$/i.test(name)));
}

const words = (name: string): string[] => name.split(/\.|(?=[A-Z])/).map((word) => word.toLowerCase());

/** The environment variable of a setting: `jekimo.baseUrl` is AUTHRIG_JEKIMO_BASE_URL. */
export function variableOf(name: string): string {
  return ['authrig', ...words(name)].join('_').toUpperCase();
}

/** The option of a setting on its provider's verbs: `--base-url`, and `--api-key-from` for a secret. */
export function optionOf(name: string, secret: boolean): string {
  return `--${words(name).slice(1).join('-')}${secret ? '-from' : ''}`;
}
