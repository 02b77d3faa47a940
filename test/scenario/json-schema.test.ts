import { expect, test } from 'vitest';
import { matchers } from '../../src/scenario/expectation.ts';
import { scenarioSchema } from '../../src/scenario/json-schema.ts';
import { scenarioKeys } from '../../src/scenario/scenario.ts';
import { isStep, stepKeys, untilKeys } from '../../src/scenario/step.ts';
import { readVerbs } from '../../src/verbs.ts';

interface Shape {
  readonly properties: Readonly<Record<string, Shape>>;
  readonly definitions: Readonly<Record<string, Shape>>;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
  readonly required?: readonly string[];
}

const { verbs } = await readVerbs();
const schema = scenarioSchema(verbs) as unknown as Shape;
const step = schema.definitions['step']?.properties ?? {};

test('the schema has the keys that the runner reads, and no others', () => {
  expect(Object.keys(schema.properties).toSorted()).toEqual([...scenarioKeys].toSorted());
  expect(Object.keys(schema.definitions['matchers']?.properties ?? {})).toEqual([...matchers]);
  expect(Object.keys(step['until']?.properties ?? {})).toEqual([...untilKeys]);
  const steps = [...verbs.values()].filter(isStep).map(({ name }) => name);
  expect(Object.keys(step).toSorted()).toEqual([...stepKeys, ...steps].toSorted());
});

test('a command has its options and arguments, as the tree declares them', () => {
  const options = Object.keys(step['juvlon verify']?.properties ?? {});
  expect(options).toEqual(
    expect.arrayContaining(['token', 'otp', 'otp-from', 'api-key-from', 'timeout', 'profile']),
  );
  expect(options).not.toContain('json');
  expect(step['juvlon verify']?.properties['content-type']?.anyOf?.[0]?.enum).toEqual(['json', 'form']);
  expect(step['jekimo check']?.required).toEqual(['token']);
});
