import { variableOf } from '../../settings/names.ts';

/** The sandbox's settings as environment variables, and its origin as AUTHRIG_SANDBOX_URL. */
export function sandboxEnvironment(
  origin: string,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  const variables = Object.entries(settings).map(([name, value]) => [variableOf(name), value]);
  return { ...(Object.fromEntries(variables) as Record<string, string>), AUTHRIG_SANDBOX_URL: origin };
}
