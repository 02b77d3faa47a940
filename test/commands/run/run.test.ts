import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { sandboxEnvironment } from '../../../src/commands/sandbox/environment.ts';
import { providers } from '../../../src/providers/index.ts';
import { startEmbedded } from '../../../src/sandbox/embedded.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { authrig } from '../../helpers/rig.ts';
import { until } from '../../helpers/until.ts';
import { realClock } from '../../helpers/real-clock.ts';
import { scriptedServer } from '../../helpers/scripted-server.ts';
import { filesOf, runFiles } from '../../helpers/scenarios.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const pair = 'juvlon verify: {token: OJUWLB, otp: "9078"}';
const wrongPair = 'juvlon verify: {token: OJUWLB, otp: "1111"}';

describe('a scenario that passes', () => {
  const text = `name: a pair works once\nsteps:\n  - ${pair}\n    expect: {data.verify: true}\n  - ${pair}\n    expect: {error.kind: denied, exitCode: 3}\n`;

  test('ends with 0, has a line a step on stderr and a table on stdout', async () => {
    const [file = ''] = filesOf(text);
    const { exitCode, stdout, stderr } = await authrig(['run', file, '--sandbox'], { clock: realClock });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^ok {6}a pair works once: 1\. juvlon verify \(\d.*\)\nok {6}a pair works once: 2\. juvlon verify \(.*\)\n$/,
    );
    expect(stdout).toMatch(/^a pair works once {2}2 passed, .*\nrun {16}2 passed of 2 steps, .*\n$/);
  });

  test('has its data under --json', async () => {
    const { exitCode, json } = await runFiles([text]);
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      ok: true,
      command: 'run',
      data: {
        files: [
          {
            name: 'a pair works once',
            outcome: 'passed',
            attempts: 1,
            steps: [
              { name: '1. juvlon verify', outcome: 'passed', exitCode: 0, line: 3, column: 5 },
              { name: '2. juvlon verify', outcome: 'passed', line: 5 },
            ],
          },
        ],
        sessions: [],
        passed: 2,
        failed: 0,
        skipped: 0,
      },
    });
  });

  test('every file has a sandbox of its own', async () => {
    expect((await runFiles([text, text, text])).exitCode).toBe(0);
  });
});

describe('a step that does not go as expected', () => {
  test('fails the run with 9, names its place, and those after it are skipped', async () => {
    const ran = await runFiles([
      `steps:\n  - ${pair}\n    expect: {data.verify: false, data.transactionId: {exists: false}}\n  - jekimo request: {}\n`,
    ]);
    expect(ran.exitCode).toBe(9);
    expect(ran.steps).toEqual(['1. juvlon verify failed', '2. jekimo request skipped']);
    expect(ran.files[0]?.steps[0]).toMatchObject({
      exitCode: 9,
      line: 2,
      reason: 'data.verify is true, and false was expected.',
    });
    // The reason is not said twice.
    expect(ran.files[0]?.steps[0]?.detail).toMatch(/^data\.transactionId is .*, and nothing was expected\.$/);
    expect(ran.stderr.match(/and false was expected/g)).toHaveLength(1);
    expect(ran.json()).toMatchObject({ ok: false, error: { kind: 'failed', exitCode: 9 } });
    expect(ran.stderr).toMatch(/1\.yaml:2:5: data\.verify is true, and false was expected\./);
  });

  test('without expect the command has to succeed, and says itself why it did not', async () => {
    const { exitCode, files } = await runFiles([`steps: [{${wrongPair}}]`]);
    expect(exitCode).toBe(9);
    expect(files[0]?.steps[0]).toMatchObject({ outcome: 'failed', exitCode: 3 });
    expect(files[0]?.steps[0]?.reason).toContain('Juvlon did not verify the pair');
  });

  test('with an expectation of its data alone it has to succeed too', async () => {
    const { exitCode } = await runFiles([`steps: [{${wrongPair}, expect: {data.verify: {exists: false}}}]`]);
    expect(exitCode).toBe(9);
  });

  test('what is to be captured and not there fails', async () => {
    const { files } = await runFiles([
      `steps: [{${pair}, capture: {id: data.transactionId, no: error.message}}]`,
    ]);
    expect(files[0]?.steps[0]?.reason).toBe(
      'error.message was to be captured as no, and is not in the document.',
    );
  });

  test('a secret that was found instead is not shown', async () => {
    const ran = await runFiles([
      'steps: [{jekimo request: {}, capture: {token: data.token}}, {jekimo check: {token: "${token}"}, expect: {data.token: nonsense-4711}}]',
    ]);
    expect(ran.files[0]?.steps[1]?.reason).toMatch(
      /^data\.token is ".{4}….{4}", and another value was expected\.$/,
    );
    expect(ran.stdout + ran.stderr).not.toMatch(/[0-9a-f]{20}|nonsense-4711/);
  });
});

