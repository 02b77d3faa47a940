import { checkBaseUrl } from '../../settings/base-url.ts';
import type { Provider } from '../provider.ts';

/** Jekimo: QR login. https://www.jekimo.com/app.php/en/integration */
export const jekimo: Provider = {
  name: 'jekimo',
  summary: 'log in by QR code, and step up with a pin',
  settings: [
    {
      name: 'jekimo.apiKey',
      summary: 'API key',
      secret: true,
    },
    {
      name: 'jekimo.baseUrl',
      summary: 'base URL of the API',
      default: 'https://www.jekimo.com/app.php',
      validate: checkBaseUrl,
    },
  ],
  contract: async () => (await import('./contract.ts')).contract,
  probe: async () => (await import('./probe.ts')).probe,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
  commands: async () => (await import('./commands/index.ts')).declare,
};
