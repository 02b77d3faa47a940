import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportSettings } from '../../../src/commands/config/export.ts';
import { get } from '../../../src/commands/config/get.ts';
import { importSettings } from '../../../src/commands/config/import.ts';
import { list } from '../../../src/commands/config/list.ts';
import { path } from '../../../src/commands/config/path.ts';
import { set } from '../../../src/commands/config/set.ts';
import { unset } from '../../../src/commands/config/unset.ts';
import { withNewProfile, withValues } from '../../../src/settings/profiles.ts';
import { authrig } from '../../helpers/rig.ts';
import { settingsContext, type SettingsContext } from '../../helpers/settings-context.ts';
import { storeMachine } from '../../helpers/store-machine.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const key = 'jk_live_9f8e7d6c5b4a3210';
const usage = (text: string) =>
  expect.objectContaining({ kind: 'usage', message: expect.stringContaining(text) });
const kept = ({ context }: SettingsContext, profile = 'default') => context.store.read().profiles[profile];

describe('config set', () => {
  test('keeps a plain value that is an argument', async () => {
    const rig = settingsContext();
    const { data } = await set(rig.context, {}, 'jekimo.baseUrl', 'https://test.jekimo.example');
    expect(data).toEqual({ name: 'jekimo.baseUrl', profile: 'default', store: 'file' });
    expect(kept(rig)).toEqual({ 'jekimo.baseUrl': 'https://test.jekimo.example' });
  });

  test('S03: refuses a secret that is an argument, says why, and does not repeat it', async () => {
    const rig = settingsContext({ answer: 'never asked' });
    const refused = await set(rig.context, {}, 'jekimo.apiKey', key).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      kind: 'usage',
      details: { hint: expect.stringMatching(/pipe it in.*Replace/) },
    });
    expect(JSON.stringify(refused) + String(refused)).not.toContain(key);
    expect(rig.asked).toEqual([]);
    expect(() => readdirSync(rig.tools.folder)).toThrow('ENOENT');
  });

  test('asks for a secret without echo and learns it before it is stored', async () => {
    const rig = settingsContext({ answer: key });
    const result = await set(rig.context, {}, 'jekimo.apiKey');
    expect([rig.asked, rig.learnt, kept(rig)]).toEqual([['secret'], [key], { 'jekimo.apiKey': key }]);
    expect(JSON.stringify([result, rig.messages])).not.toContain(key);
  });

  test('asks for a plain value too', async () => {
    const rig = settingsContext({ answer: '5551234567' });
    await set(rig.context, {}, 'verifik.phone');
    expect([rig.asked, kept(rig)]).toEqual([['text'], { 'verifik.phone': '5551234567' }]);
  });

  test.each([`${key}\n`, `${key}\r\n`, key])('UX-31: reads a piped secret %j', async (piped) => {
    const rig = settingsContext({ piped });
    await set(rig.context, {}, 'jekimo.apiKey');
    expect(kept(rig)).toEqual({ 'jekimo.apiKey': key });
  });

  test.each([
    '',
    '\n',
    ' \n',
    `${key}\n\n`,
    `two\nlines`,
    'nul\0byte',
    'tab\tbed',
    'ключ',
    `\u001B[200~${key}`,
  ])('UX-31, S13: refuses the piped secret %j without a piece of it', async (piped) => {
    const rig = settingsContext({ piped });
    const refused = await set(rig.context, {}, 'jekimo.apiKey').catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'usage' });
    expect(String(refused) + JSON.stringify(refused)).not.toMatch(/jk_live|two|nul|bed|ключ/);
    expect(() => readdirSync(rig.tools.folder)).toThrow('ENOENT');
  });

  test('UX-14: where nobody may be asked and nothing is piped, names the way', async () => {
    for (const name of ['jekimo.apiKey', 'verifik.phone']) {
      await expect(set(settingsContext().context, {}, name)).rejects.toThrow(usage('nobody may be asked'));
    }
  });

  test('S12: refuses a value that its provider does not accept', async () => {
    const rig = settingsContext();
    await expect(set(rig.context, {}, 'jekimo.baseUrl', 'http://api.jekimo.example')).rejects.toThrow(
      usage('plain http'),
    );
  });

  test('keeps it in the profile that was named', async () => {
    const rig = settingsContext({ profile: 'staging', answer: key });
    await rig.context.store.change((contents) => withNewProfile(contents, 'staging'));
    await set(rig.context, {}, 'jekimo.apiKey');
    expect([kept(rig), kept(rig, 'staging')]).toEqual([{}, { 'jekimo.apiKey': key }]);
  });

  test('refuses a profile that is not there', async () => {
    const rig = settingsContext({ profile: 'prod', answer: key });
    await expect(set(rig.context, {}, 'jekimo.apiKey')).rejects.toThrow(usage('"prod"'));
    expect(rig.asked).toEqual([]);
  });
});

