import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { providers } from '../../../src/providers/index.ts';
import { exampleFile, exampleNames } from '../../../src/scenario/examples.ts';
import { authrig } from '../../helpers/rig.ts';
import { realClock } from '../../helpers/real-clock.ts';
import type { FileData } from '../../helpers/scenarios.ts';

const names = exampleNames();
const { stdout } = await authrig(['run', '--schema']);
const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(stdout) as object);
const textOf = (name: string): string => readFileSync(exampleFile(name), 'utf8');

test('there is an example for every provider, and one that switches MFA on and off', () => {
  const all = names.map(textOf).join('\n');
  for (const { name } of providers) expect(all).toContain(`- ${name} `.replace('- ', ''));
  expect(names).toContain('ekyc-mfa');
});

describe.each(names)('%s', (name) => {
  test('passes on the sandbox as it is shipped, every step of it run or allowed to be skipped', async () => {
    const { exitCode, json, stderr } = await authrig(['run', '--example', name, '--sandbox', '--json'], {
      clock: realClock,
    });
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    const files = json().data?.['files'] as readonly FileData[];
    for (const { outcome } of files) expect(outcome).toBe('passed');
  });

  test('is what the schema says', () => {
    validate(parse(textOf(name)));
    expect(validate.errors).toBeNull();
  });

  test('says at its top what it shows', () => {
    expect(textOf(name)).toMatch(/^# [A-Za-z]/);
  });
});

describe('the schema refuses what the runner refuses', () => {
  test.each([
    [{}],
    [{ steps: [] }],
    [{ steps: [{}] }],
    [{ stpes: [{ 'juvlon verify': {} }] }],
    [{ steps: [{ 'juvlon verfy': {} }] }],
    [{ steps: [{ 'juvlon verify': { tokn: 'x' } }] }],
    [{ steps: [{ 'juvlon verify': {}, 'jekimo request': {} }] }],
    [{ steps: [{ 'juvlon verify': {}, until: { deadline: '5s' } }] }],
    [{ steps: [{ 'jekimo check': {} }] }],
    [{ steps: [{ 'juvlon verify': { 'content-type': 'fom' } }] }],
    [{ steps: [{ 'ekyc login': { callback: 'maybe' } }] }],
    [{ steps: [{ 'config set': { name: 'x' } }] }],
    [{ steps: [{ 'juvlon verify': {}, expect: { 'data.verify': { mtches: 'x' } } }] }],
    [{ steps: [{ 'juvlon verify': {} }], secrets: { key: 'k-4711' } }],
    [{ steps: [{ 'juvlon verify': {} }], vars: { 'a-b': 1 } }],
  ])('%j', (document) => expect(validate(document)).toBe(false));

  test('and takes what it takes', () => {
    const step = {
      'ekyc login': {
        browser: false,
        'no-browser': true,
        callback: '${flag}',
        method: '${m}',
        timeout: '20s',
      },
    };
    expect(validate({ steps: [step, { 'juvlon verify': null }] })).toBe(true);
    expect(validate({ steps: [{ 'jekimo check': { token: 'x' }, until: { interval: '1s' } }] })).toBe(true);
  });
});

test('an example that is none names those that there are', async () => {
  const { exitCode, stderr } = await authrig(['run', '--example', 'juvln']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Did you mean "juvlon"?');
  for (const name of names) expect(stderr).toContain(name);
});

test('an example that is near none has them named once', async () => {
  const { stderr } = await authrig(['run', '--sandbox', '--example', 'nope']);
  expect(stderr.match(/\bekyc-login\b/g)).toHaveLength(1);
});
