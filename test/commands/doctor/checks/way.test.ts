import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baseUrls } from '../../../../src/commands/doctor/checks/base-urls.ts';
import { certificates } from '../../../../src/commands/doctor/checks/certificates.ts';
import { clock } from '../../../../src/commands/doctor/checks/clock.ts';
import { dns } from '../../../../src/commands/doctor/checks/dns.ts';
import { network } from '../../../../src/commands/doctor/checks/network.ts';
import { proxy } from '../../../../src/commands/doctor/checks/proxy.ts';
import { CliError } from '../../../../src/errors.ts';
import type { LookUp } from '../../../../src/http/name-lookup.ts';
import { firstOf, patient, visit } from '../../../helpers/patient.ts';
import { testCa } from '../../../helpers/tls-server.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const failed = (kind: 'network' | 'usage', message: string) => ({
  failed: new CliError(kind, message, { hint: 'Do this.' }),
});

describe('F28: the clock', () => {
  test.each([
    [[0], 'good', 'within 5 s of one host'],
    [[-4900, 4900, 0], 'good', 'within 5 s of 3 hosts'],
    [[12_000], 'doubtful', '12 s ahead of one host'],
    [[-47_000, -46_600, -46_800], 'bad', '47 s behind 3 hosts'],
    // One host that is wrong by a day does not count.
    [[86_400_000, 100, 200], 'good', 'within 5 s of 3 hosts'],
  ])('%j ms is %s', async (differences, status, detail) => {
    const visits = differences.map((aheadMs) => visit({ aheadMs }));
    expect(await firstOf(clock(patient({ visits })))).toMatchObject({ status, detail });
  });

  test('that no host told is not seen', async () => {
    const visits = [visit(failed('network', 'no.')), visit({ aheadMs: undefined }), visit({ unseen: 'DNS' })];
    expect(await firstOf(clock(patient({ visits })))).toMatchObject({ status: 'doubtful' });
  });
});

describe('network', () => {
  test.each([
    [true, true, 'good', 'IPv4 and IPv6'],
    [true, false, 'good', 'none of IPv6'],
    [false, true, 'good', 'none of IPv4'],
    [false, false, 'bad', 'offline'],
  ])('IPv4 %s, IPv6 %s: %s', async (ipv4, ipv6, status, detail) => {
    const senses = { addressesHere: async () => ({ ipv4, ipv6 }) };
    expect(await firstOf(network(patient({ senses })))).toMatchObject({
      status,
      detail: expect.stringContaining(detail),
    });
  });
});

describe('dns', () => {
  const answers = (of: Record<string, LookUp>) =>
    patient({
      visits: Object.keys(of).map((host) => visit({}, `https://${host}`)),
      senses: { lookUp: async (host) => of[host] ?? { unknown: true } },
    });
  const found = { found: { ipv4: true, ipv6: false } };

  test.each([
    [{ 'a.example': found, 'b.example': { found: { ipv4: true, ipv6: true } } }, 'good', '2 of 2 hosts'],
    [{ 'a.example': found, 'b.example': { unknown: true } }, 'bad', 'there is no host b.example'],
    [{ 'a.example': { unknown: true } }, 'bad', 'know none of the hosts: a.example'],
    [{ 'a.example': found, 'b.example': { silent: 'ETIMEOUT' } }, 'doubtful', 'no answer for b.example'],
    [{ 'a.example': { silent: 'ETIMEOUT' } }, 'bad', 'give no answer (ETIMEOUT)'],
  ] as const)('%j is %s', async (of, status, detail) => {
    expect(await firstOf(dns(answers(of as Record<string, LookUp>)))).toMatchObject({
      status,
      detail: expect.stringContaining(detail),
    });
  });

  test('asks for no name that is this machine, or that a proxy looks up', async () => {
    const visits = [
      visit({}, 'http://127.0.0.1:4000'),
      visit({}, 'https://jekimo.example', { HTTPS_PROXY: 'http://proxy.example' }),
    ];
    const asked: string[] = [];
    const lookUp = async (host: string): Promise<LookUp> => {
      asked.push(host);
      return { unknown: true };
    };
    expect((await firstOf(dns(patient({ visits, senses: { lookUp } })))).status).toBe('good');
    expect(asked).toEqual([]);
  });
});

