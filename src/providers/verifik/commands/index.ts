import type { Command } from 'commander';
import { addCodeOptions } from '../../../options/code.ts';
import type { Declare } from '../../../command.ts';
import { durationOption, textOption } from '../../../options/values.ts';
import { annotate } from '../../../notes.ts';
import { notes } from './notes.ts';

/** VER-10: no token is good for longer. */
const longestLifeMs = 30 * 86_400_000;
/** The members of every token that is printed. */
const tokenFields = ['accessToken', 'tokenType', 'expiresAt', 'cached'];

/** `authrig verifik phone | send | confirm | token | status | forget | email` */
export const declare: Declare = (verifik, action) => {
  const phone = verifik
    .command('phone')
    .summary('run the whole login: send the OTP, ask for it, confirm it')
    .description(
      'Makes Verifik send an OTP by WhatsApp or SMS, asks for it, and exchanges it for an access token.',
    )
    .action(
      action(async () => (await import('./phone.ts')).phone, {
        calls: ['phoneLogin', 'phoneConfirm'],
        fields: tokenFields,
      }),
    );
  addSendOption(phone);
  addLoginCodeOptions(phone);

  const send = verifik
    .command('send')
    .summary('send the OTP, for `verifik confirm` to finish')
    .description(
      'Makes Verifik send an OTP and keeps its challenge, for `verifik confirm` in another process.',
    )
    .action(
      action(async () => (await import('./send.ts')).send, {
        calls: ['phoneLogin'],
        fields: ['status', 'phoneGateway', 'expiresAt', 'requires2FA', 'challenge'],
      }),
    );
  addSendOption(send);

  const confirm = verifik
    .command('confirm')
    .summary('confirm the OTP of an earlier `verifik send`')
    .description(
      'Confirms the OTP of the newest challenge, or of the one that is named, and keeps the token.',
    )
    .option('--challenge <id>', 'the challenge that `verifik send` printed', textOption('--challenge'))
    .action(
      action(async () => (await import('./confirm.ts')).confirm, {
        calls: ['phoneConfirm'],
        fields: tokenFields,
      }),
    );
  addLoginCodeOptions(confirm);

  addToken(verifik, action);

  verifik
    .command('status')
    .summary('show what is kept, masked, and until when')
    .description('Shows the kept tokens and the challenges that wait for their code, masked, and until when.')
    .action(
      action(async () => (await import('./status.ts')).status, {
        calls: [],
        reads: true,
        fields: ['profile', 'sessions', 'challenges'],
      }),
    );

  verifik
    .command('forget')
    .summary('drop the kept token and its challenges')
    .description('Removes every copy of the kept token, and the challenges of its phone, from this machine.')
    .action(
      action(async () => (await import('./forget.ts')).forget, {
        calls: [],
        fields: ['account', 'token', 'challenges'],
      }),
    );

  const email = verifik
    .command('email')
    .summary('run the whole login by e-mail instead of by phone')
    .description('Makes Verifik mail an OTP, asks for it, and exchanges it for an access token.')
    .option('--email <address>', 'the address of the Verifik client', textOption('--email'))
    .action(
      action(async () => (await import('./email.ts')).email, {
        calls: ['emailLogin', 'emailConfirm'],
        fields: tokenFields,
      }),
    );
  addSendOption(email);
  addLoginCodeOptions(email);
  annotate(verifik, notes);
};

function addToken(verifik: Command, action: Parameters<Declare>[1]): void {
  const token = verifik
    .command('token')
    .summary('print a valid token, from the cache or by a fresh login')
    .description(
      'Prints the kept token while it is good for long enough; else logs in, keeps the new one and prints it.',
    )
    .addOption(
      verifik
        .createOption('--min-ttl <duration>', 'how long it must still be good, up to 30d')
        .argParser(durationOption('--min-ttl', longestLifeMs, 0))
        .default(3_600_000, '1h'),
    )
    .addOption(
      verifik
        .createOption('--export <form>', 'hand the token to a CI system, as VERIFIK_ACCESS_TOKEN')
        .choices(['github', 'dotenv', 'shell', 'gitlab']),
    )
    .action(
      action(async () => (await import('./token.ts')).token, {
        calls: ['phoneLogin', 'phoneConfirm'],
        fields: tokenFields,
      }),
    );
  addSendOption(token);
  addLoginCodeOptions(token);
}

function addSendOption(command: Command): void {
  command.option('-y, --yes', 'send the message without asking');
}

function addLoginCodeOptions(command: Command): void {
  addCodeOptions(command, 'OTP');
  command.option(
    '--authenticator-otp-from <source>',
    'where to read the second factor, should Verifik want one',
    textOption('--authenticator-otp-from'),
  );
}
