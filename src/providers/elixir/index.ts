import { checkBaseUrl } from '../../settings/base-url.ts';
import { checkEmail } from '../../settings/email-address.ts';
import type { Provider } from '../provider.ts';

/** Elixir: sign-in with a mailed code or a QR value, and sessions. https://docs.elixir.app/api-docs/api-docs-1/mobile-auth */
export const elixir: Provider = {
  name: 'elixir',
  summary: 'sign in with a mailed code or a QR value, refresh, end',
  settings: [
    {
      name: 'elixir.apiKey',
      summary: 'API key',
      secret: true,
    },
    {
      name: 'elixir.email',
      summary: 'e-mail address of the account',
      masks: 'email',
      validate: checkEmail,
    },
    {
      name: 'elixir.baseUrl',
      summary: 'base URL of the API',
      default: 'https://kend.elixir.app',
      validate: checkBaseUrl,
    },
  ],
  contract: async () => (await import('./contract.ts')).contract,
  probe: async () => (await import('./probe.ts')).probe,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  commands: async () => (await import('./commands/index.ts')).declare,
};
