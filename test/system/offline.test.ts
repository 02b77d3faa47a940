import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/commands/doctor/check.ts';
import { root } from '../helpers/sources.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1' && process.getuid?.() === 0;

/** Runs a shell script on a machine without a network: a name space of its own, with loopback alone. */
function offline(script: string) {
  const folder = temporaryFolder();
  const authrig = `authrig() { "${process.execPath}" "${root}bin/authrig.js" "$@"; }`;
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['--net', '--mount', 'bash', '-c', `ip link set lo up\n${authrig}\n${script}`],
    {
      encoding: 'utf8',
      timeout: 50_000,
      env: {
        PATH: `${process.env['PATH']}:/usr/sbin:/sbin`,
        HOME: folder,
        LANG: 'C.UTF-8',
        FOLDER: folder,
        AUTHRIG_CONFIG_DIR: join(folder, 'store'),
      },
    },
  );
  return { status, stdout, stderr, folder, seconds: (performance.now() - began) / 1000 };
}

const checksOf = (stdout: string) => (JSON.parse(stdout) as { data: { checks: Check[] } }).data.checks;
const statusOf = (checks: readonly Check[], name: string) =>
  checks.find((check) => check.name === name)?.status;

/** Needs root for name spaces, and a build. */
describe.skipIf(!enabled)('without a network', () => {
  test('doctor ends within 10 s, and says what it could not see', () => {
    const { status, stdout, seconds } = offline('authrig doctor --json');
    expect(seconds).toBeLessThan(10);
    expect(status).toBe(8);
    const checks = checksOf(stdout);
    expect(statusOf(checks, 'network')).toBe('bad');
    expect(statusOf(checks, 'dns')).toBe('bad');
    expect(statusOf(checks, 'clock')).toBe('doubtful');
    expect(statusOf(checks, 'store')).toBe('good');
  });

  test('doctor ends within 10 s where a name server takes every question and answers none', () => {
    const resolv = 'printf "nameserver 127.0.0.1\\nnameserver 127.0.0.2\\n" > "$FOLDER/resolv.conf"';
    const hole = `"${process.execPath}" -e '
      for (const host of ["127.0.0.1", "127.0.0.2"])
        require("node:dgram").createSocket("udp4").bind(53, host);
      setTimeout(() => {}, 40000);' >/dev/null 2>&1 & HOLE=$!`;
    const { status, stdout, seconds } = offline(
      [resolv, 'mount --bind "$FOLDER/resolv.conf" /etc/resolv.conf', hole, 'sleep 0.5'].join('\n') +
        '\nauthrig doctor --json; STATUS=$?; kill $HOLE; exit $STATUS',
    );
    expect(seconds).toBeLessThan(10);
    expect(status).toBe(8);
    const checks = checksOf(stdout);
    expect(checks.find(({ name }) => name === 'jekimo.baseUrl')).toMatchObject({
      status: 'doubtful',
      detail: 'www.jekimo.com could not be seen: DNS gives no answer',
    });
  }, 60_000);
});
