import { chmodSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browser } from '../../../../src/commands/doctor/checks/browser.ts';
import { colour } from '../../../../src/commands/doctor/checks/colour.ts';
import { environment } from '../../../../src/commands/doctor/checks/environment.ts';
import { keychain } from '../../../../src/commands/doctor/checks/keychain.ts';
import { lock } from '../../../../src/commands/doctor/checks/lock.ts';
import { node } from '../../../../src/commands/doctor/checks/node.ts';
import { qr } from '../../../../src/commands/doctor/checks/qr.ts';
import { store } from '../../../../src/commands/doctor/checks/store.ts';
import { terminal } from '../../../../src/commands/doctor/checks/terminal.ts';
import { withKeychainNames, withValues } from '../../../../src/settings/profiles.ts';
import { createStore } from '../../../../src/settings/store.ts';
import { fakeKeychain } from '../../../helpers/fake-keychain.ts';
import { firstOf, patient } from '../../../helpers/patient.ts';
import { onWindows, storeMachine } from '../../../helpers/store-machine.ts';

describe('node', () => {
  test.each([
    ['20.19.0', 'good'],
    ['26.0.0', 'good'],
    ['23.11.0', 'doubtful'],
    ['28.1.0', 'doubtful'],
  ])('%s is %s', async (nodeVersion, status) => {
    expect(await firstOf(node(patient({ nodeVersion })))).toMatchObject({ name: 'node', status });
  });
});

