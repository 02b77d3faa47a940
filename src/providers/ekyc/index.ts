import { checkBaseUrl } from '../../settings/base-url.ts';
import { checkEmail } from '../../settings/email-address.ts';
import type { Provider } from '../provider.ts';

/** eKYC eAuthenticator: TOTP enrolment and sign-in by redirect or popup. https://authen.ekyc.com/docs */
export const ekyc: Provider = {
  name: 'ekyc',
  summary: 'enrol an authenticator, sign in by redirect or popup',
  settings: [
    {
      name: 'ekyc.apiKey',
      summary: 'API key',
      secret: true,
    },
    {
      name: 'ekyc.clientId',
      summary: 'client ID of the application, from the Domain Console',
    },
    {
      name: 'ekyc.email',
      summary: 'e-mail address of the user who signs in',
      masks: 'email',
      validate: checkEmail,
    },
    {
      name: 'ekyc.issuer',
      summary: 'name of the application, as the authenticator shows it',
      validate: (value) => !value.includes(':') || 'a colon would split the label of the otpauth URI',
    },
    {
      name: 'ekyc.baseUrl',
      summary: 'base URL of the API',
      default: 'https://authen.ekyc.com',
      validate: checkBaseUrl,
    },
    {
      name: 'ekyc.identifierUrl',
      summary: 'base URL of the sign-in page',
      default: 'https://identifier.ekyc.com',
      validate: checkBaseUrl,
    },
  ],
  contract: async () => (await import('./contract.ts')).contract,
  probe: async () => (await import('./probe.ts')).probe,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  commands: async () => (await import('./commands/index.ts')).declare,
};
