import type { VerbCard, VerbInput, VerbOption } from '../verbs.ts';
import { matchers } from './expectation.ts';
import { isStep } from './step.ts';

type Schema = Readonly<Record<string, unknown>>;

const scalar: Schema = { type: ['string', 'number', 'boolean'] };
const variable = { type: 'string', pattern: '\\$\\{[^}]+\\}' };
const names: Schema = { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' };
const duration: Schema = {
  type: ['string', 'number'],
  description: 'Such as 500ms, 10s or 2m; a bare number is seconds.',
};
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

/**
 * The JSON Schema (draft 7, which editors know) of a scenario file: its shape, and for every command that may be a step
 * the options and arguments of the command tree.
 */
export function scenarioSchema(verbs: ReadonlyMap<string, VerbCard>): Schema {
  const steps = [...verbs.values()].filter(isStep);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A scenario of authrig',
    type: 'object',
    required: ['steps'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', description: 'What the scenario shows; else its file name.' },
      tags: {
        description: 'Words to choose files by: authrig run --tag WORD',
        anyOf: [ref('tag'), { type: 'array', items: ref('tag') }],
      },
      vars: {
        type: 'object',
        description: 'Variables: a value, {env: NAME}, or nothing for one that --var has to give.',
        propertyNames: names,
        additionalProperties: ref('variable'),
      },
      secrets: {
        type: 'object',
        description: 'Secrets by the name of the variable that holds each: never a value.',
        propertyNames: names,
        additionalProperties: ref('environment'),
      },
      sessions: {
        type: 'object',
        description: 'Sign-ins that are made once, for every file of the run that names them.',
        propertyNames: names,
        additionalProperties: ref('step'),
      },
      matrix: {
        type: 'object',
        description: 'Runs the file once for each combination of these values.',
        propertyNames: names,
        additionalProperties: { type: 'array', minItems: 1, items: scalar },
      },
      steps: { type: 'array', minItems: 1, items: ref('step') },
      always: {
        type: 'array',
        minItems: 1,
        description: 'Clean-up: run after the steps, however they ended.',
        items: ref('step'),
      },
    },
    definitions: {
      tag: { type: 'string', pattern: '^[\\w.-]+$' },
      environment: {
        type: 'object',
        required: ['env'],
        additionalProperties: false,
        properties: { env: { type: 'string', ...names } },
      },
      variable: {
        anyOf: [
          { type: ['string', 'number', 'boolean', 'null'] },
          {
            type: 'object',
            required: ['env'],
            additionalProperties: false,
            properties: { env: { type: 'string', ...names }, default: scalar },
          },
        ],
      },
      conditions: { type: 'object', additionalProperties: ref('condition') },
      condition: { anyOf: [{ type: ['string', 'number', 'boolean', 'null', 'array'] }, ref('matchers')] },
      matchers: matcherSchema(),
      step: stepSchema(steps),
    },
  };
}

function matcherSchema(): Schema {
  const own: Readonly<Partial<Record<(typeof matchers)[number], Schema>>> = {
    equals: {},
    matches: { type: 'string', description: 'A regular expression.' },
    exists: { anyOf: [{ type: 'boolean' }, variable] },
    oneOf: { anyOf: [{ type: 'array' }, variable] },
  };
  const order = {
    type: ['number', 'string'],
    description: 'A number, or a time such as 2026-01-31T12:00:00Z.',
  };
  return {
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: Object.fromEntries(matchers.map((name) => [name, own[name] ?? order])),
  };
}

function stepSchema(steps: readonly VerbCard[]): Schema {
  const readers = steps.filter(({ declared }) => declared.reads === true);
  const one = (cards: readonly VerbCard[]) => cards.map(({ name }) => ({ required: [name] }));
  return {
    type: 'object',
    additionalProperties: false,
    oneOf: one(steps),
    dependencies: { until: { oneOf: one(readers) } },
    properties: {
      name: { type: 'string', description: 'What the step is called in reports.' },
      capture: {
        type: 'object',
        description: 'Variables for later steps, each by its path into the document.',
        propertyNames: names,
        additionalProperties: { type: 'string', pattern: '^(ok|command|data|error|exitCode)(\\.|$)' },
      },
      expect: {
        description: 'Paths into the document of the command; without it the command has to succeed.',
        ...ref('conditions'),
      },
      until: {
        type: 'object',
        description: 'Repeats the step until what is expected comes true.',
        additionalProperties: false,
        properties: { interval: duration, deadline: duration },
      },
      when: { description: 'Runs the step only where these variables are so.', ...ref('conditions') },
      'allow-skip': { type: 'boolean', description: 'Without it a step that is skipped fails the run.' },
      ...Object.fromEntries(steps.map((card) => [card.name, verbSchema(card)])),
    },
  };
}

function verbSchema({ summary, options, inputs }: VerbCard): Schema {
  const required = inputs.filter((input) => input.required).map(({ name }) => name);
  const off = [...options.values()]
    .filter(({ name }) => name.startsWith('no-') && !options.has(name.slice(3)))
    .map(({ name, ...rest }) => [name.slice(3), optionSchema({ ...rest, name })] as const);
  return {
    description: `${summary}.`,
    type: required.length > 0 ? 'object' : ['object', 'null'],
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries([
      ...inputs.map((input) => [input.name, inputSchema(input)] as const),
      ...off,
      ...[...options.values()].map((option) => [option.name, optionSchema(option)] as const),
    ]),
  };
}

function inputSchema({ summary: description, variadic }: VerbInput): Schema {
  return variadic
    ? { description, anyOf: [scalar, { type: 'array', items: scalar }] }
    : { description, ...scalar };
}

function optionSchema({ summary: description, takesValue, choices }: VerbOption): Schema {
  if (!takesValue) return { description, anyOf: [{ type: 'boolean' }, variable] };
  return choices === undefined
    ? { description, ...scalar }
    : { description, anyOf: [{ enum: choices }, variable] };
}
