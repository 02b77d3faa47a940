import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type BuiltOptions, installed, start } from '../helpers/built.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A text that each library carries through minification, and nobody else does. */
const telltales = {
  chalk: 'The `level` option should be an integer from 0 to 3',
  commander: 'commander.helpDisplayed',
  conf: 'Config schema violation',
  got: 'got (https://github.com/sindresorhus/got)',
  hpagent: 'Proxy timeout',
  inquirer: 'User force closed the prompt',
  jsqr: 'Malformed data passed to binarizer.',
  lockfile: 'Lock file is already being held',
  ora: 'prefixText',
  pngjs: 'Invalid file signature',
  qrcode: 'bad rs block @ typeNumber:',
  valibot: 'valibot',
  yaml: 'Excessive alias count indicates a resource exhaustion attack',
} as const;

type Library = keyof typeof telltales;

interface Loaded {
  readonly files: string[];
  readonly bytes: number;
  readonly libraries: Library[];
  /** Node's own modules. */
  readonly natives: string[];
}

/** Makes a run leave a list of the modules of Node that it loaded, in the file that this variable names. */
const listNatives = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    import { writeFileSync } from 'node:fs';
    process.once('exit', () => writeFileSync(process.env.LIST_NATIVES, process.moduleLoadList.join()));`)}`,
];

function librariesIn(text: string): Library[] {
  const names = Object.keys(telltales) as Library[];
  return names.filter((name) => text.includes(telltales[name]));
}

/** What a command line loads of `dist`, by the engine's own account. */
async function loadedBy(
  argv: readonly string[],
  options: BuiltOptions & { readonly until?: string } = {},
): Promise<Loaded> {
  const folder = temporaryFolder();
  const list = join(temporaryFolder(), 'natives');
  const env = { ...options.env, NODE_V8_COVERAGE: folder, LIST_NATIVES: list };
  const { child, says, ended } = start(argv, { ...options, env, nodeOptions: listNatives });
  if (options.until !== undefined) {
    await says(options.until);
    child.kill('SIGTERM');
  }
  expect(await ended).toMatchObject({ exitCode: 0 });
  const [report = ''] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(join(folder, report), 'utf8')) as { result: { url: string }[] };
  const dist = join(installed(), 'dist');
  const files = result
    .map(({ url }) => url)
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(url))
    .filter((file) => file.startsWith(dist));
  return {
    files: files.map((file) => basename(file)).toSorted(),
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    libraries: librariesIn(files.map((file) => readFileSync(file, 'utf8')).join('\n')),
    natives: [...readFileSync(list, 'utf8').matchAll(/NativeModule (?!internal\/)([^,]+)/g)].map(
      ([, name = '']) => name,
    ),
  };
}

test('every telltale is found in what is built', () => {
  const dist = join(installed(), 'dist');
  const files = readdirSync(dist).filter((file) => file.endsWith('.js'));
  const texts = files.map((file) => readFileSync(join(dist, file), 'utf8'));
  expect(librariesIn(texts.join('\n'))).toEqual(Object.keys(telltales));
});

describe('a command loads what it runs', () => {
  test('--version: the entry alone', async () => {
    const { files, bytes, natives } = await loadedBy(['--version']);
    expect(files).toEqual(['main.js']);
    expect(natives).not.toContain('crypto');
    expect(bytes).toBeLessThan(4000);
  });

  test.each([
    ['profiles'],
    ['challenges', 'verifik', 'confirm', '--challenge'],
    ['sign-ins', 'sandbox', 'approve'],
  ])('__complete %s: two files, no library and no parser', async (...words) => {
    const { files, libraries, bytes } = await loadedBy(['__complete', ...words]);
    expect(files).toEqual(['main.js', 'suggestions.js']);
    expect(libraries).toEqual([]);
    expect(bytes).toBeLessThan(12_000);
  });

  test.each([[['--help']], [['jekimo', '--help']], [['help', 'jekimo', 'login']]])(
    '%j: the parser and no other library',
    async (argv) => {
      const { files, bytes, libraries, natives } = await loadedBy(argv);
      expect(libraries).toEqual(['commander']);
      expect(natives.filter((name) => ['child_process', 'crypto', 'http'].includes(name))).toEqual([]);
      expect(files.length).toBeLessThanOrEqual(6);
      expect(bytes).toBeLessThan(90_000);
    },
  );

  test('config list: nothing that sends, and not the library that writes', async () => {
    const { libraries, bytes } = await loadedBy(['config', 'list']);
    expect(libraries).toEqual(['commander', 'valibot']);
    expect(bytes).toBeLessThan(190_000);
  });

  test('juvlon verify: the client and the schemas', async () => {
    const pair = { token: 'OJUWLB', OTP: '9078' };
    await using server = await scriptedServer({
      '/v4/verifyOneTimeCode': [{ body: { code: 200, status: 'Success', verify: 'true', ...pair } }],
    });
    const env = { AUTHRIG_JUVLON_API_KEY: 'k-4711', AUTHRIG_JUVLON_BASE_URL: server.origin };
    const argv = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078'];
    const { files, libraries, bytes, natives } = await loadedBy(argv, { env });
    expect(libraries).toEqual(['commander', 'got', 'valibot']);
    expect(natives).toContain('http');
    // Later versions load it with https.
    if (process.versions.node.startsWith('20.')) expect(natives).not.toContain('http2');
    expect(files.length).toBeLessThanOrEqual(12);
    expect(bytes).toBeLessThan(325_000);
  });

  test('sandbox start: the server and the vendors, and no client', async () => {
    const { files, libraries, bytes } = await loadedBy(['sandbox', 'start'], { until: 'ready' });
    expect(libraries).toEqual(['commander', 'valibot']);
    expect(files.length).toBeLessThanOrEqual(8);
    expect(bytes).toBeLessThan(258_000);
  });

  test('jekimo login --sandbox in a pipe: no spinner, no prompt, no QR code, no writing', async () => {
    const { libraries } = await loadedBy(['jekimo', 'login', '--sandbox', '--interval', '100ms']);
    // The code that Jekimo drew is read, and compared with the link beside it.
    expect(libraries).toEqual(['commander', 'got', 'jsqr', 'pngjs', 'valibot']);
  });

  test('sandbox exec: nothing of the demo portal or the OpenAPI document, which are built all the same', async () => {
    const { files } = await loadedBy(['sandbox', 'exec', '--', 'true']);
    const isExtra = (file: string): boolean => /^(?:portal|openapi)-/.test(file);
    expect(files.filter(isExtra)).toEqual([]);
    const built = readdirSync(join(installed(), 'dist')).filter(isExtra);
    expect(new Set(built.map((file) => file.split('-')[0]))).toEqual(new Set(['openapi', 'portal']));
  });
});
