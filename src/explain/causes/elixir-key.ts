import { isLoopback } from '../../http/address.ts';
import type { Case, Exchange } from '../case.ts';
import { type Cause, cause } from '../cause.ts';

import { calls, codeOf, isKeyRefused, keyOf, messageOf, on } from './elixir-calls.ts';

const malformedKey = cause({
  name: 'elixir.malformed-key',
  row: 'R-ELX-4',
  source: on('"x-api-key"; its errors are beyond the page'),
  detect: (recording) => {
    const found = calls(recording).findLast((call) => codeOf(call) === '1001' && !isKeyRefused(call));
    return found && { at: [found], said: messageOf(found) };
  },
  say: ({ said }) => ({
    reason: `Elixir could not read the API key (code 1001${said === '' ? '' : `: "${said}"`}): it is cut, or holds characters that are none of it.`,
    ask: ['Was the key copied whole, without quotes or line breaks?'],
    next: ['authrig config set elixir.apiKey'],
  }),
});

/** Where the key was refused, and whether another host took the same one. */
function refusedKey(recording: Case): { found: Exchange; elsewhere: Exchange | undefined } | undefined {
  const found = calls(recording).findLast(isKeyRefused);
  if (found === undefined) return undefined;
  const key = keyOf(found);
  const elsewhere = calls(recording).find(
    (call) =>
      call.url.host !== found.url.host && key !== undefined && keyOf(call) === key && call.state !== 'bad',
  );
  return { found, elsewhere };
}

const isSandboxKey = (call: Exchange): boolean => keyOf(call)?.startsWith('sandbox-') === true;

const otherEnvironment = cause({
  name: 'elixir.key-of-another-environment',
  row: 'R-ELX-10',
  source: on('"Public Key obtained in the developer dashboard"'),
  detect: (recording) => {
    const { found, elsewhere } = refusedKey(recording) ?? {};
    if (found === undefined) return undefined;
    const local = isLoopback(found.url.hostname);
    if (elsewhere === undefined && !local && !isSandboxKey(found)) return undefined;
    return { at: elsewhere === undefined ? [found] : [elsewhere, found], local, elsewhere };
  },
  say: ({ at, local, elsewhere }) => ({
    reason:
      elsewhere === undefined
        ? local
          ? 'The key is not the sandbox’s: a key of a real environment was sent to the emulation on this machine.'
          : 'The key is the sandbox’s, and was sent to the real Elixir.'
        : `The key belongs to another environment: ${elsewhere.url.host} took it, and ${at.at(-1)?.url.host} refuses it.`,
    ask: [
      'Which environment was meant? Elixir has development and production keys, and refuses one in the other’s place.',
    ],
    next: ['authrig config list', 'authrig elixir otp --sandbox'],
  }),
});

const keyRefused = cause({
  name: 'elixir.key-refused',
  row: 'R-ELX-1, R-ELX-10',
  source: on('"Public Key obtained in the developer dashboard"'),
  detect: (recording) => {
    const { found } = refusedKey(recording) ?? {};
    if (found === undefined || otherEnvironment.find(recording) !== undefined) return undefined;
    return { at: [found], missing: keyOf(found) === undefined };
  },
  say: ({ missing }) => ({
    reason: missing
      ? 'No API key was sent: the header x-api-key is missing.'
      : 'Elixir refused the API key: it is wrong, was withdrawn, or is that of another environment.',
    ask: [
      'Is it the development or the production key? Elixir says that it refuses development keys in production.',
    ],
    next: ['authrig config get elixir.apiKey', 'authrig config set elixir.apiKey'],
  }),
});

/** Keys that Elixir does not take, the most telling first. */
export const elixirKeyCauses: readonly Cause[] = [malformedKey, otherEnvironment, keyRefused];
