import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/commands/doctor/check.ts';
import { authrig, type Ended } from '../helpers/built.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { testCa, tlsServer } from '../helpers/tls-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const key = 'jk_live_0123456789abcdef';
const settings = [
  'JEKIMO_BASE',
  'VERIFIK_BASE',
  'ELIXIR_BASE',
  'EKYC_BASE',
  'EKYC_IDENTIFIER',
  'JUVLON_BASE',
];
const pointedAt = (url: string) =>
  Object.fromEntries(settings.map((name) => [`AUTHRIG_${name}_URL`, url] as const));

interface Document {
  readonly ok: boolean;
  readonly error?: { readonly kind: string; readonly exitCode: number };
  readonly data: { readonly checks: readonly Check[] };
}

const documentOf = ({ stdout }: Ended) => JSON.parse(stdout) as Document;
const checkIn = (ended: Ended, name: string) =>
  documentOf(ended).data.checks.find((check) => check.name === name);

describe('authrig doctor', () => {
  test('sees a trusted host, its certificate and its clock, and sends it no key', async () => {
    const received: string[] = [];
    await using server = await tlsServer('server.pem', {}, (request, response) => {
      received.push(`${request.method} ${request.url} ${JSON.stringify(request.rawHeaders)}`);
      response.end('hello');
    });
    const env = {
      ...pointedAt(`https://127.0.0.1:${server.port}/api`),
      AUTHRIG_JEKIMO_API_KEY: key,
      NODE_EXTRA_CA_CERTS: testCa,
    };
    const ended = await authrig(['doctor', '--json'], { env });
    expect(checkIn(ended, 'jekimo.baseUrl')).toMatchObject({
      status: 'good',
      detail: expect.stringMatching(/answers in \d+ ms over TLSv1\.3, with a certificate until \d{4}-/),
    });
    expect(checkIn(ended, 'clock')).toMatchObject({ status: 'good', detail: 'within 5 s of 6 hosts' });
    expect(ended.exitCode).toBe(checkIn(ended, 'network')?.status === 'bad' ? 8 : 0);
    expect(received).toHaveLength(6);
    expect(received.every((line) => line.startsWith('GET / ') && !/api-key/i.test(line))).toBe(true);
    expect(received.join('\n') + ended.stdout + ended.stderr).not.toContain(key);
  });

  test('a host that is not trusted is bad: data stands beside the error, and the exit code is 8', async () => {
    await using server = await tlsServer('self-signed.pem');
    const ended = await authrig(['doctor', '--json'], {
      env: { ...pointedAt(`https://127.0.0.1:${server.port}`), NODE_EXTRA_CA_CERTS: undefined },
    });
    expect(ended.exitCode).toBe(8);
    expect(documentOf(ended)).toMatchObject({ ok: false, error: { kind: 'inconclusive', exitCode: 8 } });
    expect(checkIn(ended, 'juvlon.baseUrl')).toMatchObject({
      status: 'bad',
      detail: expect.stringContaining('self-signed'),
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  test('text: a line for each check, what to do below it, and why it failed on stderr', async () => {
    const { stdout, stderr, exitCode } = await authrig(['doctor'], { env: pointedAt('http://127.0.0.1:9') });
    expect(exitCode).toBe(8);
    expect(stdout).toMatch(/^good {6}node +Node \d+/);
    expect(stdout).toMatch(/^bad {7}jekimo\.baseUrl +127\.0\.0\.1:9 refused the connection\.\n +If this is/m);
    expect(stderr).toMatch(/\d checks are bad: .*jekimo\.baseUrl/);
  });

  test('goes through a proxy as every call does', async () => {
    await using server = await tlsServer('server.pem');
    await using proxy = await proxyServer({ routes: { 'api.juvlon.example:443': server.port } });
    const env = {
      ...pointedAt('https://api.juvlon.example'),
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: testCa,
    };
    const ended = await authrig(['doctor', '--json'], { env });
    expect(checkIn(ended, 'dns')).toMatchObject({ status: 'good' });
    expect(checkIn(ended, 'juvlon.baseUrl')).toMatchObject({
      status: 'good',
      detail: expect.stringContaining('with a certificate until 2124-12-31'),
    });
    expect(checkIn(ended, 'proxy')?.status).toBe('good');
    expect(checkIn(ended, 'proxy')?.detail).toContain('(HTTPS_PROXY) for jekimo.baseUrl, verifik.baseUrl');
  });

  test('tells a damaged store, and all the rest beside it', async () => {
    const folder = join(temporaryFolder(), 'authrig');
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, 'config.json'), 'cut of', { mode: 0o600 });
    chmodSync(folder, 0o700);
    const ended = await authrig(['doctor', '--json'], { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect(ended.exitCode).toBe(8);
    expect(checkIn(ended, 'store')).toMatchObject({
      status: 'bad',
      detail: expect.stringContaining('is damaged'),
    });
    expect(checkIn(ended, 'node')).toMatchObject({ status: 'good' });
  });
});

describe('the keychain of an installation without its optional package', () => {
  test('F55: says what is not installed, and keeps nothing in plain text instead', async () => {
    const folder = join(temporaryFolder(), 'authrig');
    const set = await authrig(['config', 'set', 'jekimo.apiKey', '--store', 'keychain'], {
      env: { AUTHRIG_CONFIG_DIR: folder },
      stdin: key,
    });
    expect(set.stderr).toContain(
      'The keychain support is not installed: the optional package @napi-rs/keyring',
    );
    expect(set.exitCode).toBe(10);
    expect(set.stderr + set.stdout).not.toContain(key);
    const list = await authrig(['config', 'list', '--json'], { env: { AUTHRIG_CONFIG_DIR: folder } });
    expect(list.stdout).toContain('{"name":"jekimo.apiKey","value":null,"origin":null,"secret":true}');
  });

  test('a setting that lies there fails the commands that need it, and no others', async () => {
    const folder = join(temporaryFolder(), 'authrig');
    mkdirSync(folder, { mode: 0o700 });
    const content = {
      schemaVersion: 1,
      profile: 'default',
      profiles: {},
      keychain: { default: ['jekimo.apiKey'] },
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(content), { mode: 0o600 });
    const env = { AUTHRIG_CONFIG_DIR: folder };
    expect((await authrig(['config', 'list'], { env })).stdout).toMatch(
      /jekimo\.apiKey +•••••• \(keychain\)/,
    );
    expect((await authrig(['jekimo', 'request', '--sandbox', '--field', 'token'], { env })).exitCode).toBe(0);
    expect(await authrig(['jekimo', 'request'], { env })).toMatchObject({
      exitCode: 10,
      stderr: expect.stringContaining('not installed'),
    });
  });
});

test('what is no call to the keychain is refused without a word', async () => {
  for (const stdin of ['', '{', 'null', '{"verb":"steal","service":"a","account":"b"}'])
    expect(await authrig(['keychain-call'], { stdin })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: '',
    });
});
