import type { SecretKind } from '../redaction/redactor.ts';
import { mask } from '../redaction/mask.ts';
import { redactFields } from '../redaction/fields.ts';
import { jsonText, plainLine } from '../terminal/plain.ts';

/** Names of options and of members of documents whose values no report shows, however short they are. */
const secretNames = [
  'accessToken',
  'code',
  'otp',
  'pin',
  'qrcode',
  'refreshToken',
  'secret',
  'session-token',
  'session_token',
  'token',
  'transactionId',
  'uri',
  'url',
  'value',
];
const personal: Readonly<Record<string, SecretKind>> = { phone: 'phone', email: 'email', account: 'email' };
const longest = 200;

/** A value of a document as people may see it; what stands under a secret's name is masked. */
export function shownValue(path: string, value: unknown): string {
  if (value === undefined) return 'nothing';
  const name = isSecretPath(path) ? 'secret' : '';
  const masked = redactFields({ [name]: value }, secretNames) as Record<string, unknown>;
  return plainLine(jsonText(masked[name]), longest);
}

/** What a provider calls its code, such as KO, is no one-time code. */
export function isSecretPath(path: string): boolean {
  return !path.startsWith('error') && path.split('.').some((part) => secretNames.includes(part));
}

/** The words of a command line as people may see them. */
export function shownCommand(argv: readonly string[], inputs: readonly string[]): string {
  const words = argv.map((word, index) => {
    const [, name = '', value] = /^--([\w-]+)=(.*)$/s.exec(word) ?? [];
    if (value !== undefined) return `--${name}=${shownWord(name, value)}`;
    const at = index - argv.indexOf('--') - 1;
    return argv.includes('--') && at >= 0 ? shownWord(inputs[at] ?? '', word) : word;
  });
  return plainLine(['authrig', ...words.filter((word) => word !== '--')].join(' '), 2000);
}

function shownWord(name: string, value: string): string {
  // A variable that is not there yet is shown by its name.
  if (/^\$\{[\w.]+\}$/.test(value)) return value;
  const kind = personal[name] ?? (secretNames.includes(name) ? 'token' : undefined);
  return kind === undefined ? value : mask(value, kind);
}
