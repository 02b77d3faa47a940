import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { authrig, start } from '../helpers/built.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const key = 'k-4711-k-4711-k-4711';
const otp = '907831';

/** The ids of a process and of everything that it started. */
function family(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(/\) \S (\d+)/.exec(read(`/proc/${name}/stat`))?.[1])] as const);
  const members = new Set([pid]);
  for (const [child, parent] of parents.toSorted(([a], [b]) => a - b)) {
    if (members.has(parent)) members.add(child);
  }
  return [...members];
}

/** Empty where the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

test.runIf(process.platform === 'linux')(
  'S02: no kept key stands in the arguments or the environment of the process and its children',
  async () => {
    const answer = { code: 200, status: 'Success', verify: 'true', token: 'OJUWLB', OTP: otp };
    await using server = await scriptedServer({ '/v4/verifyOneTimeCode': [{ body: answer }] });
    const env = { AUTHRIG_CONFIG_DIR: temporaryFolder(), AUTHRIG_JUVLON_BASE_URL: server.origin };
    expect(await authrig(['config', 'set', 'juvlon.apiKey'], { env, stdin: key })).toMatchObject({
      exitCode: 0,
    });

    // The code is printed by a child that is given it by nobody.
    const source = 'cmd:sleep 0.4; expr 907800 + 31';
    const run = start(['juvlon', 'verify', '--token', 'OJUWLB', '--otp-from', source], { env });
    const seen = new Set<string>();
    while (run.child.exitCode === null) {
      for (const pid of family(run.pid)) {
        seen.add(read(`/proc/${pid}/cmdline`)).add(read(`/proc/${pid}/environ`));
      }
      await setTimeout(10);
    }
    expect(await run.ended).toMatchObject({ exitCode: 0 });
    expect(server.requests[0]?.body).toContain(key);
    const all = [...seen].join('\n').replaceAll('\0', ' ');
    expect(all).toContain('sleep 0.4 ');
    expect(all).toContain('AUTHRIG_PROVIDER=juvlon');
    expect(all).not.toContain(key);
    expect(all).not.toContain(otp);
  },
);
