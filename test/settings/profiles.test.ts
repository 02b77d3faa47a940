import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StoreContents, fileOf, parseContents } from '../../src/settings/contents.ts';
import { isProfileName } from '../../src/settings/profile-name.ts';
import {
  profileNames,
  valuesOf,
  withCurrent,
  withNewProfile,
  withoutProfile,
  withoutValue,
  withValues,
} from '../../src/settings/profiles.ts';

const contents: StoreContents = {
  profile: 'staging',
  profiles: { default: {}, staging: { 'jekimo.apiKey': 'staging-key' }, archive: {} },
};
const usage = (text: string) =>
  expect.objectContaining({ kind: 'usage', message: expect.stringContaining(text) });

describe('profile names', () => {
  test.each(['work', 'Work-2', 'a', '0', 'v1.2_beta', 'x'.repeat(64)])('%s is one', (name) => {
    expect(isProfileName(name)).toBe(true);
  });

  test.each([
    [
      '',
      '.',
      '..',
      '.hidden',
      '../escape',
      'a/b',
      String.raw`a\b`,
      '-flag',
      'a.',
      'a b',
      'a\0',
      'a\n',
      'é',
      'ключ',
      '🙂',
    ],
    [
      '__proto__',
      'constructor',
      'prototype.',
      'toString',
      'hasOwnProperty',
      'valueOf',
      'x'.repeat(65),
      'x'.repeat(4096),
    ],
    ['con', 'CON', 'nul.txt', 'Prn', 'aux', 'com1', 'LPT9.log'],
  ])('CR-07, F69, S20: none of %j is', (...names) => {
    expect(names.filter(isProfileName)).toEqual([]);
  });

  test('CR-07: whatever is typed is kept as it is, or refused', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[\w.-]{1,70}$/),
      fc.constantFrom('__proto__'),
    );
    fc.assert(
      fc.property(anything, (name) => {
        let made: StoreContents;
        try {
          made = withValues(withNewProfile(contents, name), name, { 'jekimo.apiKey': name });
        } catch (error) {
          expect(error).toMatchObject({ kind: 'usage' });
          return;
        }
        const reading = parseContents(Buffer.from(JSON.stringify(fileOf(made))));
        expect(reading).toEqual({ contents: made });
        expect(valuesOf(made, name)).toEqual({ 'jekimo.apiKey': name });
      }),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

test('the names are in order, default first', () => {
  expect(profileNames(contents)).toEqual(['default', 'archive', 'staging']);
});

test.each(['prod', '__proto__', 'constructor', ''])(
  'a profile %j that is not there is refused everywhere',
  (name) => {
    for (const deed of [valuesOf, withCurrent, withoutProfile])
      expect(() => deed(contents, name)).toThrow(usage('no profile'));
    expect(() => withValues(contents, name, {})).toThrow(usage('no profile'));
    expect(() => withoutValue(contents, name, 'jekimo.apiKey')).toThrow(usage('no profile'));
  },
);

test('a value is set and removed in its profile alone', () => {
  const set = withValues(contents, 'archive', { 'juvlon.apiKey': 'archive-key' });
  expect(set.profiles).toEqual({ ...contents.profiles, archive: { 'juvlon.apiKey': 'archive-key' } });
  expect(withoutValue(set, 'archive', 'juvlon.apiKey')).toEqual(contents);
  expect(withoutValue(contents, 'archive', 'juvlon.apiKey')).toBe(contents);
});

test('a new profile is empty, and may not differ from another by capitals alone', () => {
  expect(withNewProfile(contents, 'prod').profiles['prod']).toEqual({});
  expect(() => withNewProfile(contents, 'staging')).toThrow(usage('already a profile "staging"'));
  expect(() => withNewProfile(contents, 'Staging')).toThrow(usage('already a profile "staging"'));
  expect(() => withNewProfile(contents, 'default')).toThrow(usage('already'));
});

test('the current profile changes by name, and falls back to default when it is deleted', () => {
  expect(withCurrent(contents, 'archive').profile).toBe('archive');
  expect(withCurrent(contents, 'staging')).toBe(contents);
  expect(withoutProfile(contents, 'staging')).toEqual({
    profile: 'default',
    profiles: { default: {}, archive: {} },
  });
  expect(withoutProfile(contents, 'archive').profile).toBe('staging');
  expect(() => withoutProfile(contents, 'default')).toThrow(usage('always exists'));
});
