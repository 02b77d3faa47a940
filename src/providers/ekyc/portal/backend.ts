import { callVendor } from '../../../sandbox/portal/call.ts';
import type { PortalCore } from '../../../sandbox/portal/part.ts';
import type { TotpKey } from '../../../totp/totp.ts';
import { contract } from '../contract.ts';
import { documented } from '../enrolment-uri.ts';

/** The portal's backend towards eKYC: the one place where the API key is (EKY-58). */
export interface Backend {
  readonly identifierUrl: string;
  /** Where the portal is told the outcome: registered in the Domain Console before each sign-in. */
  callbackPath(): string;
  /** Undefined where eKYC gives no session. */
  openSession(email: string): Promise<string | undefined>;
  /** True where eKYC has confirmed it (EKY-12, EKY-13). */
  toggle(action: 'ENABLE' | 'DISABLE', email: string, key: TotpKey | undefined): Promise<boolean>;
  /** What the customer's phone does in this sandbox: it scans the code, and shows its own. */
  scan(uri: string): Promise<void>;
}

export function createBackend({ call, settings, randomBytes, mistakes, origin, path }: PortalCore): Backend {
  const baseUrl = settings['ekyc.baseUrl'] ?? '';
  const known = { apiKey: settings['ekyc.apiKey'] ?? '', clientId: settings['ekyc.clientId'] ?? '' };
  const postJson = (url: string, body: unknown) =>
    call(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  // EKY-54: the callback carries no signature, so its address is the secret.
  const secret = Buffer.from(randomBytes(16)).toString('hex');
  const callbackPath = (): string =>
    mistakes.has('guessable-callback') ? '/callback' : `/callback/${secret}`;
  return {
    identifierUrl: settings['ekyc.identifierUrl'] ?? '',
    callbackPath,
    openSession: async (email) => {
      await postJson(`${baseUrl}/console`, { callback_url: origin + path + callbackPath() });
      const { value } = await callVendor(call, baseUrl, contract.sessionToken, { ...known, email });
      return value?.data.session_token;
    },
    toggle: async (action, email, key) => {
      const numbers = key ?? { ...documented, secret: undefined };
      const input = { ...known, ...numbers, email, action };
      return (await callVendor(call, baseUrl, contract.toggle, input)).value !== undefined;
    },
    scan: async (uri) => {
      await postJson(`${baseUrl}/phone`, { uri });
    },
  };
}
