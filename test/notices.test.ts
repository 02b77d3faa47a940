import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { noticesOf, readPackage } from '../bin/dev/notices.js';
import { plugins } from '../bin/dev/plugins.js';
import { root } from './helpers/sources.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

/** The folders of the packages in a bundle, by the map that tells where each piece of it came from. */
async function foldersIn(entry: string): Promise<string[]> {
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    tsconfig: 'tsconfig.json',
    external: /^@napi-rs\//,
    plugins,
  });
  const { output } = await bundle.generate({ codeSplitting: false, sourcemap: 'hidden' });
  await bundle.close();
  const { sources = [] } = output[0].map ?? {};
  return sources.flatMap(
    (source) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(source ?? '') ?? [],
  );
}

test(
  'S34: every package of which code is published is listed, with its whole licence text',
  { timeout: 60_000 },
  async () => {
    const folders = new Set([...(await foldersIn('src/main.ts')), ...(await foldersIn('src/library.ts'))]);
    expect(folders.size).toBeGreaterThan(50);
    const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const [list = '', ...texts] = notices.split(`\n${'-'.repeat(80)}\n`);
    const packages = [...folders].map((folder) => readPackage(join(root, folder)));
    expect(new Set(list.trim().split('\n').slice(2))).toEqual(
      new Set(packages.map(({ name, version, licence }) => `${name} ${version} (${licence})`)),
    );
    for (const { name, version, text } of packages) {
      const part = texts.find((each) => each.split('\n\n')[0]?.split('\n').includes(`${name} ${version}`));
      expect(part?.split('\n\n').slice(1).join('\n\n').trim(), name).toBe(text);
      expect(text.length, name).toBeGreaterThan(200);
    }
  },
);

test('a licence is one that lets its code be handed on as a part of something else', () => {
  const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const licences = [...notices.matchAll(/^\S+ \d\S* \((.+)\)$/gm)].map(([, licence]) => licence);
  expect(licences.length).toBeGreaterThan(50);
  const free = new Set([
    '0BSD',
    'Apache 2.0',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'ISC',
    'MIT',
  ]);
  expect(licences.filter((licence) => !free.has(licence ?? ''))).toEqual([]);
});

test('two packages under one text share it, and a package without a text is refused', () => {
  const one = { name: 'a', version: '1.0.0', licence: 'MIT', text: 'Do what you like.' };
  const notices = noticesOf([one, { ...one, name: 'b' }, { ...one, name: 'c', text: 'Ask first.' }]);
  expect(notices.split('Do what you like.')).toHaveLength(2);
  expect(notices).toContain('\na 1.0.0\nb 1.0.0\n\nDo what you like.\n');

  const folder = temporaryFolder();
  const manifest = { name: 'bare', version: '2.0.0', license: 'MIT' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  expect(() => readPackage(folder)).toThrow('bare 2.0.0 has no licence text.');
  mkdirSync(join(folder, 'licenses'));
  expect(() => readPackage(folder)).toThrow('no licence text');
  writeFileSync(join(folder, 'LICENSE.md'), 'Do what you like.\r\n');
  writeFileSync(join(folder, 'NOTICE'), 'By somebody.\n');
  expect(readPackage(folder)).toMatchObject({ name: 'bare', text: 'Do what you like.\n\nBy somebody.' });
});
