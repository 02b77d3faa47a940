import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createRedactor, type Redactor } from '../../src/redaction/redactor.ts';
import { type ReportKind, reportKinds, type ReportTarget } from '../../src/report/option.ts';
import type { Report } from '../../src/report/result.ts';
import { openReports } from '../../src/report/write.ts';
import { caseOf, hostileReport, reportOf, scenarios } from '../helpers/reports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

let folder = '';
let said: string[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  said = [];
});

function contextOf(env: Record<string, string> = {}, redactor: Redactor = createRedactor()) {
  const terminal = {
    warning: (text: string) => said.push(text),
    draw: (lines: string[]) => said.push(...lines),
  };
  return { env, redactor, terminal: terminal as never };
}

const target = (kind: ReportKind, name: string): ReportTarget => ({ kind, file: join(folder, name) });
const contents = (name: string) => readFileSync(join(folder, name), 'utf8');
const inFolder = () => reportKinds.map((kind) => ({ kind, file: join(folder, kind) }));

async function written(report: Report, targets: readonly ReportTarget[], env?: Record<string, string>) {
  const reports = await openReports(contextOf(env), targets);
  return reports.write(report);
}

describe('the files of reports', () => {
  test('are written all at once, whole, readable for others, and nothing lies beside them', async () => {
    const umask = process.umask();
    expect(await written(scenarios, inFolder())).toBeUndefined();
    expect(readdirSync(folder).toSorted()).toEqual([...reportKinds].toSorted());
    for (const kind of reportKinds) {
      expect(contents(kind), kind).toContain('2. juvlon verify');
      expect(statSync(join(folder, kind)).mode & 0o777).toBe(0o644 & ~umask);
    }
    expect(said).toEqual([]);
  });

  test('take the place of older ones', async () => {
    writeFileSync(join(folder, 'a.tap'), 'x'.repeat(100_000));
    await written(reportOf([caseOf('a')]), [target('tap', 'a.tap')]);
    expect(contents('a.tap')).toMatch(/^TAP version 13\n1\.\.1\nok 1 - juvlon: a\n/);
  });

  test('may be none', async () => {
    expect(await written(scenarios, [])).toBeUndefined();
    const reports = await openReports(contextOf());
    expect(await reports.write(scenarios)).toBeUndefined();
  });

  test('S01: hold no secret, however it is spelt, and keep their form where a secret spells a part of it', async () => {
    const secrets = ['sk_live_8f3kd93jf', 'testcase', 'outcome', 'passed', '"name"', 'caseless'];
    const redactor = createRedactor();
    for (const secret of secrets) redactor.learn(secret, 'key');
    const spelt = [
      'sk_live_8f3kd93jf',
      'sk%5Flive%5F8f3kd93jf',
      Buffer.from('sk_live_8f3kd93jf').toString('base64'),
    ];
    const text = `the server said ${spelt.join(' ')}`;
    const place = { file: `${spelt[0]}.yaml`, line: 1, column: 1 };
    const each = caseOf(text, 'failed', { reason: text, detail: text, place });
    const reports = await openReports(contextOf({}, redactor), inFolder());
    await reports.write(reportOf([], { groups: [{ name: text, file: `${spelt[0]}.yaml`, cases: [each] }] }));
    for (const kind of reportKinds) {
      for (const secret of spelt) expect(contents(kind), kind).not.toContain(secret);
    }
    expect(contents('junit')).toMatch(/<testcase name=/);
    expect(JSON.parse(contents('json'))).toMatchObject({ groups: [{ cases: [{ outcome: 'failed' }] }] });
  });
});

describe('what can not be written is told before anything runs', () => {
  test('a folder that is missing, or is none, a folder or a link of that name', async () => {
    writeFileSync(join(folder, 'note'), '');
    mkdirSync(join(folder, 'shelf'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const [name, why] of [
      ['missing/report', 'its folder does not exist'],
      ['note/report', 'a part of the path is no folder'],
      ['shelf', 'it is a folder'],
      ['link', 'it is no plain file'],
      ['pipe', 'it is no plain file'],
      ['x'.repeat(300), 'its name is too long'],
    ] as const) {
      const work = openReports(contextOf(), [target('tap', name)]);
      await expect(work, name).rejects.toMatchObject({
        kind: 'local',
        message: `The report ${join(folder, name)} could not be written: ${why}.`,
      });
    }
    expect(readdirSync(folder).toSorted()).toEqual(['link', 'note', 'pipe', 'shelf']);
  });

  test('two names of one file', async () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'alias'));
    const work = openReports(contextOf(), [target('tap', 'real/a'), target('json', 'alias/a')]);
    await expect(work).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('one file') as string,
    });
  });

  test('a folder that went away meanwhile is told behind the result, and the other reports are written', async () => {
    mkdirSync(join(folder, 'a'));
    mkdirSync(join(folder, 'b'));
    const reports = await openReports(contextOf(), [
      target('tap', 'a/report'),
      target('json', 'b/report'),
      target('html', 'report'),
    ]);
    execFileSync('rm', ['-r', join(folder, 'a'), join(folder, 'b')]);
    const failure = await reports.write(scenarios);
    expect(failure).toMatchObject({ kind: 'local', message: expect.stringContaining('a/report') as string });
    expect(said).toEqual([
      `The report ${join(folder, 'b/report')} could not be written: its folder does not exist.`,
    ]);
    expect(contents('report')).toContain('<!doctype html>');
  });

  test.runIf(process.platform === 'linux')(
    'an older report is spoken of only where there is one',
    async () => {
      const older = expect.stringMatching(/^The older report there is as it was\. /) as string;
      for (const [file, hint] of [
        ['/proc/version', older],
        [join(folder, 'missing/report'), expect.stringMatching(/^Give a file/) as string],
      ] as const)
        await expect(openReports(contextOf(), [{ kind: 'tap', file }])).rejects.toMatchObject({
          kind: 'local',
          details: { hint },
        });
    },
  );

  test('a path is taken from where the command runs', async () => {
    const file = relative(process.cwd(), join(folder, 'a.tap'));
    expect(await written(scenarios, [{ kind: 'tap', file }])).toBeUndefined();
    expect(contents('a.tap')).toContain('TAP');
  });
});

