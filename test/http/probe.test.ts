import { expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { type Contract, v } from '../../src/http/contract.ts';
import type { Http, HttpRequest } from '../../src/http/http.ts';
import { activeCall, harmlessCall } from '../../src/http/probe.ts';
import { contract as elixir } from '../../src/providers/elixir/contract.ts';
import { providers } from '../../src/providers/index.ts';
import { contract as jekimo } from '../../src/providers/jekimo/contract.ts';
import { contract as juvlon } from '../../src/providers/juvlon/contract.ts';
import { contract as verifik } from '../../src/providers/verifik/contract.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { readSources, type Source } from '../helpers/sources.ts';

const material = {
  key: 'key-of-the-test',
  unique: '0f1e2d3c4b5a',
  settings: { clientId: 'client-of-the-test', email: 'tester@example.com' },
};
const callee = { title: 'Vendor', name: 'vendor', baseUrl: 'https://vendor.example' };

/** What a probe reaches, with a network that keeps what would leave. */
function reach(send: Http['send'] = async () => ({ status: 200, headers: {}, body: '{}' })) {
  const left: HttpRequest[] = [];
  const http: Http = { send: (request) => (left.push(request), send(request)) };
  const terminal = { trace: () => {} } as never;
  return { left, context: { http, terminal, redactor: createRedactor(), clock: fakeClock() } };
}

const endpoints = (
  await Promise.all(
    providers.map(async ({ name, contract }) =>
      Object.entries(await contract()).map(([operation, endpoint]) => ({ name, operation, endpoint })),
    ),
  )
).flat();
const contracts: Readonly<Record<string, Contract>> = Object.fromEntries(
  await Promise.all(providers.map(async ({ name, contract }) => [name, await contract()] as const)),
);
const forms = { harmless: harmlessCall, active: activeCall } as const;
const cases = endpoints.flatMap((each) =>
  (['harmless', 'active'] as const).map((form) => [`${each.name} ${each.operation}`, form, each] as const),
);

test('PRB-07: these forms are declared, and no others', () => {
  const declared = (form: 'probe' | 'active') =>
    endpoints
      .filter(({ endpoint }) => endpoint[form] !== undefined)
      .map(({ name, operation, endpoint }) => `${name} ${operation}, which ${endpoint.effect}`);
  expect(declared('probe')).toEqual([
    'jekimo check, which reads',
    'verifik clientMe, which reads',
    'elixir refresh, which consumes',
    'ekyc sessionToken, which changes',
    'juvlon verifyOneTimeCode, which consumes',
  ]);
  expect(declared('active')).toEqual(['jekimo gettoken, which changes', 'ekyc sessionToken, which changes']);
});

test.each(cases)(
  'PRB-07: %s, %s: it leaves in its declared form or not at all',
  async (_title, form, { name, operation, endpoint }) => {
    const make = () => forms[form](contracts[name]!, operation as never);
    const input = form === 'harmless' ? endpoint.probe : endpoint.active?.input;
    if (input === undefined || endpoint.effect === 'sends') {
      expect(make).toThrow(operation);
      return;
    }
    const { left, context } = reach();
    await make().send(context, callee, material);
    const declared = input(material) as never;
    expect(left).toHaveLength(1);
    expect(left[0]).toMatchObject({
      method: endpoint.method,
      url: `${callee.baseUrl}${endpoint.path}`,
      headers: endpoint.headers(declared),
      ...(endpoint.body === undefined ? {} : { body: endpoint.body(declared) }),
    });
  },
);

test('PRB-07: what these forms hold is nobody’s', () => {
  const sent = (contract: Contract, operation: string) => contract[operation]?.probe?.(material);
  expect(sent(jekimo, 'check')).toEqual({ apiKey: material.key, token: '0'.repeat(64) });
  expect(sent(elixir, 'refresh')).toEqual({
    apiKey: material.key,
    refreshToken: '00000000-0000-0000-0000-000000000000',
  });
  expect(sent(juvlon, 'verifyOneTimeCode')).toEqual({
    apiKey: material.key,
    token: 'authprobe-0f1e2d3c4b5a',
    otp: '0000',
  });
  expect(contracts['ekyc']?.['sessionToken']?.probe?.(material)).toMatchObject({
    email: 'probe@example.invalid',
  });
});

test('PRB-07: a call without the form, and one that sends, do not compile', () => {
  const endpoint = {
    method: 'POST',
    path: '/send',
    page: 'https://vendor.example/page',
    headers: (_input: { readonly key: string }): Record<string, string> => ({}),
    answer: v.object({}),
    secrets: ['key'],
    examples: ['{}'],
  } as const;
  const harmless = ({ key }: { readonly key: string }) => ({ key });
  const made = {
    sends: { ...endpoint, effect: 'sends', probe: harmless },
    changes: { ...endpoint, effect: 'changes', probe: harmless },
    other: { ...endpoint, effect: 'reads', probe: () => ({ number: 7 }) },
  } as const satisfies Contract;
  // @ts-expect-error: gettoken has no harmless form.
  expect(() => harmlessCall(jekimo, 'gettoken')).toThrow('no harmless form');
  // @ts-expect-error: check has no active form.
  expect(() => activeCall(jekimo, 'check')).toThrow('no active form');
  // @ts-expect-error: phoneLogin has no form at all.
  expect(() => harmlessCall(verifik, 'phoneLogin')).toThrow('never a probe');
  // @ts-expect-error: there is no such call.
  expect(() => harmlessCall(verifik, 'nothing')).toThrow('no call');
  // @ts-expect-error: what sends is no probe, whatever it declares.
  expect(() => harmlessCall(made, 'sends')).toThrow('never a probe');
  // @ts-expect-error: the form is no input of the call.
  expect(harmlessCall(made, 'other').leaves).toBeUndefined();
  expect(harmlessCall(made, 'changes').leaves).toBeUndefined();
});

test('PRB-08: an active form says what it leaves behind, a harmless one leaves nothing', () => {
  const [harmless, active] = (['probe', 'active'] as const).map((form) =>
    endpoints.filter(({ endpoint }) => endpoint[form] !== undefined),
  );
  for (const { name, operation, endpoint } of active ?? []) {
    const { leaves } = activeCall(contracts[name]!, operation as never);
    expect(leaves).toMatch(/^[a-z][^\n]{20,}[^.]$/);
    expect(leaves).toBe(endpoint.active?.leaves);
  }
  for (const { name, operation } of harmless ?? [])
    expect(harmlessCall(contracts[name]!, operation as never).leaves, operation).toBeUndefined();
});

test('a lost answer is one request, and no unknown outcome: nothing could come of it', async () => {
  const lost = new CliError('network', 'No answer.', { sent: true });
  const { left, context } = reach(() => Promise.reject(lost));
  const sending = harmlessCall(juvlon, 'verifyOneTimeCode').send(context, callee, material);
  await expect(sending).rejects.toThrow(/^No answer\.$/);
  expect(left).toHaveLength(1);
});

test('an active call whose answer is lost may have left its trace, and says so', async () => {
  const lost = new CliError('network', 'No answer.', { sent: true });
  const { context } = reach(() => Promise.reject(lost));
  const sending = activeCall(jekimo, 'gettoken').send(context, callee, material);
  await expect(sending).rejects.toThrow('The outcome is unknown');
});

/** What a file reaches by value, at once or on demand, but not through the doors. */
function reached(files: readonly Source[], from: string, doors: readonly string[]): string[] {
  const byPath = new Map(files.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    if (doors.includes(path)) return;
    for (const { target, kind } of byPath.get(path)?.imports ?? []) if (kind !== 'type') visit(target);
  };
  visit(from);
  return [...seen];
}

test('PRB-07: smoke and the probes come to the network through http/probe.ts alone', () => {
  const sources = readSources();
  const roots = sources
    .map(({ path }) => path)
    .filter((path) => /^commands\/smoke\/|^providers\/[^/]+\/probe\.ts$/.test(path));
  expect(roots.length).toBeGreaterThan(10);
  // The cards import everything of their provider on demand, and the probe is what smoke asks them for.
  const doors = ['http/probe.ts', 'providers/index.ts'];
  const forbidden =
    /^http\/(?:call|http|connection)\.ts$|\/(?:api|flow|session)\.ts$|^providers\/[^/]+\/commands\//;
  for (const path of roots)
    expect(reached(sources, path, doors).filter((each) => forbidden.test(each))).toEqual([]);
  expect(
    reached(sources, 'providers/jekimo/commands/check.ts', doors).some((each) => forbidden.test(each)),
  ).toBe(true);
  const members = sources
    .filter(({ path }) => path.startsWith('commands/smoke/'))
    .flatMap(({ path, words }) =>
      [...words].filter((word) => /\b(?:http\.send|fetch)\b/.test(word)).map((word) => `${path} ${word}`),
    );
  expect(members).toEqual([]);
});
