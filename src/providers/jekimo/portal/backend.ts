import { callVendor } from '../../../sandbox/portal/call.ts';
import type { PortalCore } from '../../../sandbox/portal/part.ts';
import { contract } from '../contract.ts';
import { isToken, pinOf } from '../values.ts';

export interface Token {
  readonly token: string;
  readonly url: string;
  /** The image as Jekimo sent it, where it is one that a page can show (JEK-33). */
  readonly image: string | undefined;
}

export interface Check {
  /** As it came, for the mistake that hands it on. */
  readonly json: unknown;
  /** `lost` where there was no answer, or none that is documented. */
  readonly status: 'created' | 'OK' | 'KO' | 'invalid' | 'lost';
  readonly risk: boolean;
  readonly pin: string | null;
}

/** The portal's backend towards Jekimo: the one place where the API key is. */
export interface Backend {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Undefined where Jekimo refuses, or sends no token with a link. */
  getToken(twoFa: boolean, minAge: number | undefined): Promise<Token | undefined>;
  check(token: string): Promise<Check>;
}

export function createBackend({ call, settings }: PortalCore): Backend {
  const baseUrl = settings['jekimo.baseUrl'] ?? '';
  const apiKey = settings['jekimo.apiKey'] ?? '';
  return {
    baseUrl,
    apiKey,
    getToken: async (twoFa, minAge) => {
      const input = { apiKey, twoFa, minAge, twoFaHeader: 'both' } as const;
      const { value } = await callVendor(call, baseUrl, contract.gettoken, input);
      if (value === undefined || !isToken(value.token) || !isLink(value.url)) return undefined;
      const image = /^data:image\/png;base64,[\w+/=]+$/.test(value.qrcode ?? '') ? value.qrcode : undefined;
      return { token: value.token, url: value.url, image };
    },
    check: async (token) => {
      const { value, json } = await callVendor(call, baseUrl, contract.check, { apiKey, token });
      const nothing = { json, risk: false, pin: null };
      if (value === undefined) {
        const known = (Object(json) as { error?: unknown }).error === 'Invalid Token';
        return { ...nothing, status: known ? 'invalid' : 'lost' };
      }
      const { status, risk, pin } = value;
      if (status === 'created' || status === 'KO') return { ...nothing, status };
      const read = pinOf(pin);
      // A success that lacks what the step-up hangs on is no success.
      if (status !== 'OK' || risk === undefined || read === undefined) return { ...nothing, status: 'lost' };
      return { json, status, risk, pin: read };
    },
  };
}

/** A link from outside goes into the page as an address: nothing but http and https may. */
function isLink(url: string | undefined): url is string {
  return url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