test.each([set, get, unset])('F64: %o of an unknown setting tells which was meant', async (verb) => {
  const refused = verb(settingsContext().context, {}, 'jekimo.apikey');
  await expect(refused).rejects.toThrow(
    expect.objectContaining({ kind: 'usage', details: { hint: 'Did you mean jekimo.apiKey?' } }),
  );
  await expect(verb(settingsContext().context, {}, '__proto__')).rejects.toThrow(usage('no setting'));
});

describe('config get', () => {
  test('gives the value whole in its data, masked in its rows, with its origin', async () => {
    const rig = settingsContext({ env: { AUTHRIG_JEKIMO_API_KEY: key } });
    const result = await get(rig.context, {}, 'jekimo.apiKey');
    expect(result.data).toEqual({ name: 'jekimo.apiKey', value: key, origin: 'environment' });
    expect(result.rows).toEqual([
      ['jekimo.apiKey', 'jk_l…3210'],
      ['origin', 'environment'],
    ]);
  });

  test('masks a phone in its rows, and a short secret to nothing', async () => {
    const rig = settingsContext({
      env: { AUTHRIG_VERIFIK_PHONE: '5551234567', AUTHRIG_JEKIMO_API_KEY: 'abc' },
    });
    expect((await get(rig.context, {}, 'verifik.phone')).rows?.[0]?.[1]).toBe('55•••••567');
    expect((await get(rig.context, {}, 'jekimo.apiKey')).rows?.[0]?.[1]).toBe('••••••');
  });

  test('of a secret that is not set is a credentials error, of another a usage error', async () => {
    const { context } = settingsContext();
    await expect(get(context, {}, 'jekimo.apiKey')).rejects.toThrow(
      expect.objectContaining({ kind: 'credentials' }),
    );
    await expect(get(context, {}, 'verifik.phone')).rejects.toThrow(usage('is not set'));
  });
});

test('config list shows every setting and its origin, and no secret in JSON either', async () => {
  const rig = settingsContext({ env: { AUTHRIG_VERIFIK_PHONE: '5551234567' } });
  await rig.context.store.change((contents) => withValues(contents, 'default', { 'jekimo.apiKey': key }));
  const { data, rows } = await list(rig.context);
  expect(data).toEqual({
    profile: 'default',
    settings: [
      { name: 'jekimo.apiKey', value: 'jk_l…3210', origin: 'profile', secret: true },
      { name: 'jekimo.baseUrl', value: 'https://jekimo.example', origin: 'default', secret: false },
      { name: 'verifik.phone', value: '5551234567', origin: 'environment', secret: false },
    ],
  });
  expect(rows).toEqual([
    ['profile', 'default (default)'],
    ['jekimo.apiKey', 'jk_l…3210 (profile)'],
    ['jekimo.baseUrl', 'https://jekimo.example (default)'],
    ['verifik.phone', '55•••••567 (environment)'],
  ]);
  const bare = await list(settingsContext().context);
  expect(bare.rows?.[1]).toEqual(['jekimo.apiKey', 'not set']);
  expect(bare.data['settings']).toContainEqual({
    name: 'jekimo.apiKey',
    value: null,
    origin: null,
    secret: true,
  });
});

test('config unset removes a setting, and says so where there was none', async () => {
  const rig = settingsContext({ answer: key });
  await set(rig.context, {}, 'jekimo.apiKey');
  expect((await unset(rig.context, {}, 'jekimo.apiKey')).data).toMatchObject({ removed: true });
  expect((await unset(rig.context, {}, 'jekimo.apiKey')).data).toMatchObject({ removed: false });
  expect(kept(rig)).toEqual({});
});

test('config path prints the path alone, with no file there', async () => {
  const { context, tools } = settingsContext();
  const file = join(tools.folder, 'config.json');
  expect(await path(context)).toEqual({ data: { path: file }, alone: file });
});