describe('in a step of GitHub Actions', () => {
  const env = () => ({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary') });
  beforeEach(() => writeFileSync(join(folder, 'summary'), 'said before\n'));

  test('the log has the annotations, the step its summary, the file the annotations', async () => {
    await written(scenarios, [target('github', 'notes')], env());
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/^::error file=/);
    expect(contents('notes')).toBe(`${said.join('\n')}\n`);
    expect(contents('summary')).toMatch(/^said before\n\n# authrig run: 1 of 4 passed\n/);
  });

  test('the summary itself may be the file, of github and of markdown, and has the report once', async () => {
    for (const targets of [
      [target('github', 'summary')],
      [target('markdown', 'summary')],
      [target('github', 'notes'), target('markdown', 'summary')],
    ]) {
      writeFileSync(join(folder, 'summary'), '');
      await written(scenarios, targets, env());
      expect(contents('summary').match(/^# authrig/gm)).toHaveLength(1);
      expect(contents('summary')).not.toContain('::error');
    }
  });

  test('the summary takes no other kind', async () => {
    const work = openReports(contextOf(env()), [target('junit', 'summary')]);
    await expect(work).rejects.toMatchObject({ kind: 'usage' });
    expect(contents('summary')).toBe('said before\n');
  });

  test('the summary never grows beyond what GitHub shows', async () => {
    const before = 'x'.repeat(1_000_000);
    writeFileSync(join(folder, 'summary'), before);
    const cases = Array.from({ length: 20_000 }, (_, at) => caseOf(`key ${at}`));
    await written(reportOf(cases), [target('github', 'notes')], env());
    expect(statSync(join(folder, 'summary')).size).toBeLessThanOrEqual(1024 * 1024);
    expect(contents('summary')).toMatch(/more of 20000 rows had no room here/);
  });

  test('a summary that is not there is told before anything runs, by its own reason', async () => {
    const gone = { ...env(), GITHUB_STEP_SUMMARY: join(folder, 'gone') };
    for (const name of ['notes', 'gone'])
      await expect(openReports(contextOf(gone), [target('github', name)])).rejects.toMatchObject({
        kind: 'local',
        message: `The summary of the step, ${join(folder, 'gone')}, could not be written: there is no such file.`,
        details: { hint: expect.not.stringContaining('older report') as string },
      });
    expect(readdirSync(folder)).toEqual(['summary']);
  });

  test('a summary that went away meanwhile is a local error, and one that nobody asked for stays as it is', async () => {
    const reports = await openReports(contextOf(env()), [target('github', 'notes')]);
    rmSync(join(folder, 'summary'));
    expect(await reports.write(scenarios)).toMatchObject({ kind: 'local' });
    expect(contents('notes')).toContain('::error');
    writeFileSync(join(folder, 'summary'), 'said before\n');
    await written(scenarios, [target('json', 'a.json')], env());
    expect(contents('summary')).toBe('said before\n');
  });

  test('S32: no line of the log is a command that a server wrote', async () => {
    await written(hostileReport, [target('github', 'notes')], env());
    expect(said.length).toBeGreaterThan(10);
    for (const line of said) expect(line).toMatch(/^::(?:error|warning|notice)[ :][^\r\n]*$/);
  });

  test('where all is well the log stays silent', async () => {
    await written(reportOf([caseOf('a')]), [target('github', 'notes')], env());
    expect(said).toEqual([]);
    expect(contents('notes')).toBe('');
  });
});

test('a hundred thousand cases are written in seconds, in files of bounded size', async () => {
  const cases = Array.from({ length: 100_000 }, (_, at) =>
    caseOf(`key ${at} of the customer ${at % 100}`, at % 50 === 0 ? 'failed' : 'passed', {
      reason: `Juvlon answered ${at} <${at % 3}> & "no".`,
    }),
  );
  const redactor = createRedactor();
  for (let at = 0; at < 1000; at += 1) redactor.learn(`secret-number-${at * 7919}`, 'key');
  const start = performance.now();
  const reports = await openReports(contextOf({}, redactor), inFolder());
  expect(await reports.write(reportOf(cases))).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(30_000);
  for (const kind of reportKinds) {
    expect(statSync(join(folder, kind)).size, kind).toBeLessThan(60_000_000);
  }
  expect(contents('ndjson').match(/\n/g)).toHaveLength(100_001);
}, 60_000);
