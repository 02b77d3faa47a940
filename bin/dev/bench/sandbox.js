// What a sandbox that runs can take, over a bare server and over a mock server that is made from a description; and what it
// keeps of a hundred thousand requests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { compare, printTable, serve, timeToEnd } from './measure.js';

const bin = join(root, 'bin/authrig.js');
const load = join(root, 'test/bench/load.js');
const connections = 8;
const prism = '@stoplight/prism-cli@5.9.0';
const json = { 'content-type': 'application/json' };
const pair = JSON.stringify({ apiKey: 'sandbox-juvlon-key', token: 'OJUWLB', otp: '9078' });
const verify = { path: '/juvlon/v4/verifyOneTimeCode', headers: json, body: pair };
/** @param {string} token */
const check = (token) => ({
  path: '/jekimo/app.php/v1.1/auth/check',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-api-key': 'sandbox-jekimo-key', token },
  body: '',
});
const login = {
  path: '/verifik/v2/projects/phone-login',
  headers: json,
  body: JSON.stringify({ countryCode: '+1', phone: '1234566663', type: 'login' }),
};

/** @typedef {{path: string, headers: Record<string, string>, body: string}} Call */
/** @typedef {import('./measure.js').Environment} Environment */

/**
 * Requests a second.
 * @param {string} url
 * @param {readonly Call[]} calls
 * @param {number} count
 * @param {Environment} env
 */
async function rate(url, calls, count, env) {
  const { printed } = await timeToEnd(
    [load, url, String(count), String(connections), JSON.stringify(calls)],
    env,
  );
  return Number(printed);
}

/**
 * @param {number} rounds
 * @param {Environment} env
 */
export async function benchSandbox(rounds, env) {
  // Its clock stands still, so that no token expires in the middle.
  const sandbox = await serve([bin, 'sandbox', 'start', '--freeze'], env);
  const bare = await serve([join(root, 'test/bench/bare-server.js')], env);
  try {
    const token = await openSignIn(sandbox.url);
    const count = 5000;
    const echo = { ...verify, path: '/' };
    const rows = [];
    for (const [name, mine] of /** @type {const} */ ([
      ['Juvlon verify', verify],
      ['Jekimo check', check(token)],
    ])) {
      const rates = await compare(
        rounds,
        () => rate(sandbox.url, [mine], count, env),
        () => rate(bare.url, [echo], count, env),
      );
      rows.push(row(name, 'a bare `node:http` server that echoes JSON', rates, 0.5));
    }
    rows.push(...(await benchPrism(rounds, sandbox.url, env)));
    printTable(['requests a second', 'over', 'sandbox', 'other', 'ratio', 'at least'], rows);
  } finally {
    await bare.stop();
    await sandbox.stop();
  }
  await benchMemory(env);
}

/** @param {string} url */
async function openSignIn(url) {
  const answer = await fetch(`${url}/jekimo/app.php/v1.1/auth/gettoken`, {
    method: 'POST',
    headers: { 'x-api-key': 'sandbox-jekimo-key' },
  });
  return /** @type {{token: string}} */ (await answer.json()).token;
}

/**
 * @param {number} rounds
 * @param {string} url
 * @param {Environment} env
 */
async function benchPrism(rounds, url, env) {
  const folder = mkdtempSync(join(tmpdir(), 'authrig-prism-'));
  try {
    console.log(`Installing ${prism} into a temporary folder…\n`);
    const npm = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', prism];
    spawnSync('npm', npm, { stdio: 'inherit', shell: process.platform === 'win32' });
    const main = join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js');
    if (!existsSync(main))
      return [['Juvlon verify', `\`${prism}\`, which could not be installed`, '', '', '', 5]];
    const description = join(root, 'test/bench/juvlon.openapi.json');
    const args = [main, 'mock', '--host', '127.0.0.1', '--port', '0', '--verboseLevel', 'info', description];
    const mock = await serve(args, env, /listening on http:\/\/127\.0\.0\.1:\d+/);
    const there = { ...verify, path: '/v4/verifyOneTimeCode' };
    try {
      const rates = await compare(
        Math.min(rounds, 7),
        () => rate(url, [verify], 5000, env),
        () => rate(mock.url, [there], 1000, env),
      );
      return [row('Juvlon verify', `\`${prism} mock\` with an OpenAPI document of the call`, rates, 5)];
    } finally {
      await mock.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Logins that send messages, and calls that are logged: what is bounded is full long before the first look.
 * @param {Environment} env
 */
async function benchMemory(env) {
  const { url, pid, stop } = await serve([bin, 'sandbox', 'start', '--set', 'sandbox.resendLimit=off'], env);
  try {
    await rate(url, [verify, login], 20_000, env);
    const early = residentMegabytes(pid);
    await rate(url, [verify, login], 80_000, env);
    const late = residentMegabytes(pid);
    const rows = [[early.toFixed(0), late.toFixed(0), (late - early).toFixed(0), 20]];
    printTable(['MB after 20,000 requests', 'MB after 100,000', 'growth', 'at most'], rows);
  } finally {
    await stop();
  }
}

/** @param {number} pid */
function residentMegabytes(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) / 1024;
}

/**
 * @param {string} name
 * @param {string} over
 * @param {{mine: number, floor: number, ratio: number}} rates
 * @param {number} least
 */
function row(name, over, rates, least) {
  return [name, over, rates.mine.toFixed(0), rates.floor.toFixed(0), rates.ratio.toFixed(2), least];
}
