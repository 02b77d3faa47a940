import type { Context } from '../../context.ts';
import { CliError, type ProviderFault } from '../../errors.ts';
import { type Answer, call, type Callee } from '../../http/call.ts';
import { decode, type v } from '../../http/contract.ts';
import { httpFailure, wrongShape } from '../../http/refusals.ts';
import { redactFields } from '../../redaction/fields.ts';
import { mendOf } from '../../settings/mend.ts';
import { plainLine } from '../../terminal/plain.ts';
import { contract } from './contract.ts';
import { isToken, pinOf } from './values.ts';

/** A token that waits for its customer. */
export interface TokenRequest {
  readonly token: string;
  /** What the customer opens: the QR code's content and the link. Undefined where Jekimo sent an image alone. */
  readonly url: string | undefined;
  /** As Jekimo sent it: an image, a link, or something else. Never fetched. */
  readonly qrcode: string | undefined;
  /** Jekimo's own clock at creation, seconds since 1970. */
  readonly timestamp: number | undefined;
}

/** One answer of `check`. Only the status `OK` may ever lead to success. */
export interface Check {
  readonly status: string;
  readonly risk: boolean | undefined;
  /** Six digits to be mailed to the customer, or null where there is none. */
  readonly pin: string | null;
  readonly fault: ProviderFault;
}

export interface TokenOptions {
  readonly minAge?: number | undefined;
  readonly twoFa?: boolean | undefined;
  readonly twoFaHeader?: 'both' | 'two-fa' | 'two-af' | undefined;
}

type Reach = Pick<Context, 'http' | 'terminal' | 'redactor' | 'clock' | 'sandbox' | 'settings'>;

function callee(context: Reach): Callee {
  return { title: 'Jekimo', name: 'jekimo', baseUrl: context.settings.need('jekimo.baseUrl') };
}

/** Asks for a token. Throws `credentials` for a refused key and `provider` for an answer without token or link. */
export async function requestToken(context: Reach, options: TokenOptions): Promise<TokenRequest> {
  const { minAge, twoFa, twoFaHeader = 'both' } = options;
  const to = callee(context);
  const apiKey = await context.settings.secret('jekimo.apiKey');
  const input = { apiKey, minAge, twoFa, twoFaHeader };
  const answer = await call(context, to, contract, 'gettoken', input);
  const { token, url, qrcode, timestamp } = read(context, answer, contract.gettoken.answer);
  if (!isToken(token))
    throw wrongShape('Jekimo', answer, 'its token is not the hexadecimal text that is documented');
  if (!url && !qrcode) throw wrongShape('Jekimo', answer, 'it holds neither "url" nor "qrcode"');
  return { token, url: url || undefined, qrcode: qrcode || undefined, timestamp };
}

/** Asks once how a token stands. Throws `expired` for a token that Jekimo does not know or that ran out. */
export async function checkToken(context: Reach, token: string, timeoutMs?: number): Promise<Check> {
  const to = callee(context);
  const apiKey = await context.settings.secret('jekimo.apiKey');
  const answer = await call(
    context,
    to,
    contract,
    'check',
    { apiKey, token },
    timeoutMs === undefined ? {} : { timeoutMs },
  );
  const { status, risk, pin } = read(context, answer, contract.check.answer);
  const fault = { ...answer.fault, code: plainLine(status, 60) };
  if (status !== 'OK') {
    // JEK-29: Jekimo documents a pin on every status; mailed before an OK, it would step up a login that is none.
    if (pin !== undefined && Number(pin) !== 0)
      context.terminal.trace('A pin that comes before OK is ignored.');
    return { status, risk, pin: null, fault };
  }
  // A success that lacks what the step-up hangs on is no success.
  if (risk === undefined) throw wrongShape('Jekimo', answer, 'an OK without "risk"');
  if (risk && pin === undefined) throw wrongShape('Jekimo', answer, 'an OK with a risk and without "pin"');
  const due = readPin(pin, answer);
  if (due !== null) context.redactor.learn(due, 'code');
  return { status, risk, pin: due, fault };
}

/** The pin, or null where there is none; throws `provider` for what is no pin. */
function readPin(pin: string | number | undefined, answer: Answer): string | null {
  const due = pinOf(pin);
  if (due === undefined) throw wrongShape('Jekimo', answer, 'its pin is not a number of six digits');
  return due;
}

/** The one reading of Jekimo's answers: the documented error first, then the documented shape, then the HTTP status. */
function read<Schema extends v.GenericSchema>(
  context: Reach,
  answer: Answer,
  schema: Schema,
): v.InferOutput<Schema> {
  const error = errorOf(answer.json);
  if (error !== undefined) throw refusal(context, error, answer);
  const decoded = decode(schema, answer.json);
  if ('value' in decoded) return decoded.value;
  throw httpFailure('Jekimo', answer) ?? wrongShape('Jekimo', answer, decoded.problem);
}

function errorOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('error' in json)) return undefined;
  return typeof json.error === 'string' ? json.error : JSON.stringify(redactFields(json.error, []));
}

function refusal({ sandbox, settings }: Reach, error: string, answer: Answer): CliError {
  const provider = { ...answer.fault, code: plainLine(error, 60) };
  if (error === 'Invalid API key') {
    return new CliError('credentials', 'Jekimo refused the API key: "Invalid API key".', {
      provider,
      hint: mendOf(settings, 'jekimo.apiKey'),
    });
  }
  if (error === 'Invalid Token') {
    return new CliError(
      'expired',
      'Jekimo does not know this token: it ran out after 120 s, or never existed.',
      {
        provider,
        hint:
          sandbox !== undefined && provider.sandboxHint?.includes('no such token') === true
            ? 'Each --sandbox is a sandbox of its own, which ends with its command. Several commands share one with: authrig sandbox exec -- CMD'
            : 'A token works once. Ask for a new one with: authrig jekimo login',
      },
    );
  }
  const known = httpFailure('Jekimo', answer);
  if (known !== undefined) return known;
  return new CliError(
    'provider',
    `Jekimo answered with an error that it does not document: ${plainLine(error, 120)}.`,
    {
      provider,
      hint: 'Run the command again with --verbose, and compare with https://www.jekimo.com/app.php/en/integration',
    },
  );
}
