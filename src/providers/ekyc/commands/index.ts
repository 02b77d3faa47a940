import type { Command } from 'commander';
import { addCodeOptions } from '../../../options/code.ts';
import type { Action, Declare } from '../../../command.ts';
import { CliError } from '../../../errors.ts';
import { integerOption, textOption } from '../../../options/values.ts';
import { addQrOptions } from '../../../options/qr.ts';
import { addKeyOptions } from '../../../options/totp-key.ts';
import { annotate } from '../../../notes.ts';
import { notes } from './notes.ts';

/** `authrig ekyc enroll | toggle-mfa | uri | session | login | auth-url | callback | audit` */
export const declare: Declare = (ekyc, action) => {
  declareEnrolment(ekyc, action);
  declareSignIn(ekyc, action);
  ekyc
    .command('audit')
    .summary('say in words what the settings of a portal expose')
    .description(
      'Looks at a registered callback URL and at the sign-in URL that a portal builds, and says what an attacker could do with them. Sends nothing; ends with 8 where something is bad.',
    )
    .option('--callback-url <url>', 'the callback URL, as it is registered', textOption('--callback-url'))
    .option('--auth-url <url>', 'the sign-in URL, as the portal builds it', textOption('--auth-url'))
    .action(
      action(async () => (await import('./audit.ts')).audit, { calls: [], reads: true, fields: ['checks'] }),
    );
  annotate(ekyc, notes);
};

function declareEnrolment(ekyc: Command, action: Action): void {
  const enroll = ekyc
    .command('enroll')
    .summary('run the whole enrolment: secret, QR code, code, toggle')
    .description(
      'Makes a TOTP secret, shows its QR code, asks for the code that the phone shows, verifies it here, and only then tells eKYC that 2FA is enabled.',
    )
    .action(
      action(async () => (await import('./enroll.ts')).enroll, {
        calls: ['toggle'],
        fields: ['email', 'action', 'code', 'secret', 'uri'],
      }),
    );
  addKeyOptions(enroll);
  addCodeOptions(enroll, 'code that the phone shows');
  addQrOptions(enroll);

  const toggle = ekyc
    .command('toggle-mfa')
    .summary('tell eKYC that the 2FA of a user is on or off')
    .description(
      'Synchronises the 2FA status of a user. ENABLE needs the TOTP secret; DISABLE sends it if given.',
    )
    .option('--enable', 'the user has enabled 2FA')
    .option('--disable', 'the user has disabled 2FA')
    .action(
      action(async () => (await import('./toggle-mfa.ts')).toggleMfa, {
        calls: ['toggle'],
        fields: ['email', 'action', 'code'],
      }),
    );
  addKeyOptions(toggle);

  const uri = ekyc
    .command('uri')
    .summary('print the otpauth URI, and draw its QR code')
    .description('Prints the otpauth URI of a secret, or of a new one, as eKYC documents it. Sends nothing.')
    .action(action(async () => (await import('./uri.ts')).uri, { calls: [], fields: ['uri'] }));
  addKeyOptions(uri);
  addQrOptions(uri);
}

function declareSignIn(ekyc: Command, action: Action): void {
  ekyc
    .command('session')
    .summary('create a session token for a user')
    .description(
      'Creates a session token for a user who passed the first factor. It is good for 120 s, and kept that long.',
    )
    .action(
      action(async () => (await import('./session.ts')).session, {
        calls: ['sessionToken'],
        fields: ['session_token', 'expiresAt'],
      }),
    );
  declareLogin(ekyc, action);

  const url = ekyc
    .command('auth-url')
    .summary('print the URL of the sign-in page')
    .description('Prints the URL that a portal sends the browser to, for a session token. Sends nothing.')
    .option('--session-token <token>', 'the session token; else the one kept', textOption('--session-token'))
    .option('--redirect-uri <url>', 'where the browser comes back to', textOption('--redirect-uri'))
    .option('--state <value>', 'the state that has to come back', textOption('--state'))
    .action(
      action(async () => (await import('./auth-url.ts')).authUrl, { calls: [], fields: ['url', 'state'] }),
    );
  addMethodOption(url);

  const callback = ekyc
    .command('callback')
    .summary('receive the backend callback of a session, and judge it')
    .description(
      'Listens on this machine for the callback of a session: result exactly true or false, and our own token.',
    )
    .option('--session-token <token>', 'the session token; else the one kept', textOption('--session-token'))
    .action(
      action(async () => (await import('./callback.ts')).callback, {
        calls: [],
        fields: ['session_token', 'result'],
      }),
    );
  addListenOptions(callback);
}

function declareLogin(ekyc: Command, action: Action): void {
  const login = ekyc
    .command('login')
    .summary('run the whole sign-in: session, browser, answer, callback')
    .description(
      'Creates a session, sends a browser to the sign-in page, takes it back on this machine, and compares the token.',
    )
    .option('--browser', 'open the browser under --sandbox too, where you play the customer')
    .option('--no-browser', 'print the link and its QR code, and open nothing')
    .option('--callback', 'wait for the backend callback too, as a portal must')
    .action(
      action(async () => (await import('./login.ts')).login, {
        calls: ['sessionToken'],
        fields: ['session_token', 'result'],
      }),
    );
  refuseBoth(login, 'browser');
  addMethodOption(login);
  addListenOptions(login);
  addQrOptions(login);
}

/** The parser would let the later of `--NAME` and `--no-NAME` win without a word. Throws `usage`. */
function refuseBoth(command: Command, name: string): void {
  const typed = new Set<string>();
  for (const flag of [name, `no-${name}`]) {
    command.on(`option:${flag}`, () => {
      if (typed.add(flag).size === 1) return;
      throw new CliError('usage', `--${name} and --no-${name} say the opposite of each other.`, {
        hint: 'Give one of the two.',
      });
    });
  }
}

function addMethodOption(command: Command): void {
  command.addOption(
    command
      .createOption('--method <method>', 'how the answer comes back')
      .choices(['redirect', 'popup'])
      .default('redirect'),
  );
}

function addListenOptions(command: Command): void {
  command
    .option('--port <n>', 'listen on this port instead of a free one', integerOption('--port', 1, 65_535))
    .option('--callback-path <path>', 'path of the callback URL, instead of a random one', callbackPath);
}

function callbackPath(text: string): string {
  if (/^\/[\w.~/-]{1,200}$/.test(text)) return text;
  throw new CliError('usage', '--callback-path is no path.', {
    hint: 'Give one such as /callback/3f9c…, of letters, digits, - _ . ~ and /.',
  });
}
