import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { type Answer, call, type Callee } from '../../http/call.ts';
import { decode, type v } from '../../http/contract.ts';
import { httpFailure, wrongShape } from '../../http/refusals.ts';
import { mendOf } from '../../settings/mend.ts';
import { plainLine } from '../../terminal/plain.ts';
import type { TotpKey } from '../../totp/totp.ts';
import { sandboxConsole } from './console.ts';
import { contract } from './contract.ts';

type Reach = Pick<Context, 'http' | 'terminal' | 'redactor' | 'clock' | 'settings' | 'sandbox'>;

/** What is synchronised with eKYC. */
export interface Toggle {
  readonly email: string;
  readonly action: 'ENABLE' | 'DISABLE';
  /** With the secret where it is known (EKY-16), and always with the numbers (EKY-17). */
  readonly key: Omit<TotpKey, 'secret'> & { readonly secret: string | undefined };
}

const callee = ({ settings }: Reach): Callee => ({
  title: 'eKYC',
  name: 'ekyc',
  baseUrl: settings.need('ekyc.baseUrl'),
});

/** Who calls: the key and the application. Throws `credentials` or `usage` where one is not set. */
async function application({
  settings,
}: Reach): Promise<{ readonly apiKey: string; readonly clientId: string }> {
  return { apiKey: await settings.secret('ekyc.apiKey'), clientId: settings.need('ekyc.clientId') };
}

/** Says what is missing before anything is done. Throws as `application` does. */
export async function needApplication(context: Reach): Promise<void> {
  await application(context);
}

/** Creates a session for a user who passed the first factor (EKY-19, EKY-25). Throws `credentials` for a refusal. */
export async function createSession(context: Reach, email: string): Promise<string> {
  const input = { ...(await application(context)), email };
  const answer = await call(context, callee(context), contract, 'sessionToken', input);
  return read(context, answer, contract.sessionToken.answer).data.session_token;
}

/** Tells eKYC that a user's second factor was enabled or disabled (EKY-15). Throws `denied` for a refusal. */
export async function toggleMfa(context: Reach, { email, action, key }: Toggle): Promise<void> {
  const input = { ...(await application(context)), email, action, ...key };
  const answer = await call(context, callee(context), contract, 'toggle', input);
  read(context, answer, contract.toggle.answer);
}

/** The one reading of eKYC's answers: its code first (EKY-23), then the shape, then the HTTP status. */
function read<Schema extends v.GenericSchema>(
  context: Reach,
  answer: Answer,
  schema: Schema,
): v.InferOutput<Schema> {
  const code = codeOf(answer.json);
  if (code !== undefined && code !== 'SUCCESS') throw refusal(context, code, answer);
  const decoded = decode(schema, answer.json);
  const failure = httpFailure('eKYC', answer);
  if ('problem' in decoded) throw failure ?? wrongShape('eKYC', answer, decoded.problem);
  if (failure !== undefined) throw failure;
  return decoded.value;
}

function codeOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('code' in json)) return undefined;
  return typeof json.code === 'string' ? json.code : undefined;
}

/** What to try for a session that was refused, wherever the application's settings are. */
function mendFor({ settings, sandbox }: Reach, console: string | undefined): string {
  if (sandbox !== undefined) return 'Leave out --email to sign in as the sandbox’s own user.';
  if (console !== undefined)
    return `The application’s settings are at ${console}; a user is enabled with: authrig ekyc enroll`;
  return `Check all four in the Domain Console; \`authrig ekyc enroll\` enables a user. ${mendOf(settings, 'ekyc.apiKey')}`;
}

function refusal(context: Reach, code: string, answer: Answer): CliError {
  const console = sandboxConsole(context);
  const provider = { ...answer.fault, code: plainLine(code, 60) };
  if (code === 'INACTIVE') {
    return new CliError('credentials', 'eKYC says that the application is inactive.', {
      provider,
      hint: `Activate it ${console === undefined ? 'in the Domain Console' : `at ${console}`}; a portal asks for the TOTP itself until then.`,
    });
  }
  if (code === 'INVALID_REQUEST' && provider.operation === 'sessionToken') {
    return new CliError(
      'credentials',
      'eKYC created no session: the API key is wrong, or the client ID, or the user has no 2FA enabled, or the address of this machine is not on the application’s list. Its answer does not say which.',
      { provider, hint: mendFor(context, console) },
    );
  }
  if (code === 'INVALID_REQUEST') {
    return new CliError('denied', 'eKYC refused the change: "toggle failed".', {
      provider,
      hint: 'Key, client ID, user, secret or this machine’s address is not accepted; eKYC does not say which.',
    });
  }
  const known = httpFailure('eKYC', answer);
  return (
    known ??
    wrongShape('eKYC', answer, `its code "${plainLine(code, 60)}" is not among those that are documented`)
  );
}
