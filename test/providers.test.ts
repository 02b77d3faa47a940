import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { Action, Handler } from '../src/command.ts';
import { decode, type Endpoint, v } from '../src/http/contract.ts';
import { createProgram, declareAll } from '../src/program.ts';
import { providers } from '../src/providers/index.ts';
import { optionOf } from '../src/settings/names.ts';
import { checkSetting } from '../src/settings/settings.ts';
import { decodeExample } from './helpers/examples.ts';
import { readLeniently } from './helpers/lenient-json.ts';
import { authrig } from './helpers/rig.ts';
import { createCore } from './helpers/sandbox.ts';
import { readSources } from './helpers/sources.ts';

/** The whole command tree, and every verb's function as its declaration imports it. */
async function tree(): Promise<{ readonly program: Command; readonly loads: (() => Promise<Handler>)[] }> {
  const loads: (() => Promise<Handler>)[] = [];
  const action: Action = (load) => {
    loads.push(load);
    return async () => {};
  };
  const program = createProgram(action, '0.0.0-test', { columns: undefined, help: () => {} });
  await declareAll(program);
  return { program, loads };
}

const { program, loads } = await tree();
const sources = readSources();
const verbs = providers.flatMap(({ name }) => {
  const noun = program.commands.find((command) => command.name() === name);
  return (noun?.commands ?? []).map((verb) => [`${name} ${verb.name()}`, verb] as const);
});

