import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './helpers/sources.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

/** What `npm run check` says of a tree with these files, and with our own rules. */
function checked(files: Readonly<Record<string, string>>): string[] {
  const folder = temporaryFolder();
  const rules = ['.secretlintrc.json', '.secretlintignore'].map(
    (name) => [name, readFileSync(join(root, name), 'utf8')] as const,
  );
  for (const [name, text] of [...rules, ...Object.entries(files)]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/secretlint/bin/secretlint.js'), '--format', 'unix', '**/*'],
    // Where the modules of the rules are.
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_PATH: join(root, 'node_modules') } },
  );
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(folder))
    .map((line) => line.slice(folder.length + 1));
}

test('S37: npm run check finds what looks like a live secret, and lets marked ones pass', () => {
  // Put together here, so that this file holds none.
  const token = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
  const url = (password: string) => `https://ada:${password}@api.example.com/`;
  const key = readFileSync(join(root, 'test/fixtures/tls/server.key'), 'utf8');
  const found = checked({
    'src/a.ts': `const token = '${token}';\n`,
    '.github/workflows/b.yml': `token: ${token}\n`,
    'test/c.test.ts': [url('hunter2'), url('hidden'), url(['swordfish', '99'].join('-'))].join('\n'),
    'test/fixtures/d.key': key,
    'test/fixtures/tls/server.key': key,
  });
  expect(found.map((line) => line.split(':').slice(0, 2).join(':')).toSorted()).toEqual([
    '.github/workflows/b.yml:1',
    'src/a.ts:1',
    'test/c.test.ts:3',
    'test/fixtures/d.key:1',
  ]);
});
