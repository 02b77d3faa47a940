import { describe, expect, test } from 'vitest';
import { answerCall, type KeychainCall, type OpenEntry } from '../../src/settings/keychain.ts';
import { createKeychain } from '../../src/settings/keychain-entries.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const key = 'jk_live_0123456789abcdef';

/** The library over a map, or with what each of its calls does instead. */
function library(
  entries: Map<string, Uint8Array>,
  act?: (verb: string) => Promise<never>,
): () => Promise<OpenEntry> {
  return async () => (service, account) => {
    const name = `${service} ${account}`;
    return {
      getSecret: async () => (await act?.('get')) ?? entries.get(name) ?? null,
      setSecret: async (secret) => (await act?.('set')) ?? void entries.set(name, secret),
      deleteCredential: async () => (await act?.('remove')) ?? entries.delete(name),
    };
  };
}

function keychainOver(open: () => Promise<OpenEntry>, folder = '/home/ada/.config/authrig') {
  const clock = fakeClock();
  const asked: { readonly call: KeychainCall; readonly signal: AbortSignal }[] = [];
  const controller = new AbortController();
  const keychain = createKeychain({
    folder: () => folder,
    clock,
    signal: controller.signal,
    ask: (call, signal) => {
      asked.push({ call, signal });
      return answerCall(call, open);
    },
  });
  return { keychain, clock, asked, stop: (reason: Error) => controller.abort(reason) };
}

const local = (message: RegExp, hint = /AUTHRIG_JEKIMO_API_KEY.*--store file/) =>
  expect.objectContaining({
    kind: 'local',
    message: expect.stringMatching(message),
    details: expect.objectContaining({ hint: expect.stringMatching(hint) }),
  });

test('a secret comes back as it was stored, and is gone when it is removed', async () => {
  const { keychain } = keychainOver(library(new Map()));
  await keychain.set('default', 'jekimo.apiKey', key);
  expect(await keychain.get('default', 'jekimo.apiKey')).toBe(key);
  expect(await keychain.remove('default', 'jekimo.apiKey')).toBe(true);
  expect(await keychain.remove('default', 'jekimo.apiKey')).toBe(false);
});

test('S29: each profile, and each store on one machine, has entries of its own', async () => {
  const open = library(new Map());
  const { keychain } = keychainOver(open);
  const other = keychainOver(open, '/tmp/another').keychain;
  await keychain.set('default', 'jekimo.apiKey', key);
  await keychain.set('staging', 'jekimo.apiKey', 'of-staging');
  await other.set('default', 'jekimo.apiKey', 'of-another-store');
  await other.remove('default', 'jekimo.apiKey');
  expect(await keychain.get('default', 'jekimo.apiKey')).toBe(key);
  expect(await keychain.get('staging', 'jekimo.apiKey')).toBe('of-staging');
});

describe('F55: a keychain that gives nothing says which way', () => {
  test('an entry that is gone is a credentials error', async () => {
    const { keychain } = keychainOver(library(new Map()));
    await expect(keychain.get('default', 'jekimo.apiKey')).rejects.toThrow(
      expect.objectContaining({ kind: 'credentials', message: expect.stringContaining('no such entry') }),
    );
  });

  test('a library that is not there', async () => {
    const { keychain } = keychainOver(async () => {
      throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    });
    const absent = local(/^The keychain support is not installed: the optional package @napi-rs\/keyring/);
    await expect(keychain.get('default', 'jekimo.apiKey')).rejects.toThrow(absent);
    await expect(keychain.set('default', 'jekimo.apiKey', key)).rejects.toThrow(absent);
    await expect(keychain.remove('default', 'jekimo.apiKey')).rejects.toThrow(absent);
  });

  test('a library that has nothing for this machine', async () => {
    const { keychain } = keychainOver(async () => {
      throw new Error('Failed to load native binding');
    });
    await expect(keychain.get('default', 'jekimo.apiKey')).rejects.toThrow(local(/does not load/));
  });

  test('a session without a keychain is told apart from an entry that is missing', async () => {
    const { keychain } = keychainOver(async () => () => {
      throw new Error('Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled');
    });
    await expect(keychain.get('default', 'jekimo.apiKey')).rejects.toThrow(
      local(/^There is no keychain in this session: .*DBus/),
    );
  });

  test.each([
    ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", /is locked/],
    ["Couldn't access platform storage: User interaction is not allowed.", /is locked/],
    ['Platform failure: the user said no', /refused: Platform failure: the user said no\.$/],
  ])('%s', async (said, told) => {
    const denying = library(new Map(), async () => {
      throw new Error(`${said}\nand more`);
    });
    const { keychain } = keychainOver(denying);
    await expect(keychain.get('default', 'jekimo.apiKey')).rejects.toThrow(local(told));
    await expect(keychain.set('default', 'jekimo.apiKey', key)).rejects.toThrow(local(told));
    await expect(keychain.remove('default', 'jekimo.apiKey')).rejects.toThrow(local(told));
  });

  test('one that does not answer is given up after 2 s, and whoever asks it is ended', async () => {
    const { keychain, clock, asked } = keychainOver(library(new Map(), () => new Promise(() => {})));
    const refused = expect(keychain.get('default', 'jekimo.apiKey')).rejects.toThrow(
      local(/^The keychain did not answer within 2 s\.$/),
    );
    await clock.advance(1999);
    expect(asked[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    await refused;
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  test('Ctrl-C ends the wait with its own reason', async () => {
    const { keychain, stop } = keychainOver(library(new Map(), () => new Promise(() => {})));
    const stopped = expect(keychain.get('default', 'jekimo.apiKey')).rejects.toThrow('Stopped by SIGINT.');
    stop(new Error('Stopped by SIGINT.'));
    await stopped;
  });

  test("somebody else's entry that is no text", async () => {
    const open = library(
      new Map([['authrig /home/ada/.config/authrig default/jekimo.apiKey', Uint8Array.of(0xff, 0xfe, 0x00)]]),
    );
    await expect(keychainOver(open).keychain.get('default', 'jekimo.apiKey')).rejects.toThrow(
      local(/is no text/, /config set jekimo\.apiKey/),
    );
  });
});