test('every provider has one name, one folder and one place in the list', () => {
  const names = providers.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const folders = new Set(sources.map(({ path }) => /^providers\/([^/]+)\//.exec(path)?.[1]).filter(Boolean));
  expect([...folders].toSorted()).toEqual(names.toSorted());
});

test('these settings are secret, and no others', () => {
  const secrets = providers.flatMap(({ settings }) => settings.filter(({ secret }) => secret === true));
  expect(secrets.map(({ name }) => name)).toEqual([
    'jekimo.apiKey',
    'elixir.apiKey',
    'ekyc.apiKey',
    'juvlon.apiKey',
  ]);
});

describe.each(providers.map((provider) => [provider.name, provider] as const))(
  '%s: the card',
  (name, provider) => {
    test('is named in one lower-case word, after its folder', async () => {
      expect(name).toMatch(/^[a-z]+$/);
      const index = sources.find(({ path }) => path === `providers/${name}/index.ts`);
      expect(index?.path).toBeDefined();
      const module = (await import(`../src/providers/${name}/index.ts`)) as Record<string, unknown>;
      expect(Object.values(module)).toContain(provider);
    });

    test('has a summary of one line, without a full stop', () => {
      expect(provider.summary).toMatch(/^[^\n]{10,80}[^.\n]$/);
    });

    test('keeps its settings under its name, each with a summary and once', () => {
      const names = provider.settings.map((setting) => setting.name);
      expect(new Set(names).size).toBe(names.length);
      for (const { name: setting, summary, default: fallback, secret, validate } of provider.settings) {
        expect(setting).toMatch(new RegExp(`^${name}\\.[a-z][A-Za-z]*$`));
        expect(summary).toMatch(/^[^\n]{5,80}$/);
        if (secret === true) expect(fallback).toBeUndefined();
        if (fallback !== undefined && validate !== undefined) expect(validate(fallback)).toBe(true);
      }
    });

    test('has a base URL over https that takes no other scheme and no other machine over http', () => {
      const base = provider.settings.find((setting) => setting.name === `${name}.baseUrl`);
      expect(base?.secret).toBeUndefined();
      expect(base?.default).toMatch(/^https:\/\/[a-z0-9.-]+(?:\/[a-z.]+)*$/);
      const verdicts = ['http://api.example.com', 'ftp://api.example.com', 'nonsense', ''].map(
        (value) => base !== undefined && checkSetting(base, value),
      );
      for (const verdict of verdicts) expect(verdict).toEqual(expect.any(String));
      expect(base !== undefined && checkSetting(base, 'http://127.0.0.1:8080/base')).toBe(true);
    });
  },
);

const contracts = await Promise.all(
  providers.map(async (provider) => [provider, await provider.contract()] as const),
);
const endpoints = contracts.flatMap(([{ name }, contract]) =>
  Object.entries(contract).map(([operation, endpoint]) => [`${name} ${operation}`, endpoint] as const),
);

test('every provider documents at least one call', () => {
  for (const [, contract] of contracts) expect(Object.keys(contract).length).toBeGreaterThan(0);
});

describe.each(endpoints)('%s: the contract', (_operation, given) => {
  const endpoint: Pick<
    Endpoint<never>,
    'method' | 'path' | 'effect' | 'page' | 'answer' | 'secrets' | 'examples' | 'refusals'
  > = given;

  test('says how it is called, what it does and where it is documented', () => {
    expect(endpoint.method).toMatch(/^(?:GET|POST)$/);
    expect(endpoint.path).toMatch(/^\/[^?#\s]+$/);
    expect(endpoint.effect).toMatch(/^(?:reads|sends|consumes|changes)$/);
    expect(new URL(endpoint.page).protocol).toBe('https:');
  });

  test('names its secrets, each once', () => {
    expect(endpoint.secrets.length).toBeGreaterThan(0);
    expect(new Set(endpoint.secrets).size).toBe(endpoint.secrets.length);
    for (const secret of endpoint.secrets) expect(secret).toMatch(/^[\w-]+$/);
  });

  test('ALL-05: decodes every example of the page; what is no JSON as printed, once it is', () => {
    expect(endpoint.examples.length).toBeGreaterThan(0);
    for (const example of endpoint.examples) {
      const { strict, value } = decodeExample(endpoint.answer, example);
      expect(isJson(example)).toBe(strict);
      expect(value).toEqual(expect.any(Object));
    }
  });

  test('takes no refusal for an answer', () => {
    for (const refusal of endpoint.refusals ?? []) {
      const value = isJson(refusal) ? (JSON.parse(refusal) as unknown) : readLeniently(refusal);
      expect(decode(endpoint.answer, value)).toHaveProperty('problem');
    }
  });

  test('ALL-07: takes nothing else for an answer', () => {
    for (const value of [null, undefined, true, 0, 'OK', [], {}, { error: 'no' }, { data: null }]) {
      expect(v.is(endpoint.answer, value)).toBe(false);
    }
  });

  test('ALL-13: shows no e-mail address that was hidden by its page', () => {
    expect(JSON.stringify([endpoint.examples, endpoint.refusals])).not.toContain('[email');
  });
});

describe.each(contracts.map(([provider, contract]) => [provider.name, provider, contract] as const))(
  '%s: the sandbox',
  (name, provider, contract) => {
    test('handles every call of the contract, and none beside it', async () => {
      const module = await provider.sandbox();
      const vendor = module.create(createCore(module));
      expect(vendor.contract).toBe(contract);
      expect(Object.keys(vendor.handlers).toSorted()).toEqual(Object.keys(contract).toSorted());
      for (const { path } of vendor.pages ?? []) expect(path).toMatch(/^\/[^?#\s]*$/);
      expect(() => vendor.seed?.()).not.toThrow();
    });

    test('stands under its own name', async () => {
      const { mount } = await provider.sandbox();
      expect(mount).toMatch(new RegExp(`^/${name}(?:/[^/?#\\s]+)*$`));
    });

    test('brings settings that the definitions take, every secret among them', async () => {
      const { settings, baseUrlSetting, mount } = await provider.sandbox();
      expect(baseUrlSetting).toBe(`${name}.baseUrl`);
      const brought = { ...settings, [baseUrlSetting]: `http://127.0.0.1:1${mount}` };
      const known = new Map(provider.settings.map((setting) => [setting.name, setting]));
      for (const [setting, value] of Object.entries(brought)) {
        const definition = known.get(setting);
        expect(definition && checkSetting(definition, value)).toBe(true);
      }
      for (const { name: setting, secret } of provider.settings) {
        if (secret === true) expect(Object.keys(brought)).toContain(setting);
      }
    });
  },
);

describe('the verbs', () => {
  test('every provider has some', () => {
    for (const { name } of providers) {
      expect(verbs.filter(([path]) => path.startsWith(`${name} `)).length).toBeGreaterThan(0);
    }
  });

  test('every module that a verb is declared with loads, and exports its function', async () => {
    expect(loads.length).toBeGreaterThanOrEqual(verbs.length);
    for (const load of loads) expect(await load()).toBeTypeOf('function');
  });

  test.each(verbs)('%s says what it does, and what each of its options and arguments is', (_path, verb) => {
    expect(verb.name()).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(verb.summary()).toMatch(/^[^\n]{5,80}[^.\n]$/);
    expect(verb.description()).toMatch(/^[A-Z][^\n]{10,250}$/);
    const { options, registeredArguments } = verb;
    const longs = options.map(({ long }) => long);
    expect(new Set(longs).size).toBe(longs.length);
    for (const { long, description } of options) {
      expect(long).toMatch(/^--[a-z]+(?:-[a-z]+)*$/);
      expect({ long, told: description.length >= 5 }).toEqual({ long, told: true });
    }
    for (const argument of registeredArguments) expect(argument.description.length).toBeGreaterThanOrEqual(5);
  });

  test.each(verbs)(
    '%s takes every setting of its provider as an option, secrets by their source',
    (path, verb) => {
      const provider = providers.find(({ name }) => path.startsWith(`${name} `));
      for (const { name, secret } of provider?.settings ?? []) {
        const option = verb.options.find(({ long }) => long === optionOf(name, secret === true));
        expect(option?.flags).toMatch(secret === true ? /-from <source>$/ : /<value>$/);
      }
    },
  );

  test.each([...providers.map(({ name }) => name), ...verbs.map(([path]) => path)])(
    '`authrig %s --help` fits 80 columns',
    async (path) => {
      const { exitCode, stdout, stderr } = await authrig([...path.split(' '), '--help']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).not.toMatch(/undefined|\[object|\bNaN\b/);
    },
  );

  test.each(verbs)(
    '%s named without what it needs, or with too much, is a usage error',
    async (path, verb) => {
      const { registeredArguments: takes } = verb;
      const surplus = takes.some(({ variadic }) => variadic) ? [] : [Array(takes.length + 1).fill('word')];
      const missing = takes.some(({ required }) => required) ? [[]] : [];
      for (const more of [['--no-such-option'], ...surplus, ...missing] as string[][]) {
        const { exitCode, stdout } = await authrig([...path.split(' '), ...more]);
        expect({ more, exitCode, stdout }).toEqual({ more, exitCode: 2, stdout: '' });
      }
    },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
