import type { SecretKind } from './redactor.ts';

/** What stands for a secret of which nothing may be shown. */
export const blank = '••••••';

/** Characters that mean nothing to JSON, to a URL's reader or to a terminal, so that a mask may show them. */
const showable = /^[\w.~+/=-]*$/;

/**
 * The secret as people may see it: `eyJh…BaRs` from 16 characters on, `••••••` below, `+44•••••123` for a phone
 * number, `a•••@example.com` for an e-mail address.
 */
export function mask(value: string, kind: SecretKind): string {
  const secret = value.trim();
  if (kind === 'phone') return maskPhone(secret);
  if (kind === 'email') return maskEmail(secret);
  const characters = [...secret];
  if (characters.length < 16) return blank;
  const head = characters.slice(0, 4).join('');
  const tail = characters.slice(-4).join('');
  return showable.test(head + tail) ? `${head}…${tail}` : blank;
}

/** Shows two digits and three of a full number, fewer of a short one, and never more than half of them. */
function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  if (digits.length < 6) return blank;
  const tail = Math.min(3, Math.floor(digits.length * 0.3));
  const head = Math.min(2, Math.floor(digits.length / 2) - tail);
  return `${phone.startsWith('+') ? '+' : ''}${digits.slice(0, head)}•••••${digits.slice(-tail)}`;
}

function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  if (at < 1 || !/^[\w.-]+$/.test(domain)) return blank;
  const first = at > 1 && showable.test(email.slice(0, 1)) ? email.slice(0, 1) : '';
  return `${first}•••@${domain}`;
}
