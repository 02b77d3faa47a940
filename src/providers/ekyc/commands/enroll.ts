import type { Result } from '../../../command.ts';
import type { Context } from '../../../context.ts';
import { CliError } from '../../../errors.ts';
import {
  type CodeChoice,
  codeChoice,
  type CodeOptions,
  type CodeSource,
  prepareCode,
  requireCodeSource,
} from '../../../flow/code-source.ts';
import { checkLinkOptions, type LinkOptions, showQr } from '../../../flow/link.ts';
import { taken } from '../../../outside.ts';
import { findFarStep, findStep, type TotpKey, whenRight } from '../../../totp/totp.ts';
import { needApplication } from '../api.ts';
import type { KeyOptions } from '../../../flow/totp-key.ts';
import { enrolmentKey } from '../enrolment.ts';
import { changeMfa } from './toggle-mfa.ts';

export interface EnrollOptions extends KeyOptions, CodeOptions, LinkOptions {}

/** A person who mistypes is asked again; nothing has been sent to anyone by then. */
const tries = 3;
const answerMs = 10 * 60_000;
/** RFC 6238 §5.2: one step to either side. */
const window = 1;

/** QR code, code, local check, toggle ENABLE: in this order and no other (EKY-12). */
export async function enroll(context: Context, options: EnrollOptions): Promise<Result> {
  await needApplication(context);
  const choice = codeChoice(options, 'TOTP');
  requireCodeSource(choice, context);
  await checkLinkOptions(options);
  const email = context.settings.need('ekyc.email');
  const { key, uri, made } = await enrolmentKey(context, options);
  const source = await prepareCode(choice, context);
  await guide(context, key, uri, options);
  if (context.sandbox !== undefined) await scan(context, uri);
  await verifyCode(context, key, source, choice);
  const secrets = made ? { secret: key.secret, uri } : {};
  await changeMfa(context, { email, action: 'ENABLE', key }, { ...secrets });
  context.terminal.message('2FA is enabled: the code was right, and eKYC was told.', 'good');
  return {
    data: { email, action: 'ENABLE', code: 'SUCCESS', ...secrets },
    rows: [
      ['email', email],
      ['action', 'ENABLE'],
      ['code', 'SUCCESS'],
    ],
  };
}

/** What the vendor has the user told (EKY-05, EKY-09, EKY-10). */
async function guide(
  context: Context,
  { secret }: TotpKey,
  uri: string,
  options: LinkOptions,
): Promise<void> {
  const { terminal } = context;
  terminal.message('1. Install the eAuthenticator app from the Google Play Store or Apple App Store.');
  terminal.message('2. Open it, tap the + icon to add an account, and scan the QR code; or type the secret.');
  terminal.message('3. Enter the code that it shows here.');
  terminal.reveal('Secret:', secret);
  await showQr(context, uri, options, 'Type the secret');
}

/** The simulated customer's phone scans the code, and sends what it shows to the outbox. */
async function scan({ http, settings, terminal }: Context, uri: string): Promise<void> {
  terminal.message('(On the sandbox a simulated phone scans it.)', 'dim');
  await http.send({
    method: 'POST',
    url: `${settings.need('ekyc.baseUrl')}/phone`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri }),
  });
}

/** EKY-11: our side of the documented check, by RFC 6238. Throws `denied`, before eKYC has heard anything. */
async function verifyCode(
  context: Context,
  key: TotpKey,
  source: CodeSource,
  choice: CodeChoice,
): Promise<void> {
  const { clock, settings, terminal } = context;
  let late = '';
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const code = await source.read({
      challenge: { provider: 'ekyc', recipient: settings.need('ekyc.email'), sentAt: clock.now() },
      deadline: clock.monotonic() + answerMs,
      shape: { minLength: key.digits, maxLength: key.digits },
    });
    const { step, far } = await taken(context, 'totp', choice.what, async () => ({
      step: findStep(key, code, clock.now(), window) ?? null,
      far: findFarStep(key, code, clock.now()) ?? null,
    }));
    if (step !== null) return;
    late = far === null ? '' : `, but ${whenRight(key, far)}: the clocks differ, or it is old`;
    if (!source.asks) break;
    if (attempt < tries) terminal.warning(`That code is wrong${late}. Try the next one.`);
  }
  const problem = `The ${choice.what} is wrong${late}${late === '' ? ':' : '.'}`;
  throw new CliError('denied', `${problem} 2FA was not enabled, and eKYC was not told.`, {
    hint: `Check that the phone scanned this very code and that both clocks are right${clockCheck(context)}`,
  });
}

/** How to see it: by the clock of the very host, where that outlives the command. */
function clockCheck({ sandbox, settings }: Context): string {
  if (sandbox !== undefined) return '.';
  const { origin } = new URL(settings.need('ekyc.baseUrl'));
  return `: authrig totp verify --clock-from ${origin}`;
}
