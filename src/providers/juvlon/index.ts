import { checkBaseUrl } from '../../settings/base-url.ts';
import type { Provider } from '../provider.ts';

/** Juvlon: verification of a token and its one-time code. https://juvlon.com/api/active-apis/verifyonetimecode */
export const juvlon: Provider = {
  name: 'juvlon',
  summary: 'verify a token and its one-time code',
  settings: [
    {
      name: 'juvlon.apiKey',
      summary: 'API key',
      secret: true,
    },
    {
      name: 'juvlon.baseUrl',
      summary: 'base URL of the API',
      default: 'https://api2.juvlon.com',
      validate: checkBaseUrl,
    },
  ],
  contract: async () => (await import('./contract.ts')).contract,
  probe: async () => (await import('./probe.ts')).probe,
  // https://juvlon.com/api/overview/api-overview/ (R-JUV-3)
  rateLimit: { requests: 100, perMs: 300_000 },
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  commands: async () => (await import('./commands/index.ts')).declare,
};
