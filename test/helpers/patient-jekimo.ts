import { scriptedServer, type ScriptedServer } from './scripted-server.ts';

export const token = 'b916b66831cab6567be9956b6f87cf64c539f1f89e1f04577a8be24af73d5d8d';
export const apiKey = 'k-4711-k-4711-k-4711';

/** A Jekimo whose customer never comes. */
export function patientJekimo(): Promise<ScriptedServer> {
  const url = `https://www.jekimo.com/app.php/v1.1/en/user/login/${token}`;
  return scriptedServer({
    '/v1.1/auth/gettoken': [{ body: { token, url } }],
    '/v1.1/auth/check': [{ body: { status: 'created', risk: false, pin: 0 } }],
  });
}

/** The environment that leads to it. */
export function leadingTo({ origin }: ScriptedServer): Record<string, string> {
  return { AUTHRIG_JEKIMO_BASE_URL: origin, AUTHRIG_JEKIMO_API_KEY: apiKey };
}
