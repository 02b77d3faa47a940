import { describe, expect, test } from 'vitest';
import { read } from '../helpers/scenarios.ts';

const step = 'juvlon verify: {token: OJUWLB, otp: "9078"}';

test('the smallest scenario: its file for a name, and commands by their words', () => {
  const { scenario, problems } = read(`steps:\n  - ${step}\n    expect: {data.verify: true}`);
  expect(problems).toEqual([]);
  expect(scenario).toMatchObject({ name: 'x.yaml', tags: [], always: [], matrix: [], sessions: [] });
  const [first] = scenario?.steps ?? [];
  expect(first).toMatchObject({
    verb: { name: 'juvlon verify' },
    place: { file: 'x.yaml', line: 2, column: 5 },
    expectations: [{ path: 'data.verify', matcher: 'equals' }],
    allowSkip: false,
  });
  expect([...(first?.given.keys() ?? [])]).toEqual(['token', 'otp']);
});

describe('what a scenario gets wrong is told with its place and the word that was meant', () => {
  test.each([
    // The file.
    ['- a', '1:1: A scenario is a mapping with `steps`.'],
    ['name: x', '1:1: This scenario has no steps.'],
    ['steps: []', '1:8: There is no step in steps.'],
    ['steps: nothing', '1:8: steps is a list of steps, each begun with a dash.'],
    [`stpes: [{${step}}]`, '1:1: A scenario has no "stpes". Did you mean "steps"?'],
    [`name: ""\nsteps: [{${step}}]`, '1:7: name is a text.'],
    [`tags: [two words]\nsteps: [{${step}}]`, '1:8: A tag is one word of letters, digits, ".", "_" and "-".'],
    [`sessions: {a: {${step}, when: {sandbox: true}}}\nsteps: [{${step}}]`, /1:16: A shared session is made/],
    // Steps.
    [
      'steps: [{juvlon verfy: {}}]',
      '1:10: There is no step or key "juvlon verfy". Did you mean "juvlon verify"?',
    ],
    [`steps: [{${step}, expct: {}}]`, '1:55: There is no step or key "expct". Did you mean "expect"?'],
    ['steps: [juvlon verify]', /1:9: A step is a command with its options/],
    ['steps: [{name: x}]', '1:9: This step names no command, such as juvlon verify.'],
    [
      `steps: [{${step}, jekimo request: {}}]`,
      '1:55: A step is one command, and this is a second one: jekimo request.',
    ],
    ['steps: [{config set: {name: x}}]', /1:10: "config set" is no step: it changes this machine/],
    ['steps: [{sandbox start: {}}]', /1:10: "sandbox start" is no step/],
    ['steps: [{run: {files: x.yaml}}]', /1:10: "run" is no step/],
    ['steps: [{profile delete: {name: x}}]', /no step/],
    // Options.
    [
      'steps: [{juvlon verify: {tokn: x}}]',
      '1:26: juvlon verify has no option "tokn". Did you mean "token"?',
    ],
    ['steps: [{juvlon verify: {--token: x}}]', '1:26: Options are written without their dashes: "token".'],
    [
      'steps: [{juvlon verify: {api-key: k-4711}}]',
      /1:26: "api-key" is a secret, .* give its source as api-key-from/,
    ],
    ['steps: [{juvlon verify: {api-key-from: k-4711}}]', /1:40: api-key-from takes no secret but its source/],
    ['steps: [{juvlon verify: {api-key-from: prompt}}]', /1:40: api-key-from can't be prompt here/],
    ['steps: [{juvlon verify: {otp-from: env:OTP}}]', /1:36: otp-from takes the source of a code/],
    ['steps: [{juvlon verify: {sandbox: true}}]', /1:26: "sandbox" is decided for the whole run/],
    [
      'steps: [{juvlon verify: {content-type: fom}}]',
      '1:40: content-type does not take "fom". Did you mean "form"?',
    ],
    ['steps: [{juvlon verify: {token: [a]}}]', '1:33: token takes a text or a number.'],
    ['steps: [{juvlon verify: {token: }}]', /1:33: token takes a text or a number/],
    ['steps: [{juvlon verify: [token]}]', /1:25: The options of a step are a mapping/],
    ['steps: [{ekyc toggle-mfa: {enable: maybe}}]', '1:36: enable takes true or false.'],
    ['steps: [{jekimo check: {}}]', '1:10: jekimo check needs "token".'],
    // What is expected, captured, repeated.
    [
      `steps: [{${step}, expect: {data.verfy: true}}]`,
      '1:64: The data of this command has no "verfy". Did you mean "data.verify"? There is verify, transactionId, token.',
    ],
    [
      `steps: [{${step}, expect: {verify: true}}]`,
      '1:64: "verify" is no path into a document. Did you mean "data.verify"?',
    ],
    [
      `steps: [{${step}, expect: {error.knd: denied}}]`,
      '1:64: An error has no "knd". Did you mean "error.kind"? There is kind, exitCode, message, hint, retryable, provider.',
    ],
    [
      `steps: [{${step}, expect: {error.kind: denid}}]`,
      '1:76: "denid" is no kind of error. Did you mean "denied"?',
    ],
    [
      `steps: [{${step}, expect: {data.token: {mtches: x}}}]`,
      '1:77: "mtches" is no comparison. Did you mean "matches"?',
    ],
    [`steps: [{${step}, expect: {data.token: {matches: "["}}}]`, '1:77: matches takes a regular expression.'],
    [`steps: [{${step}, expect: {data.token: {gt: many}}}]`, /1:77: gt takes a number, or a time/],
    [`steps: [{${step}, expect: {data.token: {exists: 1}}}]`, '1:77: exists takes true or false.'],
    [`steps: [{${step}, expect: {data.token: {oneOf: 1}}}]`, '1:77: oneOf takes a list.'],
    [`steps: [{${step}, expect: {data.token: {}}}]`, '1:64: Nothing is expected of "data.token".'],
    [`steps: [{${step}, expect: true}]`, '1:63: expect is a mapping of names to values.'],
    [`steps: [{${step}, capture: {a-b: data.token}}]`, /1:65: "a-b" is no name for a variable/],
    [`steps: [{${step}, capture: {a: token}}]`, /1:68: What is captured is a path into the document/],
    [`steps: [{${step}, capture: {a: data.tokn}}]`, /1:68: .* no "tokn". Did you mean "data.token"/],
    [`steps: [{${step}, until: {deadline: 5s}}]`, /1:55: juvlon verify may not be repeated, .*jekimo check/],
    ['steps: [{jekimo check: {token: x}, until: {every: 5s}}]', /1:44: There is no "every" in until/],
    [
      'steps: [{jekimo check: {token: x}, until: {interval: soon}}]',
      '1:54: This is no duration, such as 500ms, 10s or 2m.',
    ],
    [`steps: [{${step}, allow-skip: perhaps}]`, '1:67: allow-skip takes true or false.'],
    // Variables.
    [`vars: {a-b: 1}\nsteps: [{${step}}]`, /1:8: "a-b" is no name for a variable/],
    [`vars: {a: [1]}\nsteps: [{${step}}]`, '1:11: a takes one value; several are a matrix.'],
    [`vars: {a: {evn: X}}\nsteps: [{${step}}]`, '1:12: A variable has no "evn". Did you mean "env"?'],
    [
      `vars: {a: {env: a-b}}\nsteps: [{${step}}]`,
      '1:17: env takes the name of a variable of the environment.',
    ],
    [
      `vars: {sandbox: 1}\nsteps: [{${step}}]`,
      '1:8: sandbox is set by the run itself: true under --sandbox.',
    ],
    [
      `secrets: {key: k-4711}\nsteps: [{${step}}]`,
      '1:11: A secret is never written into a file: name the variable that holds it, key: {env: NAME}.',
    ],
    [`vars: {a: 1}\nmatrix: {a: [1]}\nsteps: [{${step}}]`, '2:10: a is declared twice in this file.'],
    [`matrix: {a: []}\nsteps: [{${step}}]`, '1:13: a takes a list of values.'],
    [
      `matrix: {a: [${'1,'.repeat(20)}], b: [${'1,'.repeat(20)}]}\nsteps: [{${step}}]`,
      /1:9: This matrix makes 400 runs/,
    ],
    // References.
    ['steps: [{jekimo check: {token: "${tokn}"}}]', /1:32: There is no variable "tokn"/],
    [
      'vars: {token: x}\nsteps: [{jekimo check: {token: "${tokn}"}}]',
      '2:32: There is no variable "tokn". Did you mean "token"?',
    ],
    ['steps: [{jekimo check: {token: "${a"}}]', /1:32: A variable is written \$\{name\}/],
    ['steps: [{jekimo check: {token: "${a b}"}}]', /1:32: A variable is written \$\{name\}/],
    ['steps: [{jekimo check: {token: x}, when: {nobody: true}}]', /1:43: There is no variable "nobody"/],
    [
      'steps: [{jekimo check: {token: "${t}"}, capture: {t: data.token}}]',
      '1:32: "t" is captured by this very step, which needs it first.',
    ],
    [
      'steps:\n  - jekimo check: {token: "${t}"}\n  - jekimo request: {}\n    capture: {t: data.token}',
      '2:27: "t" is captured only later, in line 3.',
    ],
    [
      'steps:\n  - jekimo check: {token: "${b}"}\n    capture: {a: data.token}\n  - jekimo check: {token: "${a}"}\n    capture: {b: data.token}',
      '2:27: "b" is captured in line 4, by a step that needs what this one captures: a circle.',
    ],
    [
      `vars: {t: 1}\nsteps: [{${step}, capture: {t: data.token}}]`,
      '2:65: "t" is declared in this file, and can\'t be captured.',
    ],
  ])('%j', (text, problem) => {
    const { problems } = read(text);
    if (typeof problem === 'string') expect(problems).toContain(problem);
    else expect(problems.join('\n')).toMatch(problem);
    expect(problems.join('\n')).not.toContain('k-4711');
  });

  test('all of it at once', () => {
    const { problems } = read('nmae: x\nsteps:\n  - juvlon verfy: {}\n  - jekimo check: {}');
    expect(problems).toHaveLength(3);
  });
});

test('the clean-up may use what any step has captured, and a step what its session did', () => {
  const { problems } = read(`
sessions:
  client:
    verifik phone: {}
    capture: {accessToken: data.accessToken}
steps:
  - jekimo request: {}
    capture: {token: data.token}
    expect: {data.token: "\${token}"}
always:
  - jekimo check: {token: "\${token}"}
    expect: {data.token: {equals: "\${client.accessToken}"}}
    when: {token: {exists: true}}
`);
  expect(problems).toEqual([]);
});
