import type { Command } from 'commander';
import { addCodeOptions } from '../../../options/code.ts';
import type { Declare } from '../../../command.ts';
import { textOption } from '../../../options/values.ts';
import { annotate } from '../../../notes.ts';
import { notes } from './notes.ts';

const session = ['token', 'refreshToken', 'expiresAt', 'user', 'newAccount'];

/** `authrig elixir otp | send | verify | refresh | token | qr | signout | status` */
export const declare: Declare = (elixir, action) => {
  declareSignIn(elixir, action);

  elixir
    .command('refresh')
    .summary('exchange the refresh token for new tokens')
    .description('Exchanges the refresh token for a new pair, which replaces the kept one.')
    .option(
      '--refresh-token-from <source>',
      'use this one: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL',
      textOption('--refresh-token-from'),
    )
    .action(
      action(async () => (await import('./refresh.ts')).refreshKept, { calls: ['refresh'], fields: session }),
    );
  elixir
    .command('token')
    .summary('print a valid access token, refreshing where needed')
    .description('Prints a valid access token and nothing else, refreshing the kept session where needed.')
    .action(action(async () => (await import('./token.ts')).token, { calls: ['refresh'], fields: session }));
  elixir
    .command('signout')
    .summary('end the session for this device, and forget it')
    .description('Ends the session at Elixir for this device, and forgets it here even where that fails.')
    .option('--all', 'every session that is kept for this base URL')
    .action(
      action(async () => (await import('./signout.ts')).signout, {
        calls: ['signout'],
        fields: ['message', 'sessions'],
      }),
    );
  elixir
    .command('status')
    .summary('show what is kept, and until when')
    .description('Shows the kept sessions and the challenges that wait for their code, masked.')
    .action(
      action(async () => (await import('./status.ts')).status, {
        calls: [],
        reads: true,
        fields: ['profile', 'sessions', 'challenges'],
      }),
    );
  annotate(elixir, notes);
};

const declareSignIn: Declare = (elixir, action) => {
  const otp = elixir
    .command('otp')
    .summary('run the whole sign-in: mail a code, ask for it, verify it')
    .description('Has a code mailed, asks for it, verifies it and keeps the session.')
    .action(
      action(async () => (await import('./otp.ts')).otp, {
        calls: ['otpLogin', 'otpVerify'],
        fields: session,
      }),
    );
  addCodeOptions(otp, 'code');
  addYes(otp);

  const send = elixir
    .command('send')
    .summary('mail a code, for `elixir verify` to finish')
    .description('Has a code mailed and keeps its challenge, for `elixir verify` in another process.')
    .action(
      action(async () => (await import('./send.ts')).send, {
        calls: ['otpLogin'],
        fields: ['transactionId', 'challenge'],
      }),
    );
  addYes(send);

  const verify = elixir
    .command('verify')
    .summary('verify the code of an earlier `elixir send`')
    .description('Verifies the code of the newest challenge, or of the one that is named.')
    .option('--challenge <id>', 'the challenge that `elixir send` printed', textOption('--challenge'))
    .action(
      action(async () => (await import('./verify.ts')).verify, { calls: ['otpVerify'], fields: session }),
    );
  addCodeOptions(verify, 'code');

  elixir
    .command('qr')
    .summary('sign in with a QR value of My Account > Security')
    .description('Signs in with what the QR code of Elixir > My Account > Security holds, once.')
    .argument('[value]', 'the value; also from standard input, or from --image')
    .option('--image <file>', 'read the QR code from this picture, PNG or JPEG', textOption('--image'))
    .action(action(async () => (await import('./qr.ts')).qr, { calls: ['qrVerify'], fields: session }));
};

function addYes(command: Command): void {
  command.option('-y, --yes', 'send the message without asking');
}
