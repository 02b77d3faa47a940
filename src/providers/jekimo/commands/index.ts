import type { Command } from 'commander';
import type { Declare } from '../../../command.ts';
import { addCodeOptions } from '../../../options/code.ts';
import { durationOption, integerOption } from '../../../options/values.ts';
import { addQrOptions } from '../../../options/qr.ts';
import { annotate } from '../../../notes.ts';
import { notes } from './notes.ts';

const verdict = ['token', 'status', 'risk', 'pin', 'attempts'];

/** `authrig jekimo login | request | check | wait` */
export const declare: Declare = (jekimo, action) => {
  const login = jekimo
    .command('login')
    .summary('run the whole QR login: token, QR code, wait, verdict, pin')
    .description(
      'Requests a token, shows its QR code and link, waits until the customer authorises it, and asks for the pin where Jekimo flags a risk.',
    )
    .action(
      action(async () => (await import('./login.ts')).login, {
        calls: ['gettoken', 'check'],
        fields: verdict,
      }),
    );
  addTokenOptions(login);
  addWaitOptions(login);
  addQrOptions(login);

  const request = jekimo
    .command('request')
    .summary('request a token: its link, QR code and deadline')
    .description(
      'Requests a token and prints it with its link and deadline, without waiting for the customer.',
    )
    .action(
      action(async () => (await import('./request.ts')).request, {
        calls: ['gettoken'],
        fields: ['token', 'url', 'qrcode', 'expiresAt'],
      }),
    );
  addTokenOptions(request);
  addQrOptions(request);

  jekimo
    .command('check')
    .summary('check a token once')
    .description(
      'Asks once how a token stands. Exit code 0 while it is created or OK, 3 on KO: read the status.',
    )
    .argument('<token>', 'the token, as `jekimo request` printed it')
    .action(
      action(async () => (await import('./check.ts')).check, {
        calls: ['check'],
        reads: true,
        fields: verdict,
      }),
    );

  const wait = jekimo
    .command('wait')
    .summary('wait for a token that was requested earlier')
    .description('Checks a token every 5 s, at most 24 times, until the customer authorises or refuses it.')
    .argument('<token>', 'the token, as `jekimo request` printed it')
    .action(action(async () => (await import('./wait.ts')).wait, { calls: ['check'], fields: verdict }));
  addWaitOptions(wait);
  annotate(jekimo, notes);
};

function addTokenOptions(command: Command): void {
  command
    .option(
      '--min-age <years>',
      'the least age that the customer must have',
      integerOption('--min-age', 0, 150),
    )
    .option('--two-fa', 'ask for a pin where Jekimo flags a risk')
    .option('--no-two-fa', 'tell Jekimo that no pin is wanted')
    .addOption(
      command
        .createOption('--two-fa-header <spelling>', 'which of the two documented spellings carries --two-fa')
        .choices(['both', 'two-fa', 'two-af'])
        .default('both'),
    );
}

function addWaitOptions(command: Command): void {
  addCodeOptions(command, 'pin that the customer got');
  command.option(
    '--interval <duration>',
    'time between two checks; below 5 on a loopback host alone',
    durationOption('--interval'),
  );
}