describe('what a file leaves behind is cleaned up', () => {
  test('after a failure too, every step of it, whatever the others did', async () => {
    const { exitCode, steps } = await runFiles([
      `steps:\n  - ${wrongPair}\nalways:\n  - ${wrongPair}\n  - ${pair}\n`,
    ]);
    expect(exitCode).toBe(9);
    expect(steps).toEqual(['1. juvlon verify failed', '2. juvlon verify failed', '3. juvlon verify passed']);
  });

  test('the MFA round trip ends as it began, where it is broken in the middle', async () => {
    const { steps } = await runFiles([
      `
steps:
  - ekyc uri: {qr: none}
    capture: {secret: data.uri}
  - ekyc toggle-mfa: {enable: true, secret-from: env:secret}
  - ${wrongPair}
  - ekyc toggle-mfa: {disable: true, secret-from: env:secret}
    capture: {ended: data.action}
always:
  - name: off again
    ekyc toggle-mfa: {disable: true, secret-from: env:secret}
    when: {ended: {exists: false}}
  - name: and it was on until then
    ekyc toggle-mfa: {disable: true, secret-from: env:secret}
    expect: {exitCode: 3}
`,
    ]);
    expect(steps).toEqual([
      '1. ekyc uri passed',
      '2. ekyc toggle-mfa passed',
      '3. juvlon verify failed',
      '4. ekyc toggle-mfa skipped',
      '5. off again passed',
      '6. and it was on until then passed',
    ]);
  });

  test('but not what no step came to make', async () => {
    const { files } = await runFiles([
      `steps:\n  - ${wrongPair}\n  - jekimo request: {}\n    capture: {token: data.token}\nalways:\n  - jekimo check: {token: "\${token}"}\n`,
    ]);
    expect(files[0]?.steps[2]).toMatchObject({
      outcome: 'skipped',
      reason: 'There is nothing to clean up: no step has captured token.',
    });
  });
});

describe('a step that is skipped', () => {
  const text = `vars: {wanted: false}\nsteps:\n  - ${pair}\n  - jekimo request: {}\n    when: {wanted: true}\n`;

  test('fails the run, unless the step or the run allows it', async () => {
    const refused = await runFiles([text]);
    expect(refused.exitCode).toBe(9);
    expect(refused.steps).toEqual(['1. juvlon verify passed', '2. jekimo request skipped']);
    expect((await runFiles([text], ['--allow-skip'])).exitCode).toBe(0);
    expect((await runFiles([`${text}    allow-skip: true\n`])).exitCode).toBe(0);
  });

  test('is run where its variables are as they should be', async () => {
    expect((await runFiles([text], ['--var', 'wanted=true'])).steps).toContain('2. jekimo request skipped');
    const { steps } = await runFiles(
      [text.replace('{wanted: true}', '{wanted: {oneOf: [true, "true"]}}')],
      ['--var', 'wanted=true'],
    );
    expect(steps).toContain('2. jekimo request passed');
  });

  test('a run of which nothing was run is inconclusive', async () => {
    const { exitCode } = await runFiles([`steps: [{${pair}, when: {sandbox: false}, allow-skip: true}]`]);
    expect(exitCode).toBe(8);
  });
});

