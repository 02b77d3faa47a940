import type { Declare } from '../../command.ts';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** Declares `authrig doctor`, which is a verb by itself. */
export const declareDoctor: Declare = (noun, action) => {
  noun
    .usage('[options]')
    .description(
      'Looks at all that stands between this machine and the providers: the clock, proxies and certificates, DNS, each base URL, the store, the keychain, the browser and the terminal. No key is sent. Ends with 8 where a check is bad.',
    )
    .action(action(async () => (await import('./doctor.ts')).doctor, { fields: ['checks'] }));
  annotate(noun, notes);
};