describe('F27: proxy', () => {
  const env = { HTTPS_PROXY: 'http://ada:hunter2@proxy.example:3128' };
  const through = (outcome: Parameters<typeof visit>[0]) => visit(outcome, 'https://jekimo.example', env);

  test('none is good', async () => {
    expect((await firstOf(proxy(patient({ visits: [visit()] })))).detail).toMatch(/^none/);
  });

  test('one that opens the way to a host is good, named without its password', async () => {
    const check = await firstOf(proxy(patient({ visits: [through(failed('network', 'x.')), through({})] })));
    expect(check).toMatchObject({
      status: 'good',
      detail: expect.stringContaining('proxy.example:3128 (HTTPS_PROXY)'),
    });
    expect(JSON.stringify(check)).not.toMatch(/hunter2|ada/);
  });

  test('one that opens none is bad, with the words of the first failure', async () => {
    const visits = [through(failed('network', 'The proxy refused the connection.'))];
    expect(await firstOf(proxy(patient({ visits })))).toMatchObject({
      status: 'bad',
      detail: expect.stringMatching(/: The proxy refused the connection$/),
      hint: expect.stringContaining('NO_PROXY'),
    });
  });

  test('a variable that names none is bad', async () => {
    const visits = [visit(failed('usage', 'The variable HTTPS_PROXY is not a proxy address.'))];
    expect(await firstOf(proxy(patient({ visits })))).toMatchObject({ status: 'bad', hint: 'Do this.' });
  });
});

describe('F26: certificates', () => {
  const file = (content: string): string => {
    const path = join(temporaryFolder(), 'ca.pem');
    writeFileSync(path, content);
    return path;
  };
  const judged = (path: string) => firstOf(certificates(patient({ env: { NODE_EXTRA_CA_CERTS: path } })));

  test('none are added', async () => {
    expect((await firstOf(certificates(patient()))).status).toBe('good');
  });

  test('a file of authorities is good', async () => {
    expect(await judged(testCa)).toMatchObject({ status: 'good', detail: `1 more authority from ${testCa}` });
  });

  test('one that has run out is doubtful, among others it is not', async () => {
    const expired = readFileSync(new URL('../../../fixtures/tls/expired.pem', import.meta.url), 'utf8');
    expect(await judged(file(expired))).toMatchObject({ status: 'doubtful' });
    expect(await judged(file(expired + readFileSync(testCa, 'utf8')))).toMatchObject({
      status: 'good',
      detail: expect.stringContaining('1 of them expired'),
    });
  });

  test.each([
    ['is not there', () => '/nonexistent/ca.pem', /is not there$/],
    ['is a folder', () => temporaryFolder(), /is no such file$/],
    ['holds none', () => file('hello'), /holds no certificate/],
    [
      'is broken',
      () => file('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
      /can not be read$/,
    ],
  ])('a file that %s is bad', async (_case, path, detail) => {
    expect(await judged(path())).toMatchObject({ status: 'bad', detail: expect.stringMatching(detail) });
  });
});

describe('base URLs', () => {
  const day = 86_400_000;
  const withCertificate = (days: number) => {
    const ward = patient({ visits: [visit()] });
    const certificate = async () => ({ validTo: ward.clock.now() + days * day, protocol: 'TLSv1.3' });
    return firstOf(baseUrls({ ...ward, senses: { ...ward.senses, certificate } }));
  };

  test.each([
    [60, 'good', /answers in 40 ms over TLSv1\.3, with a certificate until 2026-03-02$/],
    [13.5, 'doubtful', /13 days from now/],
    [1.2, 'doubtful', /1 day from now/],
  ])('a certificate with %d days left is %s', async (days, status, detail) => {
    expect(await withCertificate(days)).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test('plain http on this machine has no certificate', async () => {
    const visits = [visit({}, 'http://127.0.0.1:4000')];
    const certificate = () => Promise.reject(new Error('asked'));
    expect(await firstOf(baseUrls(patient({ visits, senses: { certificate } })))).toMatchObject({
      status: 'good',
      detail: '127.0.0.1:4000 answers in 40 ms',
    });
  });

  test('a failure is told in its own words, with its own hint', async () => {
    const visits = [visit(failed('network', 'jekimo.example:443 has a certificate that has expired.'))];
    expect(await firstOf(baseUrls(patient({ visits })))).toEqual({
      name: 'jekimo.baseUrl',
      status: 'bad',
      detail: 'jekimo.example:443 has a certificate that has expired',
      hint: 'Do this.',
    });
  });

  test('what could not be seen is doubtful, and so is a certificate that can not be seen twice', async () => {
    expect(
      await firstOf(baseUrls(patient({ visits: [visit({ unseen: 'DNS gives no answer' })] }))),
    ).toMatchObject({
      status: 'doubtful',
      detail: 'jekimo.example could not be seen: DNS gives no answer',
    });
    const certificate = () => Promise.reject(new Error('reset'));
    expect(await firstOf(baseUrls(patient({ visits: [visit()], senses: { certificate } })))).toMatchObject({
      status: 'doubtful',
    });
  });
});