describe('config export and import', () => {
  async function filled(): Promise<SettingsContext> {
    const rig = settingsContext();
    const values = {
      'jekimo.apiKey': key,
      'verifik.phone': '5551234567',
      'gone.apiKey': 'of-a-removed-provider',
    };
    await rig.context.store.change((contents) => withValues(contents, 'default', values));
    return rig;
  }

  test('an export holds no secret, and none that nobody declares any more', async () => {
    const { data, alone } = await exportSettings((await filled()).context, {});
    expect(data).toEqual({
      schemaVersion: 1,
      profile: 'default',
      settings: { 'verifik.phone': '5551234567' },
    });
    expect(JSON.parse(alone ?? '')).toEqual(data);
  });

  test('with --include-secrets it holds them', async () => {
    const { data } = await exportSettings((await filled()).context, { includeSecrets: true });
    expect(data['settings']).toMatchObject({ 'jekimo.apiKey': key });
  });

  test.each([
    ['an export', (settings: object) => JSON.stringify({ schemaVersion: 1, profile: 'other', settings })],
    [
      'its --json document',
      (settings: object) => JSON.stringify({ ok: true, data: { schemaVersion: 1, settings } }),
    ],
    ['names and values alone', (settings: object) => JSON.stringify(settings)],
  ])('%s is imported, beside what is there', async (_case, textOf) => {
    const settings = { 'jekimo.apiKey': key, 'verifik.phone': '5551234567' };
    const piped = settingsContext({ piped: textOf(settings) });
    await piped.context.store.change((contents) =>
      withValues(contents, 'default', { 'jekimo.baseUrl': 'https://kept.example' }),
    );
    const { data } = await importSettings(piped.context, {});
    expect(data).toEqual({ profile: 'default', names: ['jekimo.apiKey', 'verifik.phone'] });
    expect(kept(piped)).toEqual({ ...settings, 'jekimo.baseUrl': 'https://kept.example' });
    expect(piped.learnt).toContain(key);
  });

  test('from a file, with a byte order mark', async () => {
    const file = join(temporaryFolder(), 'settings.json');
    writeFileSync(file, `\uFEFF${JSON.stringify({ 'verifik.phone': '5551234567' })}`);
    const rig = settingsContext();
    await importSettings(rig.context, {}, file);
    expect(kept(rig)).toEqual({ 'verifik.phone': '5551234567' });
  });

  test.each([
    ['no JSON', `{"jekimo.apiKey": "${key}`],
    ['a list', '[]'],
    ['another version', JSON.stringify({ schemaVersion: 2, settings: {} })],
    ['a failed document', JSON.stringify({ ok: false, error: {} })],
    ['an unknown setting', JSON.stringify({ 'verifik.phone': '5551234567', 'jekimo.colour': 'red' })],
    ['a number', JSON.stringify({ 'jekimo.apiKey': key, 'verifik.phone': 5551234567 })],
    ['a bad base URL', JSON.stringify({ 'jekimo.apiKey': key, 'jekimo.baseUrl': 'http://api.example.com' })],
    ['a bad key', JSON.stringify({ 'verifik.phone': '5551234567', 'jekimo.apiKey': `${key}\n` })],
    ['__proto__', '{"__proto__": {"polluted": "yes"}}'],
  ])('S17: %s is refused before anything is written', async (_case, piped) => {
    const rig = settingsContext({ piped });
    const refused = await importSettings(rig.context, {}).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'usage' });
    expect(String(refused) + JSON.stringify(refused)).not.toContain(key);
    expect(() => readdirSync(rig.tools.folder)).toThrow('ENOENT');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('F66: without a file, with a missing one, a folder and a FIFO it is a usage error', async () => {
    const folder = temporaryFolder();
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    for (const file of [undefined, join(folder, 'none'), folder, fifo]) {
      await expect(importSettings(settingsContext().context, {}, file)).rejects.toThrow(usage(''));
    }
  });
});

test.each([
  ['set', (rig: SettingsContext) => set(rig.context, {}, 'jekimo.apiKey')],
  ['unset', (rig: SettingsContext) => unset(rig.context, {}, 'jekimo.apiKey')],
  ['import', (rig: SettingsContext) => importSettings(rig.context, {})],
])(
  'CR-06: config %s keeps a damaged file under another name, says which, and works the next time',
  async (_verb, run) => {
    const rig = (): SettingsContext =>
      settingsContext({ tools, piped: JSON.stringify({ 'verifik.phone': '5551234567' }) });
    const tools = storeMachine();
    mkdirSync(tools.folder, { mode: 0o700 });
    writeFileSync(join(tools.folder, 'config.json'), 'cut of', { mode: 0o600 });
    const failure = await run(rig()).catch((error: unknown) => error);
    const [keptAs = 'none'] = readdirSync(tools.folder);
    expect(failure).toMatchObject({ kind: 'local', message: expect.stringContaining(keptAs) });
    expect(keptAs).toMatch(/^config\.json\.corrupt-/);
    expect(readFileSync(join(tools.folder, keptAs), 'utf8')).toBe('cut of');
    await run(rig());
  },
);

test('CR-06: config get and list leave a damaged file where it is', async () => {
  const rig = settingsContext();
  mkdirSync(rig.tools.folder, { mode: 0o700 });
  writeFileSync(join(rig.tools.folder, 'config.json'), 'cut of', { mode: 0o600 });
  const damaged = expect.objectContaining({ kind: 'local', message: expect.stringContaining('is damaged') });
  await expect(list(rig.context)).rejects.toThrow(damaged);
  await expect(get(rig.context, {}, 'jekimo.apiKey')).rejects.toThrow(damaged);
  expect(readdirSync(rig.tools.folder)).toEqual(['config.json']);
});

test('config export takes --include-secrets as its own word, without a recording', async () => {
  const env = { AUTHRIG_CONFIG_DIR: temporaryFolder() };
  await authrig(['config', 'set', 'jekimo.apiKey'], { env, stdin: 'k-4711-k-4711' });
  const { exitCode, stdout, stderr } = await authrig(['config', 'export', '--include-secrets'], { env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('k-4711-k-4711');
});
