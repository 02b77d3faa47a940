import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportSettings } from '../../../src/commands/config/export.ts';
import { get } from '../../../src/commands/config/get.ts';
import { importSettings } from '../../../src/commands/config/import.ts';
import { list } from '../../../src/commands/config/list.ts';
import { set } from '../../../src/commands/config/set.ts';
import { unset } from '../../../src/commands/config/unset.ts';
import { fakeKeychain } from '../../helpers/fake-keychain.ts';
import { settingsContext, type SettingsContext } from '../../helpers/settings-context.ts';

const key = 'jk_live_9f8e7d6c5b4a3210';
const place = 'default/jekimo.apiKey';
const usage = (text: string) =>
  expect.objectContaining({ kind: 'usage', message: expect.stringContaining(text) });
const locked = expect.objectContaining({ kind: 'local', message: 'The keychain is locked.' });
const fileOf = ({ tools }: SettingsContext) => readFileSync(join(tools.folder, 'config.json'), 'utf8');

/** The key in the keychain; the commands after it are runs of their own, as settings are read once a run. */
async function stored(): Promise<SettingsContext> {
  const rig = settingsContext({ piped: key });
  await set(rig.context, { store: 'keychain' }, 'jekimo.apiKey');
  return rig;
}

const later = ({ tools, keychain }: SettingsContext, piped = key) =>
  settingsContext({ tools, keychain, piped });

describe('config set --store keychain', () => {
  test('S28: keeps a secret there and nothing of it in the file', async () => {
    const rig = await stored();
    expect(rig.keychain.entries).toEqual(new Map([[place, key]]));
    expect(fileOf(rig)).not.toContain(key);
    expect(JSON.parse(fileOf(rig))).toEqual({
      schemaVersion: 1,
      profile: 'default',
      profiles: { default: {} },
      keychain: { default: ['jekimo.apiKey'] },
    });
  });

  test('takes what lay in the file out of it', async () => {
    const rig = settingsContext({ piped: key });
    await set(rig.context, {}, 'jekimo.apiKey');
    expect(fileOf(rig)).toContain(key);
    await set(rig.context, { store: 'keychain' }, 'jekimo.apiKey');
    expect(fileOf(rig)).not.toContain(key);
  });

  test('is refused for what is no secret, before anything is asked', async () => {
    const rig = settingsContext({ answer: '5551234567' });
    await expect(set(rig.context, { store: 'keychain' }, 'verifik.phone')).rejects.toThrow(
      usage('verifik.phone is no secret'),
    );
    expect(rig.asked).toEqual([]);
  });

  test('F55: never falls back to the file: a keychain that refuses leaves all as it was', async () => {
    const rig = settingsContext({ piped: key });
    await set(rig.context, {}, 'jekimo.baseUrl', 'https://kept.example');
    const before = fileOf(rig);
    rig.keychain.lock();
    await expect(set(rig.context, { store: 'keychain' }, 'jekimo.apiKey')).rejects.toThrow(locked);
    expect(fileOf(rig)).toBe(before);
  });

  test('a file that can not be written takes the new entry out of the keychain again', async () => {
    const rig = settingsContext({ piped: key });
    mkdirSync(join(rig.tools.folder, 'config.json.lock-owner'), { recursive: true, mode: 0o700 });
    const failed = set(rig.context, { store: 'keychain' }, 'jekimo.apiKey');
    await expect(failed).rejects.toThrow(expect.objectContaining({ kind: 'local' }));
    expect(rig.keychain.entries.size).toBe(0);
  });
});

