import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bad, good } from '../../../src/commands/doctor/check.ts';
import { examine } from '../../../src/commands/doctor/doctor.ts';
import { examinations } from '../../../src/commands/doctor/examinations.ts';
import { visitAll } from '../../../src/commands/doctor/visit.ts';
import { CliError } from '../../../src/errors.ts';
import type { HttpRequest } from '../../../src/http/http.ts';
import { rigVariables } from '../../../src/settings/names.ts';
import { patient } from '../../helpers/patient.ts';
import { readSources } from '../../helpers/sources.ts';

const date = (at: number) => new Date(at).toUTCString();

describe('the checks', () => {
  test('each file is one of them', () => {
    const files = readdirSync(new URL('../../../src/commands/doctor/checks', import.meta.url));
    expect(files.map((file) => file.replace('.ts', '')).toSorted()).toEqual(
      Object.keys(examinations).toSorted(),
    );
  });

  test('of a healthy machine are good or doubtful, each with its own words', async () => {
    const ward = patient();
    const checks = await examine(ward.context, ward.senses);
    expect(checks.filter(({ status }) => status === 'bad')).toEqual([]);
    expect(checks.every(({ status, hint }) => (hint === null) === (status === 'good'))).toBe(true);
  });

  test('run side by side, and one that does not end is told when its time is up', async () => {
    const ward = patient();
    const ended: string[] = [];
    const never = ({ signal }: { signal: AbortSignal }) =>
      new Promise<never>(() => signal.addEventListener('abort', () => ended.push('slow')));
    const report = examine(ward.context, ward.senses, {
      slow: never,
      slower: never,
      quick: () => [good('quick', 'it is')],
    });
    await ward.clock.advance(8500);
    expect((await report).map(({ name, status }) => [name, status])).toEqual([
      ['slow', 'doubtful'],
      ['slower', 'doubtful'],
      ['quick', 'good'],
    ]);
    expect(ended).toEqual(['slow', 'slow']);
    expect(ward.clock.monotonic()).toBeLessThan(10_000);
  });

  test('one that throws what a user can mend is bad with its words, and any other throws a bug', async () => {
    const { context, senses } = patient();
    const throwing = (error: Error) => ({
      broken: () => {
        throw error;
      },
    });
    const local = new CliError('local', 'The file is damaged.', { hint: 'Mend it.' });
    expect(await examine(context, senses, throwing(local))).toEqual([
      bad('broken', 'The file is damaged', 'Mend it.'),
    ]);
    await expect(examine(context, senses, throwing(new TypeError('oops')))).rejects.toThrow('oops');
  });

  test('Ctrl-C ends all of them', async () => {
    const controller = new AbortController();
    const { context, senses } = patient({ signal: controller.signal });
    const report = examine(context, senses, { slow: () => new Promise(() => {}) });
    controller.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
    await expect(report).rejects.toThrow('Stopped by SIGINT.');
  });
});

describe('a visit', () => {
  test('asks for the front page alone, and sends no key and no header of a call', async () => {
    const sent: HttpRequest[] = [];
    const { context, senses } = patient({
      env: { AUTHRIG_JEKIMO_API_KEY: 'jk_secret_0123456789' },
      http: async (request) => {
        sent.push(request);
        return { status: 404, headers: {}, body: '' };
      },
    });
    await visitAll(context, senses);
    expect(sent.map(({ method, url, headers, body }) => ({ method, url, headers, body }))).toEqual([
      { method: 'GET', url: 'https://jekimo.example/', headers: {}, body: undefined },
      { method: 'GET', url: 'https://identifier.example/', headers: {}, body: undefined },
    ]);
  });

  test('measures the clock against the middle of the exchange', async () => {
    const ward = patient({
      http: async () => {
        const at = ward.clock.now();
        await ward.clock.advance(2000);
        return { status: 200, headers: { date: date(at + 1000 - 47_000) }, body: '' };
      },
    });
    const [first] = await visitAll(ward.context, ward.senses);
    expect(first?.outcome).toMatchObject({ status: 200, tookMs: expect.any(Number) });
    expect(first !== undefined && 'aheadMs' in first.outcome && first.outcome.aheadMs).toBeCloseTo(
      46_500,
      -3,
    );
  });

  test.each(['soon', ''])('with the Date %j tells no time', async (text) => {
    const { context, senses } = patient({
      http: async () => ({ status: 200, headers: { date: text }, body: '' }),
    });
    expect((await visitAll(context, senses))[0]?.outcome).toMatchObject({ aheadMs: undefined });
  });

  test('asks no host that the name servers are silent about: that look-up could not be given up', async () => {
    const sent: string[] = [];
    const ward = patient({
      senses: { lookUp: () => new Promise(() => {}) },
      http: async ({ url }) => {
        sent.push(url);
        return { status: 200, headers: {}, body: '' };
      },
    });
    const visits = visitAll(ward.context, ward.senses);
    await ward.clock.advance(3000);
    expect((await visits)[0]?.outcome).toEqual({ unseen: 'DNS gives no answer' });
    expect(sent).toEqual([]);
  });

  test('to a setting that is of no use is a failure of its own', async () => {
    const { context, senses } = patient({
      env: { AUTHRIG_JEKIMO_BASE_URL: 'https://jekimo.example', HTTPS_PROXY: 'socks5://x' },
    });
    const [first] = await visitAll(context, senses);
    expect(first?.outcome).toMatchObject({ failed: { kind: 'usage' } });
  });
});

test('every variable of ours that the sources name is one that the doctor knows', () => {
  const known = new Set<string>(rigVariables);
  const named = readSources().flatMap(({ path }) =>
    [
      ...readFileSync(new URL(`../../../src/${path}`, import.meta.url), 'utf8').matchAll(
        /AUTHRIG_[A-Z]+(?:_[A-Z]+)*/g,
      ),
    ].map(([name]) => name),
  );
  const strange = named.filter(
    (name) => !known.has(name) && !/^AUTHRIG_(?:JEKIMO|VERIFIK|ELIXIR|EKYC|JUVLON)_/.test(name),
  );
  expect(strange).toEqual([]);
});
