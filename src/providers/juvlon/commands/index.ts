import type { Declare } from '../../../command.ts';
import { addCodeOptions } from '../../../options/code.ts';
import { textOption } from '../../../options/values.ts';
import { annotate } from '../../../notes.ts';
import { notes } from './notes.ts';

/** `authrig juvlon verify` */
export const declare: Declare = (juvlon, action) => {
  const verify = juvlon
    .command('verify')
    .summary('verify a token and its one-time code')
    .description('Verifies a token and its one-time code, once: a code is used up by being verified.')
    .option('--token <token>', 'the token that was given out with the code', textOption('--token'))
    .addOption(
      juvlon
        .createOption('--content-type <type>', 'the body is JSON; the vendor’s sample labels it as a form')
        .choices(['json', 'form'])
        .default('json'),
    )
    .action(
      action(async () => (await import('./verify.ts')).verify, {
        calls: ['verifyOneTimeCode'],
        fields: ['verify', 'transactionId', 'token'],
      }),
    );
  addCodeOptions(verify, 'one-time code');
  annotate(juvlon, notes);
};
