import type { StandIn } from './redactor.ts';

/** Country code and number, up to the fifteen digits of E.164. */
const phone = /(?<![\w+%])\+[1-9](?:[ .()-]{0,2}\d){7,14}(?!\d)/g;
/** Not the name and password in front of a URL's host. All is bounded, since an answer may be large. */
const email =
  /(?<![\w.%+-])(?<!:\/\/[^\s/?#]{0,200})[\w.%+-]{1,200}?(?:@|%40)(?:[a-z\d][a-z\d-]{0,62}\.){1,8}[a-z]{2,63}(?![\w-])/gi;
const token = /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{2,}\.[\w-]*/g;

/**
 * Masks what nobody has learnt, and what looks like a secret all the same: a token, an e-mail address or a phone number
 * with its country's code, in the words of a server. `known` masks what has been learnt, in between: a number that is
 * written in groups goes before, since a known part of it would leave the others; the rest goes after, since it may be
 * a part of something known.
 */
export function maskByShape(text: string, standIn: StandIn, known: (text: string) => string): string {
  const grouped = text.replaceAll(phone, (found) =>
    /^\+\d+$/.test(found) ? found : standIn(`+${found.replaceAll(/\D/g, '')}`, 'phone'),
  );
  return known(grouped)
    .replaceAll(token, (found) => standIn(found, 'token'))
    .replaceAll(email, (found) => standIn(found.replace(/%40/i, '@'), 'email'))
    .replaceAll(phone, (found) => standIn(found, 'phone'));
}
