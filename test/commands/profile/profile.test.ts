import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { create } from '../../../src/commands/profile/create.ts';
import { deleteProfile } from '../../../src/commands/profile/delete.ts';
import { list } from '../../../src/commands/profile/list.ts';
import { use } from '../../../src/commands/profile/use.ts';
import { withKeychainNames, withNewProfile, withValues } from '../../../src/settings/profiles.ts';
import { createSessions } from '../../../src/settings/sessions.ts';
import { fakeKeychain } from '../../helpers/fake-keychain.ts';
import { authrig } from '../../helpers/rig.ts';
import { type SettingsContext, settingsContext, type Surroundings } from '../../helpers/settings-context.ts';

const usage = (text: string) =>
  expect.objectContaining({ kind: 'usage', message: expect.stringContaining(text) });

/** With a profile `staging` that holds a key and a session. */
async function withStaging(surroundings: Surroundings = {}): Promise<SettingsContext> {
  const rig = settingsContext(surroundings);
  await rig.context.store.change((contents) =>
    withValues(withNewProfile(contents, 'staging'), 'staging', { 'jekimo.apiKey': 'staging-key' }),
  );
  await createSessions({ ...rig.tools, profile: () => 'staging' }).put('tokens', 'ada', 'staging-token');
  await rig.context.sessions.put('tokens', 'ada', 'default-token');
  return rig;
}

const names = ({ context }: SettingsContext): string[] => Object.keys(context.store.read().profiles);
const sessionFolders = ({ tools }: SettingsContext): string[] => readdirSync(join(tools.folder, 'sessions'));

test('profile list marks the current one', async () => {
  const rig = await withStaging();
  await use(rig.context, {}, 'staging');
  const { data, rows } = await list(rig.context);
  expect(data).toEqual({
    profiles: [
      { name: 'default', current: false, settings: 0 },
      { name: 'staging', current: true, settings: 1 },
    ],
  });
  expect(rows).toEqual([
    ['default', '0 settings'],
    ['staging', '1 setting, current'],
  ]);
});

test('profile create adds an empty one and does not switch to it', async () => {
  const rig = settingsContext({ env: { AUTHRIG_PROFILE: 'not-there-yet' } });
  expect((await create(rig.context, {}, 'not-there-yet')).data).toEqual({ profile: 'not-there-yet' });
  expect(rig.context.store.read()).toEqual({
    profile: 'default',
    profiles: { default: {}, 'not-there-yet': {} },
  });
});

test.each(['default', '../escape', '__proto__', 'con', ''])(
  'F69: profile create %j is refused',
  async (name) => {
    const rig = settingsContext();
    await expect(create(rig.context, {}, name)).rejects.toThrow(usage(''));
    expect(names(rig)).toEqual(['default']);
  },
);

test('profile use of one that is not there is refused and lists those that are', async () => {
  const rig = await withStaging();
  await expect(use(rig.context, {}, 'prod')).rejects.toThrow(usage('default, staging'));
  expect(rig.context.store.read().profile).toBe('default');
});

describe('profile delete', () => {
  test.each([
    ['with --yes', { yes: true }, {}],
    ['after a yes', {}, { answer: true }],
  ])(
    'S38: %s removes the settings and the sessions, and those of no other',
    async (_case, options, surroundings) => {
      const rig = await withStaging(surroundings);
      await use(rig.context, {}, 'staging');
      expect((await deleteProfile(rig.context, options, 'staging')).data).toEqual({ profile: 'staging' });
      expect(rig.asked).toEqual('yes' in options ? [] : ['confirm']);
      expect([names(rig), sessionFolders(rig)]).toEqual([['default'], ['default']]);
      expect(rig.context.store.read().profile).toBe('default');
    },
  );

  test('S38: with --sandbox it is the same, since a profile is no part of one', async () => {
    const rig = await withStaging();
    const env = { AUTHRIG_CONFIG_DIR: rig.tools.folder };
    const { exitCode } = await authrig(['profile', 'delete', 'staging', '--yes', '--sandbox'], { env });
    expect(exitCode).toBe(0);
    expect([names(rig), sessionFolders(rig)]).toEqual([['default'], ['default']]);
  });

  test('UX-18: after a no nothing is gone', async () => {
    const rig = await withStaging({ answer: false });
    await expect(deleteProfile(rig.context, {}, 'staging')).rejects.toThrow(
      expect.objectContaining({ kind: 'cancelled' }),
    );
    expect([names(rig), sessionFolders(rig)]).toEqual([
      ['default', 'staging'],
      ['default', 'staging'],
    ]);
  });

  test('UX-18: unattended it needs --yes', async () => {
    const rig = await withStaging({ piped: '' });
    await expect(deleteProfile(rig.context, {}, 'staging')).rejects.toThrow(
      expect.objectContaining({ kind: 'usage', details: { hint: expect.stringContaining('--yes') } }),
    );
    expect(names(rig)).toContain('staging');
  });

  test('one that is not there is not advised to be made', async () => {
    const rig = await withStaging();
    await expect(deleteProfile(rig.context, { yes: true }, 'prod')).rejects.toThrow(
      expect.objectContaining({ kind: 'usage', details: { hint: 'Type: authrig profile list' } }),
    );
  });

  test.each(['default', 'prod', '../sessions'])('%s is refused before anything is asked', async (name) => {
    const rig = await withStaging({ answer: true });
    await expect(deleteProfile(rig.context, {}, name)).rejects.toThrow(usage(''));
    expect([rig.asked, names(rig), sessionFolders(rig)]).toEqual([
      [],
      ['default', 'staging'],
      ['default', 'staging'],
    ]);
  });
});

describe('what a profile keeps in the keychain', () => {
  const marked = async (): Promise<SettingsContext> => {
    const rig = await withStaging({ keychain: fakeKeychain({ 'staging/jekimo.apiKey': 'staging-key' }) });
    await rig.context.store.change((contents) => withKeychainNames(contents, 'staging', ['jekimo.apiKey']));
    return rig;
  };

  test('S38: goes with the profile, and counts as its setting until then', async () => {
    const rig = await marked();
    expect((await list(rig.context)).rows?.[1]).toEqual(['staging', '1 setting']);
    await deleteProfile(rig.context, { yes: true }, 'staging');
    expect(rig.keychain.entries.size).toBe(0);
    expect(rig.context.store.read().keychain).toBeUndefined();
  });

  test('keeps the whole profile where the keychain refuses', async () => {
    const rig = await marked();
    rig.keychain.lock();
    await expect(deleteProfile(rig.context, { yes: true }, 'staging')).rejects.toThrow('is locked');
    expect(names(rig)).toContain('staging');
    expect(sessionFolders(rig)).toContain('staging');
  });
});
