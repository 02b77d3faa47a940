import { providers } from '../providers/index.ts';
import { answersSwitch, resendSwitch } from '../sandbox/switches.ts';

/** What the providers' own modules know, and so is read before a tree is. */
export interface VendorWords {
  /** `check`, once each, in the order of the providers. */
  readonly operations: readonly string[];
  /** `jekimo.expiredToken=KO`, each reading of each switch. */
  readonly switches: readonly string[];
}

/** Loads every contract and every sandbox: for whoever writes a script, and never at a press of a key. */
export async function readVendorWords(): Promise<VendorWords> {
  const contracts = await Promise.all(providers.map(({ contract }) => contract()));
  const modules = await Promise.all(providers.map(({ sandbox }) => sandbox()));
  const switches = [answersSwitch, resendSwitch, ...modules.flatMap((module) => module.switches ?? [])];
  return {
    operations: [...new Set(contracts.flatMap((contract) => Object.keys(contract)))],
    switches: switches.flatMap(({ name, values }) => values.map((value) => `${name}=${value}`)),
  };
}
