import { exitCodes } from '../../errors.ts';
import { textFields } from '../../flow/sources/mailbox.ts';
import { providers } from '../../providers/index.ts';
import { wrap } from '../../terminal/wrap.ts';
import { readVerbs } from '../../verbs.ts';
import { variableOf } from '../../settings/names.ts';
import { columns, pageWidth } from './columns.ts';
import { scenariosTopic } from './scenarios.ts';

export { scenarioExample, scenarioRows } from './scenarios.ts';

type Kind = keyof typeof exitCodes;

const meanings: Readonly<Record<Kind, string>> = {
  internal: 'a bug in authrig; --verbose shows the stack',
  usage: 'unknown option, bad value, or something needed is missing and may not be asked for',
  denied: 'the provider or the customer said no: KO, wrong code, verify false',
  credentials: 'no key, key refused, account blocked',
  expired: 'time ran out: 120 s passed, a code or token expired, --timeout',
  network: 'no answer: DNS, refused, reset, TLS, proxy, request timeout',
  provider: 'an answer that the contract does not allow: 5xx, not JSON, unknown status, rate limit',
  inconclusive: 'it could not be told, or there was nothing to test',
  failed: 'a scenario did not meet its expectations',
  local: 'this machine stood in the way: disk full, no permission, store damaged, port taken',
  cancelled: 'stopped by a signal: SIGHUP 129, SIGINT 130, SIGTERM 143',
};

/** Every exit code with its kind, which success has none of, and when it comes. */
export function exitCodeRows(): readonly (readonly [code: number, kind: string, when: string])[] {
  const rows = Object.entries(exitCodes).map(([kind, code]) => [code, kind, meanings[kind as Kind]] as const);
  return [[0, '', 'the flow ended well: authorised, verified, enabled, key good'], ...rows];
}

function exitCodeTopic(): string {
  const rows = exitCodeRows().map(
    ([code, kind, when]) => [`${`${code}`.padStart(3)}  ${kind}`.trimEnd(), when] as const,
  );
  return `Exit codes. Scripts may rely on them, and on "kind" under --json.

${columns(rows)}

Signals end with 129 (SIGHUP), 130 (SIGINT) or 143 (SIGTERM), after clean-up.`;
}

/** Every variable of the environment that is heeded, and what it says. */
export function environmentRows(): readonly (readonly [variable: string, says: string])[] {
  const settings = providers.flatMap((provider) => provider.settings);
  return [
    ...settings.map(({ name }) => [variableOf(name), `the setting ${name}`] as const),
    ['AUTHRIG_PROFILE', 'the profile whose settings apply'],
    ['AUTHRIG_CONFIG_DIR', 'the folder of the store, an absolute path'],
    ['AUTHRIG_SANDBOX_URL', 'the running sandbox that `authrig sandbox` talks to'],
    ['CI', 'nothing is ever asked and no browser opened, unless it is "false"'],
    ['BROWSER', 'the browser to open; "none" opens none'],
    ['NO_COLOR, FORCE_COLOR, CLICOLOR', 'colour off or on; --color stands above them'],
    ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'the way out; loopback never goes through a proxy'],
    ['NODE_EXTRA_CA_CERTS', 'a file with further certificate authorities to trust'],
    ['NODE_DEBUG, DEBUG', 'open logs that are not redacted, which draws a warning'],
  ];
}

function environmentTopic(): string {
  return `Environment. A flag stands above a variable, a variable above the profile, the
profile above the default. An empty variable counts as unset.

${columns(environmentRows())}`;
}

async function jsonTopic(): Promise<string> {
  const { verbs } = await readVerbs();
  const fields = [...verbs.values()].flatMap(({ name, declared }) =>
    declared.fields === undefined ? [] : [[name, declared.fields.join(' ')] as const],
  );
  return `JSON. Under --json stdout holds exactly one document, on success and on
failure, usage errors included; at a terminal it is spread over several lines.

  {"ok": true, "command": "jekimo login", "data": {…}}
  {"ok": false, "command": "jekimo login", "error": {"kind": "denied",
   "exitCode": 3, "message": "…", "hint": "…", "retryable": false,
   "provider": {"name": "jekimo", "operation": "check", "httpStatus": 200,
                "code": "KO"}}}

Decide on "ok", "kind" and the exit code, never on the wording of a message.
Names of fields are the provider's own where it has one, times are ISO 8601 in
UTC, codes and pins are strings. New members may join; none goes away.

"data" stands beside "error" where there is a result all the same: always for
smoke, run and doctor (of run with a file that is none, with nothing in it), for
jekimo login, wait and check on KO, for ekyc audit, and for a result that could
not be kept, which ends with 10.

--field PATH prints one value of "data" alone and raw:
  authrig juvlon verify --sandbox --field transactionId

The members of "data", for --field, and in scenarios behind data, as in
data.token, to be captured and expected. What a provider did not send is left
out: user and newAccount of elixir token, which are sent at a sign-in alone.

${columns(fields)}`;
}

const messageFields =
  'url: reads a JSON list of messages, bare or under "messages". The code stands alone under code, or in the text of Subject or ' +
  `subject and of the first of ${textFields.join(' ')}. Who got it is under To or to, when under Created or sentAt. Other ` +
  'shapes are not understood.';

function sourcesTopic(): string {
  return `Sources. No option takes a lasting secret as its value, since command lines
show in process lists and histories. --api-key-from, --secret-from for the
secret of an authenticator, --refresh-token-from, and --otp-from for one-time
codes, take a source instead:

${columns([
  ['prompt', 'ask at the terminal, without echo for secrets'],
  ['stdin', 'read standard input'],
  ['env:NAME', 'for a secret: take it from this variable'],
  ['file:PATH', 'read a file; for a code, wait until one appears in it'],
  ['cmd:COMMAND', 'run a command and read what it prints'],
  ['url:URL', 'fetch it; for a code, until one of the messages there holds it'],
  ['sandbox', 'for a code: read the outbox of the sandbox'],
])}

The program of --otp-from cmd: has these in its environment, and no key:
${columns([
  ['AUTHRIG_PROVIDER', 'who sent the code'],
  ['AUTHRIG_SENT_AT', 'when it was asked for, ISO 8601'],
  ['AUTHRIG_CHALLENGE', 'the sign-in that it belongs to'],
])}

${wrap(messageFields, pageWidth)}

  authrig juvlon verify --token OJUWLB --otp-from prompt
  authrig jekimo request --api-key-from file:key.txt
  authrig totp code --secret-from cmd:'pass show portal'
  authrig jekimo login --two-fa --otp-from cmd:'./read-pin.sh'`;
}

/** The pages of `authrig help`. */
export const topics = {
  'exit-codes': exitCodeTopic,
  environment: environmentTopic,
  json: jsonTopic,
  sources: sourcesTopic,
  scenarios: scenariosTopic,
} as const;
