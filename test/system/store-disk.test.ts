import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSessions } from '../../src/settings/sessions.ts';
import { createStore } from '../../src/settings/store.ts';
import { bundledChild } from '../helpers/child.ts';
import { storeMachine } from '../helpers/store-machine.ts';

/** These need root for a file system of their own, and real seconds. */
describe.skipIf(process.env['AUTHRIG_SYSTEM_TESTS'] !== '1')('the store on a real machine', () => {
  const child = bundledChild(new URL('../settings/store-process.ts', import.meta.url));

  test('T1, F51: on a full disk the old file stays and the failure is reported', async () => {
    const tools = storeMachine();
    mkdirSync(tools.folder, { mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=0700', 'tmpfs', tools.folder]);
    onTestFinished(() => void execFileSync('umount', [tools.folder]));
    const old = { 'load.before': 'x'.repeat(3000) };
    await createStore(tools).change((contents) => ({ ...contents, profiles: { default: old } }));
    const before = readFileSync(join(tools.folder, 'config.json'), 'utf8');
    for (const bytes of [13_000, 14_000, 22_000, 100_000]) {
      for (const deed of ['fill', 'put']) {
        expect(await child.run([tools.folder, deed, `${bytes}`]), `${deed} ${bytes}`).toMatch(
          /^local: .*(?:disk is full|whole).*\n$/,
        );
        expect(readFileSync(join(tools.folder, 'config.json'), 'utf8')).toBe(before);
      }
    }
    expect(readdirSync(tools.folder, { recursive: true }).toSorted()).toEqual([
      'config.json',
      'sessions',
      'sessions/default',
      'sessions/default/tokens',
    ]);
    expect(await child.run([tools.folder, 'fill', '10'])).toBe('');
  }, 60_000);

  test('T2, T3: 8 processes that wait for one dead owner lose no update', async () => {
    const tools = storeMachine();
    mkdirSync(join(tools.folder, 'config.json.lock'), { recursive: true, mode: 0o700 });
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => child.run([tools.folder, 'set', `${index}`, '25'])),
    );
    expect(Object.keys(createStore(tools).read().profiles['default'] ?? {})).toHaveLength(200);
    expect(readdirSync(tools.folder)).toEqual(['config.json']);
  }, 60_000);

  test('F58: after 200 kills the store parses and holds one whole state', async () => {
    const tools = storeMachine();
    const sessions = createSessions({ ...tools, profile: () => 'default' });
    for (let round = 0; round < 200; round += 1) {
      const writer = spawn(process.execPath, [child.file, tools.folder, 'churn'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(writer.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, round % 40));
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      const value = createStore(tools).read().profiles['default']?.['load.big'] ?? '';
      for (const text of [value, String(await sessions.get('tokens', 'ada'))])
        expect(text).toMatch(/^(\d)\1{199999}$/);
      for (const left of ['.lock', '.lock-owner']) {
        rmSync(join(tools.folder, `config.json${left}`), { recursive: true, force: true });
      }
    }
    expect(tools.warnings).toEqual([]);
  }, 300_000);
});