describe('environment', () => {
  const namesOf = async (env: Record<string, string>) =>
    (await environment(patient({ env }))).filter(({ status }) => status !== 'good').map(({ name }) => name);

  test('says nothing of variables that are known, harmless or empty', async () => {
    const env = { AUTHRIG_JEKIMO_API_KEY: 'jk_secret', AUTHRIG_PROFILE: 'default', DEBUG: '', CI: 'true' };
    const checks = await environment(patient({ env }));
    expect(checks).toEqual([
      expect.objectContaining({ status: 'good', detail: expect.stringContaining('CI') }),
    ]);
  });

  test('S14: certificates that are not to be checked', async () => {
    expect(await namesOf({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual(['NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(await namesOf({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
  });

  test('S25: libraries that write what they do', async () => {
    expect(await namesOf({ DEBUG: '*', NODE_DEBUG: 'http' })).toEqual(['DEBUG', 'NODE_DEBUG']);
  });

  test.each(['--inspect=0', '--tls-keylog=keys.log', '-r ./hook.js', '--import ./hook.js'])(
    'NODE_OPTIONS with %s',
    async (options) => {
      expect(await namesOf({ NODE_OPTIONS: options })).toEqual(['NODE_OPTIONS']);
      expect(await namesOf({ NODE_OPTIONS: '--max-old-space-size=512' })).toEqual([]);
    },
  );

  test('a variable of ours that nobody reads, with the one that was meant, and its value unseen', async () => {
    const env = { AUTHRIG_JEKIMO_APIKEY: 'jk_secret' };
    const checks = await environment(patient({ env }));
    expect(checks[1]).toMatchObject({
      name: 'AUTHRIG_JEKIMO_APIKEY',
      status: 'doubtful',
      hint: 'Did you mean AUTHRIG_JEKIMO_API_KEY?',
    });
    expect(JSON.stringify(checks)).not.toContain('jk_secret');
  });
});

describe('store', () => {
  test('names the file and counts what is kept, in the keychain too', async () => {
    const tools = storeMachine();
    await createStore(tools).change((contents) =>
      withKeychainNames(
        withValues(contents, 'default', { 'jekimo.baseUrl': 'https://a.example' }),
        'default',
        ['jekimo.apiKey'],
      ),
    );
    const check = await firstOf(store(patient({ tools })));
    expect(check).toMatchObject({ status: 'good', detail: expect.stringContaining('2 settings') });
    expect(check.detail).toContain(join(tools.folder, 'config.json'));
  });

  test.skipIf(onWindows)('S04: tells modes that are too wide, before the reading mends them', async () => {
    const tools = storeMachine();
    mkdirSync(tools.folder, { mode: 0o700 });
    const file = join(tools.folder, 'config.json');
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, profile: 'default', profiles: {} }));
    chmodSync(file, 0o644);
    const check = await firstOf(store(patient({ tools })));
    expect(check).toMatchObject({
      status: 'doubtful',
      detail: expect.stringContaining('mode 644'),
      hint: expect.stringContaining(`chmod 600 ${file}`),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(tools.folder, 0o755);
    expect((await firstOf(store(patient({ tools })))).hint).toContain(`chmod 700 ${tools.folder}`);
  });

  test('a damaged one throws what every command would', () => {
    const tools = storeMachine();
    mkdirSync(tools.folder, { mode: 0o700 });
    writeFileSync(join(tools.folder, 'config.json'), 'cut of', { mode: 0o600 });
    expect(() => store(patient({ tools }))).toThrow(/is damaged/);
  });
});

describe('lock', () => {
  const held = (content: string, ageMs: number) => {
    const ward = patient();
    const file = join(ward.tools.folder, 'config.json.lock');
    mkdirSync(file, { recursive: true });
    writeFileSync(`${file}-owner`, content);
    const touched = new Date(ward.clock.now() - ageMs);
    utimesSync(file, touched, touched);
    return firstOf(lock(ward));
  };

  test('is good where nobody holds the file', async () => {
    expect((await firstOf(lock(patient()))).status).toBe('good');
  });

  test('tells who holds it', async () => {
    expect(await held('4711 abcdef', 100)).toMatchObject({
      status: 'doubtful',
      detail: expect.stringContaining('process 4711'),
    });
  });

  test('a dead owner is no trouble', async () => {
    expect(await held('4711 abcdef', 60_000)).toMatchObject({
      status: 'good',
      detail: expect.stringContaining('process 4711 left it behind'),
    });
    expect((await held('', 60_000)).detail).toContain('left no name');
  });
});

describe('keychain', () => {
  const marked = async (held: Record<string, string>) => {
    const ward = patient({ keychain: fakeKeychain(held) });
    await ward.context.store.change((contents) => withKeychainNames(contents, 'default', ['jekimo.apiKey']));
    return ward;
  };

  test('that holds nothing of ours and answers is good; one that is not there too', async () => {
    const ward = patient();
    expect(await firstOf(keychain(ward))).toMatchObject({ status: 'good' });
    ward.keychain.lock();
    expect(await firstOf(keychain(ward))).toMatchObject({
      status: 'good',
      detail: 'nothing is kept in it, and nothing could be. The keychain is locked',
    });
  });

  test('is good where each secret can be read, of which nothing is told', async () => {
    const check = await firstOf(keychain(await marked({ 'default/jekimo.apiKey': 'jk_secret' })));
    expect(check).toEqual({ name: 'keychain', status: 'good', detail: 'it holds jekimo.apiKey', hint: null });
  });

  test('is bad where it is locked, or has lost one', async () => {
    const locked = await marked({ 'default/jekimo.apiKey': 'jk_secret' });
    locked.keychain.lock();
    expect(await firstOf(keychain(locked))).toMatchObject({
      status: 'bad',
      detail: expect.stringMatching(/locked/),
    });
    expect(await firstOf(keychain(await marked({})))).toMatchObject({
      status: 'bad',
      detail: expect.stringMatching(/no such entry/),
    });
  });
});

describe('browser', () => {
  test('is good where the program is there', async () => {
    const env = { BROWSER: 'node', PATH: join(process.execPath, '..') };
    expect(await firstOf(browser(patient({ env })))).toMatchObject({
      status: 'good',
      detail: expect.stringMatching(/with node$/),
    });
    expect(await firstOf(browser(patient({ env: { BROWSER: process.execPath } })))).toMatchObject({
      status: 'good',
    });
    expect(await firstOf(browser(patient({ env: { WSL_INTEROP: '/run/x' } })))).toMatchObject({
      status: 'good',
    });
  });

  test.each([
    [{}, /there is no screen/],
    [{ CI: 'true' }, /CI is set/],
    [{ DISPLAY: ':0', PATH: '/nonexistent' }, /there is no program xdg-open$/],
    [{ BROWSER: 'firefox:w3m', PATH: '/nonexistent' }, /there is no program firefox or w3m$/],
  ])('with %o it is doubtful, and links are printed', async (env, detail) => {
    expect(await firstOf(browser(patient({ env: env as Record<string, string> })))).toMatchObject({
      status: 'doubtful',
      detail: expect.stringMatching(detail),
      hint: expect.stringContaining('Links are printed'),
    });
  });
});

describe('terminal, colour and qr', () => {
  const size = { columns: 80, rows: 24 };

  test.each([
    [{ size }, 'good', /80 columns and 24 rows/],
    [{ size: { columns: 40, rows: 24 } }, 'doubtful', /no room/],
    [{ size: { columns: 80, rows: 20 } }, 'doubtful', /no room/],
    [{ size, unicode: false }, 'doubtful', /ASCII alone/],
    [{}, 'good', /^none/],
  ])('a terminal %o is %s', async (shape, status, detail) => {
    expect(await firstOf(terminal(patient({ terminal: shape })))).toMatchObject({
      status,
      detail: expect.stringMatching(detail),
    });
  });

  test.each([
    [{}, 'off;'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'off (NO_COLOR is set);'],
    [{ TERM: 'dumb' }, 'off (TERM is dumb);'],
  ])('colour with %o is %s', async (env, detail) => {
    const check = await firstOf(colour(patient({ env: env as Record<string, string> })));
    expect(check.detail).toContain(detail);
  });

  test('a small code is drawn where there is a terminal, and how to test it is said', async () => {
    const check = await firstOf(qr(patient({ terminal: { size, coloured: true } })));
    expect(check).toMatchObject({ status: 'good', detail: expect.stringMatching(/camera reads AUTHRIG/) });
    expect(check.drawing?.length).toBeGreaterThan(10);
    expect(check.drawing?.length).toBeLessThan(24);
  });

  test('none is drawn where there is no room, and none where there is no terminal', async () => {
    expect(await firstOf(qr(patient({ terminal: { size: { columns: 10, rows: 5 } } })))).toMatchObject({
      status: 'doubtful',
    });
    const none = await firstOf(qr(patient()));
    expect([none.status, none.drawing]).toEqual(['good', undefined]);
  });
});
