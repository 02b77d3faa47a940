import { describe, expect, test } from 'vitest';
import { emptyContents, fileOf, parseContents } from '../../src/settings/contents.ts';

const read = (value: unknown) => parseContents(Buffer.from(JSON.stringify(value)));
const good = { schemaVersion: 1, profile: 'work', profiles: { work: { 'jekimo.apiKey': 'k-1' } } };

describe('what the settings file holds', () => {
  test('is read with the default profile beside the others', () => {
    expect(read(good)).toEqual({
      contents: { profile: 'work', profiles: { default: {}, work: { 'jekimo.apiKey': 'k-1' } } },
    });
  });

  test('may begin with a byte order mark', () => {
    expect(parseContents(Buffer.from(`\uFEFF${JSON.stringify(good)}\r\n`))).toHaveProperty('contents');
  });

  test('goes through the file and back', () => {
    const contents = {
      profile: 'work',
      profiles: { default: {}, work: { 'juvlon.apiKey': 'k-2' } },
      keychain: { work: ['jekimo.apiKey', 'elixir.apiKey'], default: ['ekyc.apiKey'] },
    };
    expect(read(fileOf(contents))).toEqual({ contents });
  });

  test('has no list of the keychain where it holds nothing', () => {
    expect(fileOf(emptyContents)).toEqual({
      schemaVersion: 1,
      profile: 'default',
      profiles: { default: {} },
    });
    expect(fileOf({ ...emptyContents, keychain: { default: [] } })).not.toHaveProperty('keychain');
    expect(read({ ...good, keychain: {} })).toEqual(read(good));
  });

  test.each(['a.b', 'jekimo.apiKey', 'ekyc.url2.part'])('has a setting %s', (name) => {
    expect(read({ ...good, profiles: { work: { [name]: '' } } })).toHaveProperty('contents');
  });
});

describe('F53: what is damaged is said in words that quote no secret', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'it is empty'],
    ['half of it', Buffer.from('{"schemaVersion":1,"pro'), 'it is not JSON, or was cut off'],
    [
      'bytes that are no UTF-8',
      Buffer.from('{"schemaVersion":1,"x":"\xff"}', 'latin1'),
      'it is not JSON, or was cut off',
    ],
  ])('%s', (_case, bytes, damage) => {
    expect(parseContents(bytes)).toEqual({ damage });
  });

  test.each<[string, unknown, string]>([
    ['a list', [], 'it is not a JSON object'],
    ['null', null, 'it is not a JSON object'],
    ['no version', { profile: 'default', profiles: {} }, 'its schemaVersion is not 1'],
    ['half a version', { ...good, schemaVersion: 1.5 }, 'its schemaVersion is not 1'],
    ['an older version', { ...good, schemaVersion: 0 }, 'its schemaVersion is not 1'],
    ['no profiles', { ...good, profiles: undefined }, 'its profiles are missing'],
    ['a path for a name', { ...good, profiles: { '../x': {} } }, 'a profile has a name that is not allowed'],
    ['a text for a profile', { ...good, profiles: { work: 'x' } }, 'the profile "work" is not an object'],
    [
      'a number for a value',
      { ...good, profiles: { work: { 'a.b': 1 } } },
      'a.b in the profile "work" is not a string',
    ],
    ['no current profile', { ...good, profile: undefined }, 'its current profile is missing'],
    ['a current profile that is not there', { ...good, profile: 'home' }, 'its current profile is missing'],
    [
      'a number for the current profile',
      { ...good, profile: 1, profiles: { 1: {} } },
      'its current profile is missing',
    ],
  ])('%s', (_case, value, damage) => {
    expect(read(value)).toEqual({ damage });
  });

  test.each(['', 'apiKey', '1.b', 'a.', '.b', 'a b.c', 'x a.b', 'a.b-c', '__proto__'])(
    'a setting of the name %j',
    (name) => {
      const text = JSON.stringify({ ...good, profiles: { work: {} } }).replace(
        '"work":{}',
        `"work":{${JSON.stringify(name)}:"v"}`,
      );
      expect(parseContents(Buffer.from(text))).toEqual({
        damage: 'the profile "work" holds a setting with an impossible name',
      });
    },
  );

  test.each<[string, unknown]>([
    ['a text', 'jekimo.apiKey'],
    ['null', null],
    ['a text for a list', { work: 'jekimo.apiKey' }],
    ['a number in the list', { work: [1] }],
    ['one name of two that is none', { work: ['jekimo.apiKey', 'x'] }],
    ['a profile that is not there', { home: ['jekimo.apiKey'] }],
  ])('a list of the keychain that is %s', (_case, keychain) => {
    expect(read({ ...good, keychain })).toEqual({ damage: 'its list of what the keychain holds is not one' });
  });
});

test('what a later release wrote is whole, but not ours', () => {
  expect(read({ schemaVersion: 2, anything: true })).toEqual({ newer: true });
});