describe('a secret in the keychain stays there', () => {
  test('when it is set anew, and when it is imported', async () => {
    const rig = await stored();
    await set(later(rig, 'another-key').context, {}, 'jekimo.apiKey');
    expect(rig.keychain.entries.get(place)).toBe('another-key');
    const piped = JSON.stringify({ 'jekimo.apiKey': 'a-third-key', 'verifik.phone': '5551234567' });
    await importSettings(later(rig, piped).context, {});
    expect(rig.keychain.entries.get(place)).toBe('a-third-key');
    expect(fileOf(rig)).toContain('5551234567');
    expect(fileOf(rig)).not.toMatch(/another-key|a-third-key/);
  });

  test('F55: an import that the keychain refuses keeps nothing', async () => {
    const rig = await stored();
    rig.keychain.lock();
    const piped = JSON.stringify({ 'jekimo.apiKey': 'a-third-key', 'verifik.phone': '5551234567' });
    await expect(importSettings(later(rig, piped).context, {})).rejects.toThrow(locked);
    expect(fileOf(rig)).not.toContain('5551234567');
  });

  test('until --store file moves it, which leaves no copy behind', async () => {
    const rig = await stored();
    await set(later(rig).context, { store: 'file' }, 'jekimo.apiKey');
    expect(rig.keychain.entries.size).toBe(0);
    expect(rig.context.store.read()).toEqual({
      profile: 'default',
      profiles: { default: { 'jekimo.apiKey': key } },
    });
  });

  test('a copy that can not be removed is told', async () => {
    const rig = await stored();
    rig.keychain.lock();
    const moving = later(rig);
    await set(moving.context, { store: 'file' }, 'jekimo.apiKey');
    expect(moving.messages.join('\n')).toMatch(/still in the keychain.*is locked/);
  });
});

test('config get reads it and names the origin; config list names it without asking', async () => {
  const rig = await stored();
  const reading = later(rig);
  const { data, rows } = await list(reading.context);
  expect(data['settings']).toContainEqual({
    name: 'jekimo.apiKey',
    value: '••••••',
    origin: 'keychain',
    secret: true,
  });
  expect(rows).toContainEqual(['jekimo.apiKey', '•••••• (keychain)']);
  expect(rig.keychain.calls).toEqual([`set ${place}`]);
  expect((await get(reading.context, {}, 'jekimo.apiKey')).data).toEqual({
    name: 'jekimo.apiKey',
    value: key,
    origin: 'keychain',
  });
});

describe('config unset', () => {
  test('S38: removes it from the keychain and from the file', async () => {
    const rig = await stored();
    expect((await unset(later(rig).context, {}, 'jekimo.apiKey')).data).toMatchObject({ removed: true });
    expect(rig.keychain.entries.size).toBe(0);
    expect(JSON.parse(fileOf(rig))).not.toHaveProperty('keychain');
  });

  test('asks no keychain for what is not in it', async () => {
    const rig = settingsContext({ piped: key });
    await set(rig.context, {}, 'jekimo.apiKey');
    await unset(rig.context, {}, 'jekimo.apiKey');
    expect(rig.keychain.calls).toEqual([]);
  });

  test('where the keychain is out of reach it lets go of the setting, and ends by saying what stays', async () => {
    const rig = await stored();
    rig.keychain.lock();
    const { data, afterwards } = await unset(later(rig).context, {}, 'jekimo.apiKey');
    expect(data).toMatchObject({ removed: true });
    expect(afterwards).toMatchObject({
      kind: 'local',
      message: expect.stringMatching(/still in the keychain/),
    });
    expect(rig.context.store.read().keychain).toBeUndefined();
  });
});

test('config export holds it only with --include-secrets', async () => {
  const rig = await stored();
  expect((await exportSettings(later(rig).context, {})).data['settings']).toEqual({});
  expect(rig.keychain.calls).toEqual([`set ${place}`]);
  const { data } = await exportSettings(later(rig).context, { includeSecrets: true });
  expect(data['settings']).toEqual({ 'jekimo.apiKey': key });
});

test.each([
  ['is no object', ['jekimo.apiKey']],
  ['holds no list', { default: 'jekimo.apiKey' }],
  ['names no setting', { default: ['../etc'] }],
  ['is of no profile', { staging: ['jekimo.apiKey'] }],
  ['S17: is __proto__', JSON.parse('{"__proto__": ["jekimo.apiKey"]}')],
])('CR-06: a file whose list of the keychain %s is damaged', async (_case, keychain) => {
  const rig = settingsContext({ keychain: fakeKeychain() });
  mkdirSync(rig.tools.folder, { mode: 0o700 });
  const content = { schemaVersion: 1, profile: 'default', profiles: {}, keychain };
  writeFileSync(join(rig.tools.folder, 'config.json'), JSON.stringify(content), { mode: 0o600 });
  await expect(list(rig.context)).rejects.toThrow(/is damaged: its list of what the keychain holds/);
  expect(({} as Record<string, unknown>)['jekimo.apiKey']).toBeUndefined();
});
