import { type Contract, v } from '../../src/http/contract.ts';
import type { SandboxModule } from '../../src/sandbox/vendor.ts';

const contract = {
  act: {
    method: 'POST',
    path: '/act',
    effect: 'consumes',
    page: 'https://vendor.example/docs',
    headers: () => ({}),
    answer: v.object({ acts: v.number() }),
    secrets: [],
    examples: [],
  },
} as const satisfies Contract;

export interface CountingVendor {
  readonly module: SandboxModule;
  /** How often its call was carried out. */
  acts(): number;
}

/** A vendor with one call, which counts how often it was carried out. */
export function countingVendor(): CountingVendor {
  let acts = 0;
  const act = () => ({ body: { acts: (acts += 1), note: 'a text that is long enough to be cut' } });
  return {
    module: {
      mount: '/vendor',
      settings: {},
      baseUrlSetting: 'vendor.baseUrl',
      emulates: [],
      create: () => ({ contract, handlers: { act } }),
    },
    acts: () => acts,
  };
}
