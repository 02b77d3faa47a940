import { describe, expect, test } from 'vitest';
import type { StoreContents } from '../../src/settings/contents.ts';
import { checkBaseUrl } from '../../src/settings/base-url.ts';
import { optionOf, variableOf } from '../../src/settings/names.ts';
import { createSettings, type SettingDefinition, type SettingsSources } from '../../src/settings/settings.ts';
import { fakeKeychain } from '../helpers/fake-keychain.ts';

const definitions: SettingDefinition[] = [
  { name: 'jekimo.apiKey', summary: 'API key', secret: true },
  { name: 'jekimo.baseUrl', summary: 'base URL', default: 'https://default.example', validate: checkBaseUrl },
  { name: 'verifik.phone', summary: 'phone', masks: 'phone' },
];

const contents: StoreContents = {
  profile: 'default',
  profiles: {
    default: { 'jekimo.baseUrl': 'https://profile.example' },
    staging: { 'jekimo.baseUrl': 'https://staging.example' },
  },
};

function unreadable(): never {
  throw new Error('permission denied');
}

function settingsFrom(sources: Partial<SettingsSources> = {}) {
  return createSettings({
    definitions,
    env: {},
    readStore: () => contents,
    keychain: fakeKeychain(),
    ...sources,
  });
}

describe('UX-20: the first of flag, sandbox, environment, profile and default wins', () => {
  const given: Partial<SettingsSources>[] = [
    { flags: { 'jekimo.baseUrl': 'https://flag.example' } },
    { sandbox: { 'jekimo.baseUrl': 'http://127.0.0.1:4000' } },
    { env: { AUTHRIG_JEKIMO_BASE_URL: 'https://environment.example' } },
    { readStore: () => contents },
  ];
  const winners = [
    ['https://flag.example', 'flag'],
    ['http://127.0.0.1:4000', 'sandbox'],
    ['https://environment.example', 'environment'],
    ['https://profile.example', 'profile'],
    ['https://default.example', 'default'],
  ] as const;
  const combinations = Array.from({ length: 16 }, (_, bits) =>
    given.map((_source, at) => (bits & (1 << at)) !== 0),
  );

  test.each(combinations)('with flag %s, sandbox %s, environment %s, profile %s', (...present) => {
    const empty: StoreContents = { profile: 'default', profiles: { default: {} } };
    const sources = Object.assign({ readStore: () => empty }, ...given.filter((_source, at) => present[at]));
    const first = present.indexOf(true);
    const [value, origin] = winners[first === -1 ? 4 : first] ?? [];
    expect(settingsFrom(sources).find('jekimo.baseUrl')).toEqual({ value, origin });
  });
});

test.each(['https://api.example.com/app.php/', 'https://api.example.com/app.php///'])(
  'a base URL is the same account however it ends: %s',
  async (given) => {
    const settings = settingsFrom({ env: { AUTHRIG_JEKIMO_BASE_URL: given } });
    expect(settings.need('jekimo.baseUrl')).toBe('https://api.example.com/app.php');
    expect((await settings.look('jekimo.baseUrl'))?.value).toBe('https://api.example.com/app.php');
  },
);

test('an empty variable counts as unset', () => {
  const env = { AUTHRIG_JEKIMO_BASE_URL: '', AUTHRIG_PROFILE: '' };
  const settings = settingsFrom({ env });
  expect(settings.find('jekimo.baseUrl')?.origin).toBe('profile');
  expect(settings.profile).toEqual({ name: 'default', origin: 'default' });
});

test('the store is read once, and only when something is not settled without it', async () => {
  let reads = 0;
  const readStore = (): StoreContents => {
    reads += 1;
    return contents;
  };
  const flags = { 'jekimo.apiKey': 'key-from-a-flag' };
  const settings = settingsFrom({
    readStore,
    flags,
    env: { AUTHRIG_JEKIMO_BASE_URL: 'https://env.example' },
  });
  await settings.look('jekimo.apiKey');
  settings.need('jekimo.baseUrl');
  expect(reads).toBe(0);
  settings.find('verifik.phone');
  settings.find('verifik.phone');
  expect(settings.profile.name).toBe('default');
  expect(reads).toBe(1);
});

