import { addCodeOptions } from '../../options/code.ts';
import type { Declare } from '../../command.ts';
import { momentOption } from '../../moment.ts';
import { integerOption, textOption } from '../../options/values.ts';
import { addQrOptions } from '../../options/qr.ts';
import { addKeyOptions } from '../../options/totp-key.ts';
import type { Command } from 'commander';
import { annotate } from '../../notes.ts';
import { notes } from './notes.ts';

/** `authrig totp code | verify | uri` */
export const declareTotp: Declare = (totp, action) => {
  const code = totp
    .command('code')
    .summary('print the current code of a TOTP secret')
    .description('Prints the code of this moment, or of another one, and says how long it is good.')
    .option('--wait-fresh', 'wait for the next code where less than 5 s of this one are left')
    .action(
      action(async () => (await import('./code.ts')).code, {
        calls: [],
        reads: true,
        fields: ['code', 'secondsLeft', 'driftSeconds'],
      }),
    );
  addKeyOptions(code);
  addTimeOptions(code);

  const verify = totp
    .command('verify')
    .summary('verify a code against a TOTP secret')
    .description('Says whether a code belongs to this moment, or to a step beside it, by RFC 6238.')
    .option('--window <n>', 'steps to either side, 0 to 10', integerOption('--window', 0, 10), 1)
    .action(
      action(async () => (await import('./verify.ts')).verify, {
        calls: [],
        reads: true,
        fields: ['verified', 'step', 'secondsLeft', 'driftSeconds'],
      }),
    );
  addKeyOptions(verify);
  addCodeOptions(verify, 'code');
  addTimeOptions(verify);

  const uri = totp
    .command('uri')
    .summary('print the otpauth URI of a TOTP secret, and draw its QR code')
    .description('Prints the URI that an authenticator scans.')
    .option('--issuer <name>', 'who gives the account, without a colon', textOption('--issuer'))
    .option('--account <name>', 'whose account it is', textOption('--account'))
    .action(action(async () => (await import('./uri.ts')).uri, { calls: [], reads: true, fields: ['uri'] }));
  addKeyOptions(uri);
  addQrOptions(uri);
  annotate(totp, notes);
};

function addTimeOptions(command: Command): void {
  command
    .option('--at <time>', 'another moment: ISO 8601, or seconds since 1970', momentOption('--at'))
    .option(
      '--clock-from <url>',
      'ask this server for its clock, and say how far off ours is',
      textOption('--clock-from'),
    );
}
