import { columns } from './columns.ts';

/** A whole scenario file, which passes on the sandbox as it stands. */
export const scenarioExample = `name: a Jekimo sign-in, step by step
vars:
  age: 18
steps:
  - name: a token
    jekimo request: {min-age: "\${age}", qr: none}
    expect: {data.url: {matches: "^https?://"}}
    capture: {token: data.token}
  - name: the customer says yes
    sandbox approve: {id: "\${token}"}
    when: {sandbox: true}
    allow-skip: true
  - name: Jekimo says OK
    jekimo check: {token: "\${token}"}
    expect: {data.status: OK}
    until: {interval: 1s, deadline: 60s}
always:
  - sandbox advance: {duration: 1s}
    when: {sandbox: true}
    allow-skip: true
`;

/** By the words of a file and of a step, what they are for. */
export const scenarioRows: readonly (readonly [word: string, says: string])[] = [
  ['vars, secrets', 'values for "${name}"; of a secret the name of its variable: {env: NAME}'],
  ['sessions, matrix, tags', 'shared sign-ins; a run for each combination; words for --tag'],
  [
    'steps',
    'commands in order, with options without dashes and arguments by name; the first that fails ends them',
  ],
  ['always', 'clean-up steps, whatever became of the others'],
  [
    'expect',
    'paths into the document of --json: a value, or equals, matches, gt, gte, lt, lte, exists, oneOf',
  ],
  ['capture', 'keeps a value of that document for later steps'],
  ['until', 'repeats a step that only reads, until what is expected comes true'],
  ['when, allow-skip', 'runs the step only where variables are so, and lets it be skipped'],
];

/** The page of `authrig help scenarios`. */
export function scenariosTopic(): string {
  return `Scenarios. \`authrig run FILE…\` takes YAML whose steps are the commands of
authrig. A whole file, sign-in.yaml:

${scenarioExample.trimEnd().replaceAll(/^/gm, '  ')}

${columns(scenarioRows)}

Where no expectation is about failing, the command has to succeed; else expect
{error.kind: denied} or {exitCode: 3}. \`authrig help json\` lists the fields of
data. Everything is checked before anything is run.

  authrig run --sandbox sign-in.yaml
  authrig run --sandbox --example juvlon
  authrig run --schema > authrig.schema.json`;
}
