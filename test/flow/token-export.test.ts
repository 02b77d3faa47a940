import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CliError } from '../../src/errors.ts';
import { checkExport, type ExportForm, exportToken } from '../../src/flow/token-export.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';
import { onWindows } from '../helpers/store-machine.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3Njh9.c2lnbmF0dXJlLW9mLW5vdGhpbmc_-=';
const name = 'VERIFIK_ACCESS_TOKEN';

function open(env: Record<string, string> = {}) {
  const printed: string[] = [];
  const context = {
    env,
    randomBytes: (count: number) => new Uint8Array(count).fill(0xab),
    terminal: { result: async (text: string) => void printed.push(text) } as unknown as Terminal,
  };
  const give = async (form: ExportForm, value = token): Promise<string | undefined | CliError> =>
    exportToken(context, form, name, value).catch((error: unknown) => error as CliError);
  return { context, give, printed };
}

function runner() {
  const file = join(temporaryFolder(), 'output');
  writeFileSync(file, 'first=1\n');
  return { file, ...open({ GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: file }) };
}

describe('a line for a shell and for CI systems', () => {
  test.each([
    ['shell', `export ${name}='${token}'`],
    ['dotenv', `${name}="${token}"`],
    ['gitlab', `${name}=${token}`],
  ] as const)('%s', async (form, line) => {
    const { give, printed } = open();
    expect(await give(form)).toBe(line);
    expect(printed).toEqual([]);
  });

  test.skipIf(onWindows)('a shell reads the value back', async () => {
    const { give } = open();
    const script = `${String(await give('shell'))}; printf %s "$${name}"`;
    expect(execFileSync('sh', ['-c', script]).toString()).toBe(token);
  });

  test.each(["a'b", 'a"b', 'a\\b', 'a$b', 'a`b', 'a b', 'a\nb', 'a\rb', '', 'a\u001Bb', 'aéb'])(
    'F68: nothing that could break out: %j',
    async (value) => {
      for (const form of ['shell', 'dotenv', 'gitlab'] as const) {
        const { give, printed } = open();
        expect(await give(form, value)).toMatchObject({ kind: 'provider' });
        expect(printed).toEqual([]);
      }
    },
  );
});

describe('UX-34: GitHub Actions', () => {
  test('registers the mask first, and appends the value under a delimiter that nobody can guess', async () => {
    const { file, give, printed } = runner();
    expect(await give('github')).toBeUndefined();
    expect(printed).toEqual([`::add-mask::${token}\n`]);
    const delimiter = `authrig_${'ab'.repeat(16)}`;
    expect(readFileSync(file, 'utf8')).toBe(`first=1\n${name}<<${delimiter}\n${token}\n${delimiter}\n`);
  });

  test('F68: the mask is out before the file fails', async () => {
    const folder = temporaryFolder();
    const missing = join(folder, 'missing');
    mkdirSync(join(folder, 'a-folder'));
    for (const path of [missing, join(folder, 'a-folder'), '']) {
      const { give, printed } = open({ GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: path });
      expect(await give('github')).toMatchObject({ kind: 'local' });
      expect(printed).toEqual([`::add-mask::${token}\n`]);
    }
    expect(existsSync(missing)).toBe(false);
  });

  test('F68: each line of a value with line breaks is masked, and the value refused', async () => {
    const { file, give, printed } = runner();
    expect(await give('github', 'one\r\n\ntwo%0A')).toMatchObject({ kind: 'provider' });
    expect(printed).toEqual(['::add-mask::one\n', '::add-mask::two%250A\n']);
    expect(readFileSync(file, 'utf8')).toBe('first=1\n');
  });

  test('F68: a value that holds the delimiter is refused', async () => {
    const { file, give } = runner();
    expect(await give('github', `x-authrig_${'ab'.repeat(16)}`)).toMatchObject({ kind: 'local' });
    expect(readFileSync(file, 'utf8')).toBe('first=1\n');
  });

  test('an output of an earlier step that lacks its line’s end is left whole', async () => {
    const { file, give } = runner();
    writeFileSync(file, 'first=1');
    await give('github');
    const [first, second] = readFileSync(file, 'utf8').split('\n');
    expect([first, second]).toEqual(['first=1', expect.stringMatching(new RegExp(`^${name}<<authrig_`))]);
  });

  test.each([{}, { GITHUB_ACTIONS: 'false' }, { GITHUB_ACTIONS: '1' }, { GITHUB_OUTPUT: '/tmp/x' }])(
    'no mask reaches a log that is not the runner’s: %j',
    async (env) => {
      const { context, give, printed } = open(env);
      expect(() => checkExport(context, 'github')).toThrow(/GitHub Actions/);
      expect(await give('github')).toMatchObject({ kind: 'usage' });
      expect(printed).toEqual([]);
    },
  );
});
