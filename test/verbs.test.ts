import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createInvoke } from '../src/invoke.ts';
import type { Machine } from '../src/machine.ts';
import { providers } from '../src/providers/index.ts';
import { createRedactor } from '../src/redaction/redactor.ts';
import { startEmbedded } from '../src/sandbox/embedded.ts';
import { isStep } from '../src/scenario/step.ts';
import { readVerbs } from '../src/verbs.ts';
import { realClock } from './helpers/real-clock.ts';
import { ask } from './helpers/sandbox.ts';
import { everyVerb } from './helpers/verbs.ts';

const tree = await readVerbs();
const cards = [...tree.verbs.values()];
const contracts = new Map(
  await Promise.all(providers.map(async ({ name, contract }) => [name, await contract()] as const)),
);

test('every command is there by its words, with its options, arguments and fields', async () => {
  const words = (await everyVerb()).map((verb) => verb.join(' '));
  expect([...tree.verbs.keys()].filter((name) => name !== 'help')).toEqual(words);
  const card = tree.verbs.get('jekimo check');
  expect(card?.inputs).toMatchObject([{ name: 'token', required: true, variadic: false }]);
  expect(card?.options.get('api-key-from')).toMatchObject({ takesValue: true, isSource: true });
  expect(card?.options.get('timeout')).toMatchObject({ takesValue: true, isSource: false });
  expect(card?.declared.fields).toContain('status');
  expect(tree.verbs.get('juvlon verify')?.options.get('content-type')?.choices).toEqual(['json', 'form']);
});

describe('what a verb declares of its calls', () => {
  const ofProviders = cards.filter(({ name }) => contracts.has(name.split(' ')[0] ?? ''));

  test.each(ofProviders.map((card) => [card.name, card] as const))(
    '%s names operations of its contract',
    (name, card) => {
      const contract = contracts.get(name.split(' ')[0] ?? '') ?? {};
      expect(card.declared.calls).toBeDefined();
      for (const operation of card.declared.calls ?? []) expect(Object.keys(contract)).toContain(operation);
    },
  );

  test.each(
    ofProviders.filter(({ declared }) => declared.reads === true).map((card) => [card.name, card] as const),
  )('%s may be repeated, since all its calls read', (name, card) => {
    const contract = contracts.get(name.split(' ')[0] ?? '') ?? {};
    for (const operation of card.declared.calls ?? []) expect(contract[operation]?.effect).toBe('reads');
  });

  test('every operation is called by a verb, or only read, for smoke', () => {
    for (const [provider, contract] of contracts) {
      const called = ofProviders
        .filter(({ name }) => name.startsWith(`${provider} `))
        .flatMap(({ declared }) => declared.calls ?? []);
      const read = Object.keys(contract).filter((operation) => contract[operation]?.effect === 'reads');
      expect(new Set([...called, ...read])).toEqual(new Set(Object.keys(contract)));
    }
  });
});

test('what changes this machine or does not end by itself is no step', () => {
  const strange = cards.filter((card) => !isStep(card)).map(({ name }) => name);
  expect(strange).toEqual(
    expect.arrayContaining(['run', 'help', 'sandbox start', 'sandbox exec', 'config set']),
  );
  const steps = cards.filter((card) => isStep(card));
  for (const { name, declared } of steps) expect(declared.endsItself, name).toBeUndefined();
});

test('a command line is judged by the parser, as often as is wanted, and not run', async () => {
  expect(await tree.check(['jekimo', 'check', '--', 'x'])).toBeUndefined();
  for (let round = 0; round < 3; round += 1) {
    expect(await tree.check(['jekimo', 'request', '--min-age=old'])).toMatchObject({ kind: 'usage' });
    expect(await tree.check(['jekimo', 'request', '--min-age=18'])).toBeUndefined();
  }
  expect(await tree.check(['jekimo', 'chek'])).toMatchObject({ kind: 'usage' });
});

describe('what a verb calls is what it declares', () => {
  test.each([
    'jekimo login',
    'jekimo request',
    'verifik phone',
    'verifik send',
    'verifik token',
    'verifik email',
    'verifik status',
    'elixir otp',
    'elixir send',
    'elixir qr',
    'elixir status',
    'ekyc enroll',
    'ekyc session',
    'ekyc login',
    'ekyc uri',
    'juvlon verify',
  ])('%s', async (name) => {
    const signal = new AbortController().signal;
    const machine = { clock: realClock, randomBytes, signal };
    const sandbox = await startEmbedded({ ...machine, providers, customerDelayMs: 1 });
    const invoke = createInvoke(
      { ...machine, env: {}, platform: 'linux', kill: () => {} } as unknown as Machine,
      '0.0.0-test',
      { redactor: createRedactor() },
    );
    try {
      await invoke(['--sandbox', ...name.split(' ')], { sandbox });
      const { json } = await ask(`${sandbox.origin}/__sandbox/requests`);
      const { requests } = json as { readonly requests: readonly { readonly path: string }[] };
      const contract = contracts.get(name.split(' ')[0] ?? '') ?? {};
      const called = Object.keys(contract).filter((operation) =>
        requests.some(({ path }) => path.split('?')[0]?.endsWith(contract[operation]?.path ?? '')),
      );
      expect(called.toSorted()).toEqual([...(tree.verbs.get(name)?.declared.calls ?? [])].toSorted());
    } finally {
      await sandbox.close();
    }
  });
});
