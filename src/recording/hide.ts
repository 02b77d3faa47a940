import { pseudonymPattern, type Pseudonyms } from './pseudonyms.ts';

/** Says of a header, parameter or member by this name that its value is secret. */
export type IsSecret = (name: string) => boolean;

/** Names that tell by themselves, for everything that no contract describes. */
const telling =
  /key|token|secret|auth(?!or(?:s|ity)?$)|cookie|passw|^pin$|^otp|otp$|session|signature|phone|e-?mail|^state$/i;

/** Names of secrets, in any case, beside those that tell by themselves. */
export function secretNames(names: readonly string[]): IsSecret {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return (name) => known.has(name.toLowerCase());
}

export const tells: IsSecret = (name) =>
  telling.test(name) && !/^(?:token_?type|www-authenticate)$/i.test(name);

/** A URL whose secret parameters and known secrets are replaced, and that is a URL still. */
export function hideUrl(url: string, isSecret: IsSecret, pseudonyms: Pseudonyms): string {
  const [, address = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const pairs = (text: string): string => hideForm(text, isSecret, pseudonyms);
  return (
    pseudonyms.hideInUrl(address) +
    (query === undefined ? '' : `?${pairs(query)}`) +
    (fragment === undefined ? '' : `#${pairs(fragment)}`)
  );
}

/** `name=value&…`, as it stands in a query or in a form's body. */
export function hideForm(text: string, isSecret: IsSecret, pseudonyms: Pseudonyms): string {
  const hidden = text.split('&').map((pair) => {
    const at = pair.indexOf('=');
    const name = decode(pair.slice(0, at));
    if (at < 0 || !isSecret(name)) return pair;
    const label = pseudonyms.of(decode(pair.slice(at + 1)));
    return `${pair.slice(0, at)}=${encodeURIComponent(label)}`;
  });
  return pseudonyms.hideInUrl(hidden.join('&'));
}

/** Percent-encoding undone; what is none stays. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A header's value; what says how to sign in (`Bearer`) stays. */
export function hideHeader(name: string, value: string, isSecret: IsSecret, pseudonyms: Pseudonyms): string {
  if (/^(?:location|referer|content-location|link)$/i.test(name))
    return hideUrl(value, either(isSecret), pseudonyms);
  if (!isSecret(name) && !tells(name)) return pseudonyms.hide(value);
  if (/cookie$/i.test(name)) return hideCookies(value, pseudonyms);
  const [, scheme = '', rest = value] = /^(Bearer |Basic |Digest )(.*)$/is.exec(value) ?? [];
  return scheme + pseudonyms.of(rest);
}

const either =
  (isSecret: IsSecret): IsSecret =>
  (name) =>
    isSecret(name) || tells(name);

function hideCookies(value: string, pseudonyms: Pseudonyms): string {
  return value.replaceAll(/([^=;\s]+)=([^;]*)/g, (whole, name: string, content: string) =>
    /^(?:path|domain|expires|max-age|samesite)$/i.test(name) ? whole : `${name}=${pseudonyms.of(content)}`,
  );
}

/** A body: JSON, whole or broken, else a form, and in every case what the run has learnt. */
export function hideBody(text: string, mimeType: string, isSecret: IsSecret, pseudonyms: Pseudonyms): string {
  if (/^\s*(?:[[{"]|-?\d+\s*$)/.test(text)) return pseudonyms.hide(hideMembers(text, isSecret, pseudonyms));
  if (/x-www-form-urlencoded/i.test(mimeType)) return hideForm(text, isSecret, pseudonyms);
  return pseudonyms.hide(text);
}

/** Strings to their end or to the end of the text, numbers, and what makes the tree. */
const pieces = /"(?:[^"\\]|\\.)*(?:"|$)|-?\d[\d.eE+-]*|[{}[\]:,]/gs;

/**
 * Replaces what stands under secret names in JSON, and leaves every other character as it came: what a server sends is
 * often no proper JSON, and that is worth seeing. A text that is one value alone is secret.
 */
function hideMembers(text: string, isSecret: IsSecret, pseudonyms: Pseudonyms): string {
  const tokens = [...text.matchAll(pieces)];
  const out: string[] = [];
  let from = 0;
  let depth = 0;
  let secretFrom: number | undefined;
  let nextIsSecret = tokens.length === 1;
  for (const [index, { 0: piece, index: at }] of tokens.entries()) {
    if (piece === '{' || piece === '[') {
      depth += 1;
      if (nextIsSecret) secretFrom ??= depth;
      nextIsSecret = false;
    } else if (piece === '}' || piece === ']') {
      if (secretFrom === depth) secretFrom = undefined;
      depth -= 1;
    } else if (piece === ',') nextIsSecret = false;
    else if (piece !== ':') {
      const isName = tokens[index + 1]?.[0] === ':';
      if (isName) nextIsSecret = isSecret(unquote(piece));
      else if (nextIsSecret || secretFrom !== undefined) {
        const value = unquote(piece);
        const label = pseudonyms.of(value);
        out.push(text.slice(from, at), label === value ? piece : JSON.stringify(label));
        from = at + piece.length;
        nextIsSecret = false;
      }
    }
  }
  return out.join('') + text.slice(from);
}

function unquote(piece: string): string {
  if (!piece.startsWith('"')) return piece;
  try {
    return JSON.parse(piece) as string;
  } catch {
    return piece.replaceAll(/^"|"$/g, '');
  }
}

const deepest = 100;

/** A copy of JSON in which every text under a secret name is replaced, and every known secret elsewhere. */
export function hideValue(value: unknown, isSecret: IsSecret, pseudonyms: Pseudonyms): unknown {
  const copy = (found: unknown, secret: boolean, depth: number): unknown => {
    if (typeof found === 'string') return secret ? pseudonyms.of(found) : pseudonyms.hide(found);
    if (typeof found === 'number' && secret) {
      const label = pseudonyms.of(String(found));
      return label === String(found) ? found : label;
    }
    if (typeof found !== 'object' || found === null) return found;
    if (depth >= deepest) return null;
    if (Array.isArray(found)) return found.map((item: unknown) => copy(item, secret, depth + 1));
    return Object.fromEntries(
      Object.entries(found).map(([name, member]: [string, unknown]) => [
        pseudonyms.hide(name),
        copy(member, secret || isSecret(name), depth + 1),
      ]),
    );
  };
  return copy(value, false, 0);
}

/** The text with each pseudonym replaced by what `standIn` says; one that it does not know stays. */
export function restore(text: string, standIn: (label: string) => string | undefined): string {
  return text.replaceAll(pseudonymPattern, (found) => standIn(found.replace('%23', '#')) ?? found);
}

/** As `restore`, for every text in a piece of JSON. */
export function restoreValue(value: unknown, standIn: (label: string) => string | undefined): unknown {
  if (typeof value === 'string') return restore(value, standIn);
  if (Array.isArray(value)) return value.map((item: unknown) => restoreValue(item, standIn));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      restore(name, standIn),
      restoreValue(member, standIn),
    ]),
  );
}