describe('until', () => {
  const wait = (deadline: string) =>
    `steps:\n  - jekimo request: {qr: none}\n    capture: {token: data.token}\n  - jekimo check: {token: "\${token}"}\n    expect: {data.status: OK}\n    until: {interval: 20ms, deadline: ${deadline}}\n`;

  test('repeats what reads until it comes true', async () => {
    expect((await runFiles([wait('10s')])).steps.at(-1)).toBe('2. jekimo check passed');
  });

  test('fails at its deadline, and says what was found last', async () => {
    // On a clock that stands still until the first check has found something, however long that takes.
    const clock = fakeClock();
    const running = runFiles([wait('300ms')], [], { clock });
    await until(() => clock.sleeps.includes(20));
    await clock.advance(300);
    const { files } = await running;
    expect(files[0]?.steps[1]).toMatchObject({
      outcome: 'failed',
      exitCode: 5,
      reason: 'It did not come true within 0.3 s: data.status is "created", and "OK" was expected.',
    });
  });
});

test('until gives up at once where no waiting can mend it', async () => {
  const { files } = await runFiles([
    'steps: [{jekimo check: {token: "no token"}, until: {interval: 1s, deadline: 1h}}]',
  ]);
  expect(files[0]?.steps[0]).toMatchObject({ outcome: 'failed', exitCode: 2 });
});

describe('a step that does not end', () => {
  test('is given up at its own deadline', async () => {
    const { exitCode, files } = await runFiles([
      'steps:\n  - sandbox log: {follow: true, timeout: 50ms}\n  - jekimo request: {}\n',
    ]);
    expect(exitCode).toBe(9);
    expect(files[0]?.steps[0]).toMatchObject({
      outcome: 'failed',
      exitCode: 5,
      reason: 'The step did not end within 0.05 s.',
    });
  });

  test('is given up at that of the run, which ends with 5, and the clean-up runs', async () => {
    const { exitCode, steps } = await runFiles(
      [`steps:\n  - sandbox log: {follow: true}\n  - jekimo request: {}\nalways:\n  - ${pair}\n`],
      ['--timeout', '300ms'],
    );
    expect(exitCode).toBe(5);
    expect(steps).toEqual(['1. sandbox log failed', '2. jekimo request skipped', '3. juvlon verify passed']);
  });
});

test('a run that was stopped is not green, whatever its files would have come to', async () => {
  const stop = new AbortController();
  const report = join(temporaryFolder(), 'r.json');
  const ran = await runFiles(
    [`steps: [{${pair}}]`, `steps: [{${pair}}]`],
    ['--concurrency', '1', '--report', `json=${report}`],
    {
      signal: stop.signal,
      onMessage: (text) => {
        if (text.startsWith('ok'))
          stop.abort(new CliError('cancelled', 'Stopped by SIGINT.', { exitCode: 130 }));
      },
    },
  );
  expect(ran.exitCode).toBe(130);
  expect(ran.steps).toEqual(['1. juvlon verify passed', '1. juvlon verify inconclusive']);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
    exitCode: 130,
    ended: { exitCode: 130, reason: 'Stopped by SIGINT.' },
    totals: { passed: 1, inconclusive: 1, skipped: 0 },
  });
  expect(ran.json().data).toMatchObject({ files: [{ outcome: 'passed' }, { outcome: 'inconclusive' }] });
  expect((await authrig(['report', 'merge', report])).exitCode).toBe(8);
});

