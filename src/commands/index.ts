import type { Noun } from '../program.ts';

/** The rig's own nouns, in the order of the help page. */
export const nouns: readonly Noun[] = [
  {
    name: 'sandbox',
    summary: 'emulate the providers on this machine, for your own tests',
    group: 'The rig:',
    load: async () => (await import('./sandbox/index.ts')).declareSandbox,
  },
  {
    name: 'replay',
    summary: 'run a recorded command again, against the recorded answers',
    group: 'The rig:',
    load: async () => (await import('./replay/index.ts')).declareReplay,
  },
  {
    name: 'explain',
    summary: 'what happened in a recording, and why',
    group: 'The rig:',
    load: async () => (await import('./explain/index.ts')).declareExplain,
  },
  {
    name: 'totp',
    summary: 'codes of an authenticator: print one, verify one, draw the QR code',
    group: 'The rig:',
    load: async () => (await import('./totp/index.ts')).declareTotp,
  },
  {
    name: 'config',
    summary: 'keep keys and settings, and see where each value comes from',
    group: 'The rig:',
    load: async () => (await import('./config/index.ts')).declareConfig,
  },
  {
    name: 'profile',
    summary: 'several sets of settings, side by side',
    group: 'The rig:',
    load: async () => (await import('./profile/index.ts')).declareProfile,
  },
];