test('F52: a store that may not be read fails what needs it and nothing else', async () => {
  const settings = settingsFrom({ readStore: unreadable, env: { AUTHRIG_JEKIMO_API_KEY: 'key-from-env' } });
  expect(await settings.secret('jekimo.apiKey')).toBe('key-from-env');
  expect(() => settings.find('verifik.phone')).toThrow('permission denied');
});

describe('the profile', () => {
  const staging: StoreContents = { ...contents, profile: 'staging' };

  test.each([
    [{}, 'default', 'default'],
    [{ readStore: () => staging }, 'staging', 'profile'],
    [{ readStore: () => staging, env: { AUTHRIG_PROFILE: 'default' } }, 'default', 'environment'],
    [{ env: { AUTHRIG_PROFILE: 'default' }, profileFlag: 'staging' }, 'staging', 'flag'],
  ])('from %o is %s, by %s', (sources, name, origin) => {
    const settings = settingsFrom(sources);
    expect(settings.profile).toEqual({ name, origin });
    expect(settings.find('jekimo.baseUrl')?.value).toBe(
      name === 'staging' ? 'https://staging.example' : 'https://profile.example',
    );
  });

  test.each([
    [{ profileFlag: 'prod' }, '--profile'],
    [{ env: { AUTHRIG_PROFILE: 'prod' } }, 'AUTHRIG_PROFILE'],
    [{ profileFlag: '' }, '--profile'],
    [{ profileFlag: '__proto__' }, '--profile'],
    [{ profileFlag: 'constructor' }, '--profile'],
  ])('that does not exist (%o) is a usage error that lists those that do', (sources, source) => {
    const flags = { 'jekimo.baseUrl': 'https://flag.example' };
    const settings = settingsFrom({ flags, ...sources });
    const unknown = expect.objectContaining({
      kind: 'usage',
      message: expect.stringMatching(new RegExp(`${source}.*default, staging`)),
    });
    expect(() => settings.profile).toThrow(unknown);
    expect(() => settings.find('jekimo.baseUrl')).toThrow(unknown);
  });

  test('default always exists, without looking', () => {
    expect(settingsFrom({ readStore: unreadable, profileFlag: 'default' }).profile.name).toBe('default');
  });
});

describe('a value that is not right', () => {
  test.each([
    [{ flags: { 'jekimo.baseUrl': 'http://api.example.com' } }, '--base-url'],
    [{ env: { AUTHRIG_JEKIMO_BASE_URL: 'http://api.example.com' } }, 'AUTHRIG_JEKIMO_BASE_URL'],
    [{ readStore: () => bad }, 'the profile "default"'],
  ])('%o: the usage error names where it came from', (sources, place) => {
    expect(() => settingsFrom(sources).find('jekimo.baseUrl')).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(place) }),
    );
  });

  const bad: StoreContents = {
    profile: 'default',
    profiles: { default: { 'jekimo.baseUrl': 'http://api.example.com' } },
  };

  test.each([
    'se\ncret',
    'se\rcret',
    'se\0cret',
    'se\u001Bcret',
    'se\u0085cret',
    'secrét…',
    'ключ',
    ' secret',
    '  ',
  ])('S13: a key such as %j is refused without a piece of it', async (key) => {
    const settings = settingsFrom({ env: { AUTHRIG_JEKIMO_API_KEY: key } });
    let message = '';
    try {
      await settings.secret('jekimo.apiKey');
    } catch (error) {
      message = JSON.stringify(error) + String(error);
    }
    expect(message).toContain('usage');
    expect(message).not.toMatch(/cret|ключ/);
  });

  test('S12: a base URL with a password is refused without a piece of it', () => {
    const settings = settingsFrom({
      env: { AUTHRIG_JEKIMO_BASE_URL: 'https://ada:hunter2@api.example.com' },
    });
    expect(() => settings.find('jekimo.baseUrl')).toThrow(/user name or password/);
    expect(() => settings.find('jekimo.baseUrl')).not.toThrow(/hunter2|ada/);
  });
});

describe('need', () => {
  test('a missing secret is a credentials error that names every way to give it', async () => {
    await expect(settingsFrom().secret('jekimo.apiKey')).rejects.toThrow(
      expect.objectContaining({
        kind: 'credentials',
        details: {
          hint: expect.stringMatching(
            /config set jekimo\.apiKey.*AUTHRIG_JEKIMO_API_KEY.*--api-key-from SOURCE/,
          ),
        },
      }),
    );
  });

  test('another missing setting is a usage error', () => {
    expect(() => settingsFrom().need('verifik.phone')).toThrow(
      expect.objectContaining({ kind: 'usage', details: { hint: expect.stringContaining('--phone.') } }),
    );
  });

  test('a setting that nobody declares is a bug', () => {
    expect(() => settingsFrom().need('jekimo.colour')).toThrow(/no provider declares/);
  });
});

