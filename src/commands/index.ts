import type { Noun } from '../program.ts';

/** The rig's own nouns, in the order of the help page. */
export const nouns: readonly Noun[] = [
  {
    name: 'smoke',
    summary: 'see whether keys are good; nothing is sent to anybody',
    group: 'The rig:',
    load: async () => (await import('./smoke/index.ts')).declareSmoke,
  },
  {
    name: 'run',
    summary: 'run scenario files: steps, expectations, clean-up',
    group: 'The rig:',
    load: async () => (await import('./run/index.ts')).declareRun,
  },
  {
    name: 'sandbox',
    summary: 'emulate the providers, for your own tests',
    group: 'The rig:',
    load: async () => (await import('./sandbox/index.ts')).declareSandbox,
  },
  {
    name: 'report',
    summary: 'join the reports that the jobs of a matrix wrote',
    group: 'The rig:',
    load: async () => (await import('./report/index.ts')).declareReport,
  },
  {
    name: 'replay',
    summary: 'run a recorded command again, against the recorded answers',
    group: 'The rig:',
    load: async () => (await import('./replay/index.ts')).declareReplay,
  },
  {
    name: 'explain',
    summary: 'say what happened in a recording, and why',
    group: 'The rig:',
    load: async () => (await import('./explain/index.ts')).declareExplain,
  },
  {
    name: 'totp',
    summary: 'print, verify and draw what an authenticator shows',
    group: 'The rig:',
    load: async () => (await import('./totp/index.ts')).declareTotp,
  },
  {
    name: 'config',
    summary: 'keep keys and settings, see where each comes from',
    group: 'The rig:',
    load: async () => (await import('./config/index.ts')).declareConfig,
  },
  {
    name: 'profile',
    summary: 'keep several sets of settings, side by side',
    group: 'The rig:',
    load: async () => (await import('./profile/index.ts')).declareProfile,
  },
  {
    name: 'doctor',
    summary: 'see what stands in the way: clock, proxy, DNS, store',
    group: 'The rig:',
    load: async () => (await import('./doctor/index.ts')).declareDoctor,
  },
  {
    name: 'completion',
    summary: 'complete commands, options and values in your shell',
    group: 'The rig:',
    load: async () => (await import('./completion/index.ts')).declareCompletion,
  },
];