describe('the clock of the sandbox', () => {
  test('drives what the provider and what the command think of an expiry', async () => {
    const { exitCode, stderr } = await runFiles([
      `
steps:
  - verifik phone: {}
  - verifik token: {}
    expect: {data.cached: true}
  - sandbox advance: {duration: 31d}
  - verifik status: {}
    expect: {data.sessions.0.state: expired}
  - verifik token: {}
    expect: {data.cached: false}
`,
    ]);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});

describe('a shared session', () => {
  const uses = (name: string) => `
name: ${name}
sessions:
  client:
    verifik phone: {}
    capture: {accessToken: data.accessToken}
steps:
  - verifik token: {}
    expect: {data.cached: true, data.accessToken: "\${client.accessToken}"}
  - sandbox otp: {provider: verifik}
    expect: {data.id: "3"}
`;

  test('is signed in once for every file that names it, each on a sandbox that knows it', async () => {
    const { exitCode, json, stderr } = await runFiles([uses('one'), uses('two'), `steps: [{${pair}}]`]);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(json().data?.['sessions']).toMatchObject([
      { name: '1. session client: verifik phone', outcome: 'passed' },
    ]);
  });

  test('is shared by nothing else: what a file uses up is used up for itself alone', async () => {
    const onePair = `steps: [{${pair}, expect: {data.verify: true}}]`;
    const withSession = `${uses('one')}  - ${pair}\n    expect: {data.verify: true}\n`;
    const { exitCode, stderr } = await runFiles(
      [withSession, onePair, withSession, onePair],
      ['--concurrency', '1'],
    );
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('of a file is unknown to the sandbox of a file that names none', async () => {
    const none = 'steps: [{sandbox otp: {provider: verifik}, expect: {exitCode: {gt: 0}}}]';
    const { exitCode } = await runFiles([uses('one'), none], ['--concurrency', '1']);
    expect(exitCode).toBe(0);
  });

  test('that fails, fails the run, and nothing of the files that name it is run', async () => {
    const { exitCode, steps, files } = await runFiles([
      uses('one').replace('verifik phone: {}', 'verifik phone: {phone: "1234566666"}'),
      `steps: [{${pair}}]`,
    ]);
    expect(exitCode).toBe(9);
    expect(steps).toEqual(['1. verifik token skipped', '2. sandbox otp skipped', '1. juvlon verify passed']);
    expect(files[0]?.steps[0]?.reason).toBe('The shared session client could not be signed in.');
  });

  test.each(['--sandbox', '--live'])('that fails is told once: %s', async (option) => {
    const [path = ''] = filesOf(`sessions: {client: {${wrongPair}}}\nsteps: [{${pair}}]`);
    await using server = await scriptedServer({ '/v4/verifyOneTimeCode': [{ status: 500, body: {} }] });
    const env = { AUTHRIG_JUVLON_API_KEY: 'key-4711', AUTHRIG_JUVLON_BASE_URL: server.origin };
    const { exitCode, stderr, stdout } = await authrig(['run', path, option], { clock: realClock, env });
    expect(exitCode).toBe(9);
    expect((stdout + stderr).match(option === '--live' ? /500/g : /did not verify/g)).toHaveLength(1);
  });

  test('of one name is one sign-in', async () => {
    const other = uses('two').replace('verifik phone: {}', 'verifik phone: {phone: "1234566664"}');
    const { exitCode, stderr } = await runFiles([uses('one'), other]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/2\.yaml:4:3: The session client is another sign-in in .*1\.yaml:4:3/);
  });
});

describe('variables and secrets', () => {
  const text = `vars: {token: , otp: {env: OTP}}\nsteps: [{juvlon verify: {token: "\${token}", otp: "\${otp}"}}]`;

  test('come from flags, from a file and from the environment', async () => {
    const [varFile = ''] = filesOf('{"token": "OJUWLB", "not-of-this-file": 1}');
    const byFile = await runFiles([text], ['--var-file', varFile], { env: { OTP: '9078' } });
    expect(byFile.exitCode).toBe(0);
    const byFlag = await runFiles([text], ['--var', 'token=OJUWLB', '--var', 'otp=9078']);
    expect(byFlag.exitCode).toBe(0);
  });

  test('one that is missing is told with its place, and nothing is run', async () => {
    const { exitCode, json, stderr } = await runFiles([text], ['--var', 'token=OJUWLB']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('1.yaml:1:17: "otp" has no value: give it with --var otp=…, or set OTP.');
    expect(json()).toMatchObject({ ok: false, error: { kind: 'usage' }, data: { files: [], passed: 0 } });
  });

  test('a --var of no file is a mistake in its name', async () => {
    const { exitCode, stderr } = await runFiles([text], ['--var', 'tokn=x']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean "token"?');
    expect((await runFiles([text], ['--var', 'token'])).exitCode).toBe(2);
  });

  test('a secret is masked wherever it comes up', async () => {
    const ran = await runFiles(
      [
        `secrets: {mine: {env: MINE}}\nsteps:\n  - juvlon verify: {token: "\${mine}", otp: "1111"}\n    expect: {command: "\${mine}"}\n`,
      ],
      ['--verbose'],
      { env: { MINE: 'planted-4711-secret' } },
    );
    expect(ran.exitCode).toBe(9);
    expect(ran.stdout + ran.stderr).not.toContain('planted-4711');
    expect(ran.stderr).toContain('POST http://127.0.0.1');
  });

  test('a TOTP secret is a source, and never a value', async () => {
    const { exitCode } = await runFiles(
      ['steps: [{totp code: {secret-from: env:TOTP_SECRET}, expect: {data.code: {matches: "^[0-9]{6}$"}}}]'],
      [],
      { env: { TOTP_SECRET: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } },
    );
    expect(exitCode).toBe(0);
  });
});

test.each([
  'steps: [{juvlon verify: {token: OJUWLB, otp: 0978}}]',
  'vars: {otp: 0978}\nsteps: [{juvlon verify: {token: OJUWLB, otp: "${otp}"}}]',
  'matrix: {otp: [0978]}\nsteps: [{juvlon verify: {token: OJUWLB, otp: "${otp}"}}]',
])('a code keeps its leading zero without quotes: %s', async (text) => {
  await using server = await scriptedServer({
    '/v4/verifyOneTimeCode': [{ body: { code: 200, verify: 'true', token: 'OJUWLB', OTP: '0978' } }],
  });
  const [file = ''] = filesOf(text);
  const env = { AUTHRIG_JUVLON_API_KEY: 'key-4711', AUTHRIG_JUVLON_BASE_URL: server.origin };
  await authrig(['run', file], { clock: realClock, env });
  expect(server.requests.map(({ body }) => (JSON.parse(body) as { otp: string }).otp)).toEqual(['0978']);
});

describe('which files are run', () => {
  const tagged = (tags: string, step = pair) => `name: "${tags}"\ntags: [${tags}]\nsteps: [{${step}}]`;

  test('two of one name are told apart by their files', async () => {
    const { stdout, stderr } = await authrig(
      ['run', '--sandbox', ...filesOf(tagged('one'), tagged('one'), tagged('two'))],
      { clock: realClock },
    );
    for (const said of [stdout, stderr]) {
      expect(said).toMatch(/one \(.*1\.yaml\)/);
      expect(said).toMatch(/one \(.*2\.yaml\)/);
      expect(said).not.toMatch(/two \(.*yaml/);
    }
  });

  test('--tag', async () => {
    const texts = [tagged('one, slow'), tagged('two'), tagged('three')];
    const { files } = await runFiles(texts, ['--tag', 'slow', '--tag', 'two']);
    expect(files.map(({ name }) => name)).toEqual(['one, slow', 'two']);
    const { exitCode, stderr } = await runFiles(texts, ['--tag', 'slwo']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean "slow"?');
  });

  test('--bail begins no file after one that failed', async () => {
    const texts = [tagged('one', wrongPair), tagged('two')];
    const { exitCode, steps } = await runFiles(texts, ['--bail', '--concurrency', '1']);
    expect(exitCode).toBe(9);
    expect(steps).toEqual(['1. juvlon verify failed', '1. juvlon verify skipped']);
    const all = await runFiles(texts, ['--concurrency', '1']);
    expect(all.steps).toEqual(['1. juvlon verify failed', '1. juvlon verify passed']);
  });

  test('none is a usage error', async () => {
    const { exitCode, json } = await authrig(['run', '--json']);
    expect(exitCode).toBe(2);
    expect(json()).toMatchObject({ error: { kind: 'usage' }, data: { files: [] } });
  });

  test('a matrix runs a file once for each combination', async () => {
    const { files } = await runFiles([
      'name: m\nmatrix: {method: [redirect, popup], callback: [true, false]}\nsteps: [{ekyc login: {method: "${method}", callback: "${callback}"}}]',
    ]);
    expect(files.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'm (method=redirect, callback=true) passed',
      'm (method=redirect, callback=false) passed',
      'm (method=popup, callback=true) passed',
      'm (method=popup, callback=false) passed',
    ]);
  });
});

test('--retry tries a file again from its start, and no step by itself', async () => {
  const { exitCode, files, stderr } = await runFiles(
    [`steps: [{${pair}}, {${wrongPair}}]`],
    ['--retry', '2'],
  );
  expect(exitCode).toBe(9);
  expect(files[0]).toMatchObject({ attempts: 3 });
  expect(stderr.match(/^ok .*1\. juvlon verify/gm)).toHaveLength(3);
  expect(stderr).toContain('is tried again, from its start (2 of 2)');
});

describe('reports', () => {
  test('are written whole, whatever became of the run', async () => {
    const folder = temporaryFolder();
    const places = { json: join(folder, 'r.json'), junit: join(folder, 'r.xml') };
    const options = ['--report', `json=${places.json}`, '--report', `junit=${places.junit}`];
    await runFiles([`name: x\nsteps: [{${pair}}, {${wrongPair}}]`], options);
    const report = JSON.parse(readFileSync(places.json, 'utf8')) as Record<string, unknown>;
    expect(report).toMatchObject({
      command: 'run',
      version: '0.0.0-test',
      exitCode: 9,
      totals: { passed: 1, failed: 1 },
      groups: [
        { name: 'x', cases: [{ name: '1. juvlon verify' }, { name: '2. juvlon verify', outcome: 'failed' }] },
      ],
    });
    expect(readFileSync(places.junit, 'utf8')).toContain('</testsuites>');
  });

  test('of files that cannot be read too, which end with 2', async () => {
    const report = join(temporaryFolder(), 'r.json');
    const { exitCode } = await runFiles(['steps: [{juvlon verfy: {}}]'], ['--report', `json=${report}`]);
    expect(exitCode).toBe(2);
    const { groups } = JSON.parse(readFileSync(report, 'utf8')) as { groups: unknown };
    expect(groups).toMatchObject([
      { cases: [{ outcome: 'failed', exitCode: 2, place: { line: 1, column: 10 } }] },
    ]);
  });

  test('that cannot be written are refused before anything runs', async () => {
    const { exitCode, stderr } = await runFiles([`steps: [{${pair}}]`], ['--report', 'tap=/nowhere/r.tap']);
    expect(exitCode).toBe(10);
    expect(stderr).not.toContain('juvlon verify');
  });
});

describe('--dry-run', () => {
  test('says what would be called, masked, and calls nothing', async () => {
    const [file = ''] = filesOf(
      'steps:\n  - verifik send: {phone: "1234566663"}\n    capture: {challenge: data.challenge}\n  - verifik confirm: {challenge: "${challenge}", otp: "482913"}\n',
    );
    const { exitCode, stdout } = await authrig(['run', file, '--dry-run'], { clock: realClock });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        file,
        '  2:5 authrig verifik send --phone=12•••••663',
        '        POST https://api.verifik.co/v2/projects/phone-login (sends)',
        '  4:5 authrig verifik confirm --challenge=${challenge} --otp=••••••',
        '        POST https://api.verifik.co/v2/projects/phone-login/confirm (consumes)',
        '',
      ].join('\n'),
    );
  });

  test('an argument that is captured on the way stands by its name', async () => {
    const [file = ''] = filesOf(
      'steps:\n  - jekimo request: {qr: none}\n    capture: {token: data.token}\n  - sandbox approve: {id: "${token}", after: 2s}\n  - jekimo check: {token: "${token}"}\n',
    );
    const { stdout } = await authrig(['run', file, '--sandbox', '--dry-run'], { clock: realClock });
    expect(stdout).toContain('authrig sandbox approve --after=2s ${token}\n');
    expect(stdout).toContain('authrig jekimo check ${token}\n');
  });

  test('has its data under --json', async () => {
    const { json } = await runFiles([`steps: [{${pair}}]`], ['--dry-run']);
    expect(json().data).toMatchObject({
      files: [
        {
          steps: [
            { name: '1. juvlon verify', calls: [{ operation: 'verifyOneTimeCode', effect: 'consumes' }] },
          ],
        },
      ],
    });
  });
});

describe('a live run that would message somebody', () => {
  const text = 'steps: [{elixir send: {email: ada@example.com}}]';

  test('needs --live, and sends nothing without it', async () => {
    const [path = ''] = filesOf(text);
    const { exitCode, stderr } = await authrig(['run', path], { clock: realClock });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'This run would send a real message: elixir to a•••@example.com, by elixir send in',
    );
    expect(stderr).toContain('--live');
  });

  test('shows the masked recipient first', async () => {
    const [path = ''] = filesOf(text);
    const { exitCode, stderr } = await authrig(['run', path, '--live'], {
      clock: realClock,
      // The key is refused before anything leaves this machine.
      env: { AUTHRIG_ELIXIR_API_KEY: 'bad\nkey' },
    });
    expect(exitCode).toBe(9);
    expect(stderr.split('\n')[0]).toContain('A real message goes out: elixir to a•••@example.com');
    expect(stderr).not.toContain('ada@');
  });

  test('a loopback host sends nothing, and needs nothing', async () => {
    const [path = ''] = filesOf(text);
    const env = { AUTHRIG_ELIXIR_BASE_URL: 'http://127.0.0.1:1', AUTHRIG_ELIXIR_API_KEY: 'key-4711' };
    const { exitCode, stderr } = await authrig(['run', path], { clock: realClock, env });
    expect(exitCode).toBe(9);
    expect(stderr).not.toContain('real message');
  });
});

describe('a live run', () => {
  const text = `steps: [{juvlon verify: {token: "\${token}", otp: "9078"}}, {juvlon verify: {token: X, otp: "1111"}}]\nvars: {token: OJUWLB}`;
  const answers = (...verdicts: readonly string[]) => ({
    '/v4/verifyOneTimeCode': verdicts.map((verify) => ({
      body: { code: 200, status: 'Success', verify, token: 'OJUWLB', OTP: '9078' },
    })),
  });

  test('does not try a file again once something was used up', async () => {
    await using server = await scriptedServer(answers('true', 'false', 'true', 'true'));
    const env = { AUTHRIG_JUVLON_API_KEY: 'key-4711', AUTHRIG_JUVLON_BASE_URL: server.origin };
    const [path = ''] = filesOf(text);
    const { exitCode, stderr } = await authrig(['run', path, '--retry', '3'], { clock: realClock, env });
    expect(exitCode).toBe(9);
    expect(server.requests).toHaveLength(2);
    expect(stderr).toContain('is not tried again: it has sent a message, or used something up');
  });

  test('says what its commands say, since somebody may have to act on it', async () => {
    await using server = await scriptedServer(answers('true'));
    const env = { AUTHRIG_JUVLON_API_KEY: 'key-4711', AUTHRIG_JUVLON_BASE_URL: server.origin };
    const [path = ''] = filesOf(`steps: [{${pair}}]`);
    const { exitCode, stderr } = await authrig(['run', path], { clock: realClock, env });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Juvlon verified the pair');
  });
});

describe('against a sandbox of another process', () => {
  test('it is a live run in which `sandbox` is true, and the link to be scanned is shown whole', async () => {
    const signal = new AbortController().signal;
    const sandbox = await startEmbedded({ clock: realClock, randomBytes, signal, providers });
    try {
      const [path = ''] = filesOf(
        'steps:\n  - jekimo request: {qr: none}\n    capture: {token: data.token}\n  - sandbox approve: {id: "${token}"}\n    when: {sandbox: true}\n  - jekimo check: {token: "${token}"}\n    expect: {data.status: OK}\n',
      );
      const env = sandboxEnvironment(sandbox.origin, sandbox.settings);
      const { exitCode, stderr } = await authrig(['run', path], { clock: realClock, env });
      expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stderr).toMatch(/^Link: http:\/\/127\.0\.0\.1:\d+\/.*[0-9a-f]{64}$/m);
      expect(stderr.match(/[0-9a-f]{64}/g)).toHaveLength(1);
    } finally {
      await sandbox.close();
    }
  });
});

describe('input that is none', () => {
  test.each([
    ['broken YAML', 'steps: [', /1:9: This is not YAML/],
    ['duplicate keys', `steps: [{${pair}}]\nsteps: []`, /2:1: .*unique/],
    ['tabs', 'steps:\n\t- x', /2:1: .*[Tt]abs/],
    ['no steps', 'name: x', /1:1: This scenario has no steps/],
    ['a huge file', `# ${'x'.repeat(300_000)}`, /1:1: This is a file of more than 262144 bytes/],
    ['not UTF-8', Buffer.from([0x6e, 0xff, 0xfe]), /1:1: The file is not UTF-8/],
    ['UTF-16', Buffer.from('\uFEFFsteps: []', 'utf16le'), /1:1: The file is not UTF-8/],
    ['nothing', '', /1:1: The file is empty/],
    ['a bad number', 'steps:\n  - jekimo request: {min-age: old}', /2:31: --min-age does not take "old"/],
    [
      'a bad duration',
      'steps: [{sandbox advance: {duration: soon}}]',
      /1:10: <duration> does not take "soon"/,
    ],
  ])('%s ends with 2 and names the place', async (_what, text, problem) => {
    const [path = ''] = filesOf(text);
    const { exitCode, stderr } = await authrig(['run', path, '--sandbox'], { clock: realClock });
    expect({ exitCode, told: problem.test(stderr.replace(path, '')) || stderr }).toEqual({
      exitCode: 2,
      told: true,
    });
  });

  test('every mistake of a file is told at once, in its order, each once', async () => {
    const [path = ''] = filesOf(
      [
        'nam: x',
        'vars: {known: 1, unset: , bad: {env: "1 2"}}',
        'secrets: {key: {env: NO_SUCH_SECRET}}',
        'steps:',
        '  - juvlon verfy: {}',
        '    capture: {made: data.token}',
        '  - juvlon verify: {tokn: "${knwon}", otp: "${made}"}',
        '    expect: {data.verfied: true, data.verify: "${other}"}',
        '  - jekimo request: {min-age: old, two-fa: maybe}',
      ].join('\n'),
    );
    const { exitCode, json } = await authrig(['run', path, '--sandbox', '--json'], { clock: realClock });
    expect(exitCode).toBe(2);
    const told = json().error?.message.replaceAll(`${path}:`, '').split('\n') ?? [];
    expect(told.map((line) => line.split(/:? /, 1)[0])).toEqual([
      '1:1',
      '2:18',
      '2:38',
      '3:11',
      '5:5',
      '7:21',
      '7:27',
      '8:14',
      '8:47',
      '9:31',
      '9:44',
    ]);
    expect(told).toContain('3:11: The secret "key" is not there: set NO_SUCH_SECRET.');
    expect(told).toContain('7:27: There is no variable "knwon". Did you mean "known"?');
  });

  test('a file that is not there, and a folder', async () => {
    const folder = temporaryFolder();
    expect((await authrig(['run', join(folder, 'no.yaml')])).stderr).toContain(
      'no.yaml:1:1: There is no such file.',
    );
    expect((await authrig(['run', folder])).stderr).toContain(':1:1: This is a directory');
  });

  test('BOM and CRLF are understood', async () => {
    expect((await runFiles([`\uFEFFsteps:\r\n  - ${pair}\r\n`])).exitCode).toBe(0);
  });

  test('nothing is run where one of several files is wrong', async () => {
    const { exitCode, stderr } = await runFiles([`steps: [{${pair}}]`, 'steps: [{juvlon: {}}]']);
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain('ok ');
  });
});

test('--schema prints the schema and nothing else', async () => {
  const { exitCode, stdout, stderr } = await authrig(['run', '--schema']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
});

test("nothing is kept of a run's sign-ins on this machine", async () => {
  const folder = temporaryFolder();
  const ran = await runFiles(['steps: [{verifik phone: {}}]'], [], { env: { AUTHRIG_CONFIG_DIR: folder } });
  expect(ran.exitCode).toBe(0);
  expect(existsSync(join(folder, 'sessions'))).toBe(false);
});