describe('a secret in the keychain', () => {
  const held = { 'default/jekimo.apiKey': 'key-of-the-keychain', 'staging/jekimo.apiKey': 'key-of-staging' };
  const marked: StoreContents = {
    ...contents,
    keychain: { default: ['jekimo.apiKey'], staging: ['jekimo.apiKey'] },
  };

  test('is fetched once, by whoever asks for it, and learnt', async () => {
    const keychain = fakeKeychain(held);
    const learnt: string[] = [];
    const learn = (value: string) => void learnt.push(value);
    const settings = settingsFrom({ keychain, learn, readStore: () => marked });
    expect(settings.need('jekimo.baseUrl')).toBe('https://profile.example');
    expect(settings.originOf('jekimo.apiKey')).toBe('keychain');
    expect(keychain.calls).toEqual([]);
    expect(await settings.look('jekimo.apiKey')).toEqual({
      value: 'key-of-the-keychain',
      origin: 'keychain',
    });
    expect(await settings.secret('jekimo.apiKey')).toBe('key-of-the-keychain');
    expect(keychain.calls).toEqual(['get default/jekimo.apiKey']);
    expect(new Set(learnt)).toEqual(new Set(['key-of-the-keychain']));
  });

  test('is that of the profile in force', async () => {
    const settings = settingsFrom({
      keychain: fakeKeychain(held),
      readStore: () => marked,
      profileFlag: 'staging',
    });
    expect(await settings.secret('jekimo.apiKey')).toBe('key-of-staging');
  });

  test('is left alone where the environment has one', async () => {
    const keychain = fakeKeychain(held);
    const env = { AUTHRIG_JEKIMO_API_KEY: 'key-from-env' };
    const settings = settingsFrom({ keychain, env, readStore: () => marked });
    expect(await settings.secret('jekimo.apiKey')).toBe('key-from-env');
    expect(keychain.calls).toEqual([]);
  });

  test('S13: that is no key is refused without a piece of it', async () => {
    const keychain = fakeKeychain({ 'default/jekimo.apiKey': 'se\ncret' });
    const refused = settingsFrom({ keychain, readStore: () => marked }).secret('jekimo.apiKey');
    await expect(refused).rejects.toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: 'jekimo.apiKey (from the keychain) is not usable: it holds a line break.',
      }),
    );
  });

  test('can be asked for by nobody who does not wait, wherever it lies', () => {
    const env = { AUTHRIG_JEKIMO_API_KEY: 'key-from-env' };
    expect(() => settingsFrom({ env }).find('jekimo.apiKey')).toThrow(/may lie in the keychain/);
    expect(() => settingsFrom({ env }).need('jekimo.apiKey')).toThrow(/may lie in the keychain/);
  });
});

test('S01: whatever is masked is learnt before anything is said about it', async () => {
  const learnt: string[][] = [];
  const env = { AUTHRIG_JEKIMO_API_KEY: 'bad\nkey', AUTHRIG_VERIFIK_PHONE: '5551234567' };
  const settings = settingsFrom({ env, learn: (value, kind) => learnt.push([value, kind]) });
  await expect(settings.look('jekimo.apiKey')).rejects.toThrow();
  settings.find('verifik.phone');
  settings.find('jekimo.baseUrl');
  expect(learnt).toEqual([
    ['bad\nkey', 'key'],
    ['5551234567', 'phone'],
  ]);
});

test.each([
  ['jekimo.apiKey', true, 'AUTHRIG_JEKIMO_API_KEY', '--api-key-from'],
  ['jekimo.baseUrl', false, 'AUTHRIG_JEKIMO_BASE_URL', '--base-url'],
  ['verifik.countryCode', false, 'AUTHRIG_VERIFIK_COUNTRY_CODE', '--country-code'],
  ['ekyc.identifierUrl', false, 'AUTHRIG_EKYC_IDENTIFIER_URL', '--identifier-url'],
])('%s (secret: %s) is %s and %s', (name, secret, variable, option) => {
  expect([variableOf(name), optionOf(name, secret)]).toEqual([variable, option]);
});
