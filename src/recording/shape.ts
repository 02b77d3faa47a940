import type { Shape } from './recording.ts';

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** What tells a kind of value apart and is the same for everybody, such as `REIKEY:`. */
const publicPrefix = /^[A-Z]{3,12}:/;
const times = ['exp', 'iat', 'nbf'] as const;

/**
 * What a secret looks like: as much as a client checks before it sends or reads one, and nothing that narrows the value
 * down. A replay puts something of the same shape in its place.
 */
export function shapeOf(value: string): Shape {
  const { length } = value;
  if (/^\d+$/.test(value)) return { form: 'digits', length };
  if (/^\+\d+$/.test(value)) return { form: 'phone', length };
  if (uuid.test(value)) return { form: 'uuid', length };
  if (/^[\da-f]+$/i.test(value)) return { form: 'hex', length };
  if (/^[A-Z2-7]{8,}=*$/.test(value)) return { form: 'base32', length };
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return { form: 'email', length };
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(value)) return { form: 'jwt', length, claims: claimsOf(value) };
  if (/^otpauth:/i.test(value)) return { form: 'otpauth', length, claims: settingsOf(value) };
  if (/^https?:/i.test(value) && URL.canParse(value))
    return { form: 'url', length, prefix: new URL(value).origin };
  const prefix = publicPrefix.exec(value)?.[0];
  return { form: 'text', length, ...(prefix === undefined ? {} : { prefix }) };
}

/** When a token was made and runs out, in seconds: no secret, and what a client goes by. */
function claimsOf(token: string): Record<string, number> {
  const claims = payloadOf(token);
  return numbersOf(times.map((name) => [name, claims[name]]));
}

function payloadOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

function settingsOf(uri: string): Record<string, number> {
  const query = new URLSearchParams(uri.split('?')[1] ?? '');
  return numbersOf(['digits', 'period'].map((name) => [name, Number(query.get(name) ?? Number.NaN)]));
}

function numbersOf(pairs: readonly (readonly [string, unknown])[]): Record<string, number> {
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, number] => typeof pair[1] === 'number' && Number.isFinite(pair[1])),
  );
}
