import { checkBaseUrl } from '../../settings/base-url.ts';
import type { Provider } from '../provider.ts';
import { checkCountryCode, checkPhone } from './phone-number.ts';

/** Verifik: an access token through an OTP. https://docs.verifik.co/authentication/api-key-access-via-phone */
export const verifik: Provider = {
  name: 'verifik',
  summary: 'get an access token through an OTP, kept for 30 days',
  settings: [
    {
      name: 'verifik.countryCode',
      summary: 'country code of the phone, such as +1',
      validate: checkCountryCode,
    },
    {
      name: 'verifik.phone',
      summary: 'phone number of the Verifik client, without its country code',
      masks: 'phone',
      validate: checkPhone,
    },
    {
      name: 'verifik.baseUrl',
      summary: 'base URL of the API',
      default: 'https://api.verifik.co',
      validate: checkBaseUrl,
    },
  ],
  contract: async () => (await import('./contract.ts')).contract,
  probe: async () => (await import('./probe.ts')).probe,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  commands: async () => (await import('./commands/index.ts')).declare,
};
