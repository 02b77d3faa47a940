import { describe, expect, test } from 'vitest';
import { authrig } from '../../helpers/rig.ts';
import { ask, jekimoKey, loginWith, post, sendOtp } from '../../helpers/sandbox.ts';
import { whileRunning } from '../../helpers/sandbox-context.ts';

const jekimo = { method: 'POST', headers: jekimoKey };
describe('--seed', () => {
  test('fixes codes, tokens and ids, also after a reset; another seed gives others', async () => {
    const drawn = (seed: string) =>
      whileRunning({ seed }, async (origin) => {
        const first = [await loginWith(origin), await sendOtp(origin)];
        await post(`${origin}/__sandbox/reset`, {});
        expect([await loginWith(origin), await sendOtp(origin)]).toEqual(first);
        return first;
      });
    const [one, again, other] = [await drawn('one'), await drawn('one'), await drawn('other')];
    expect(again).toEqual(one);
    expect(other[0]).not.toBe(one[0]);
    expect(other[1]).not.toBe(one[1]);
  });

  test('a provider draws the same whatever is asked of the others', async () => {
    const alone = await whileRunning({ seed: 'x' }, (origin) => sendOtp(origin));
    const after = await whileRunning({ seed: 'x' }, async (origin) => {
      await loginWith(origin);
      return sendOtp(origin);
    });
    expect(after).toBe(alone);
  });
});

test('--clock and --freeze: begins there, stands there, and is there again after a reset', async () => {
  const clock = Date.UTC(2030, 1, 3);
  await whileRunning({ clock, freeze: true }, async (origin) => {
    const now = async () => (await ask(`${origin}/__sandbox/health`)).json;
    const there = { clock: { now: '2030-02-03T00:00:00.000Z', frozen: true } };
    expect(await now()).toMatchObject(there);
    await post(`${origin}/__sandbox/clock`, { advance: '1h' });
    expect(await now()).toMatchObject({ clock: { now: '2030-02-03T01:00:00.000Z', frozen: true } });
    await post(`${origin}/__sandbox/reset`, {});
    expect(await now()).toMatchObject(there);
  });
});

test('--code: that recipient gets that code, whatever its case', async () => {
  await whileRunning({ code: { '+445550100': '111222' } }, async (origin) => {
    expect(await sendOtp(origin)).toBe('111222');
    expect(await sendOtp(origin, '5550101')).toMatch(/^\d{6}$/);
  });
});

test('--set reads another way; --docs-literal answers as the page prints', async () => {
  const answers = await whileRunning(
    { set: { 'jekimo.refusalStatus': '401' }, docsLiteral: true },
    async (origin) => [
      await ask(`${origin}/jekimo/app.php/v1.1/auth/check`, { method: 'POST' }),
      await ask(`${origin}/jekimo/app.php/v1.1/auth/gettoken`, jekimo),
    ],
  );
  expect(answers[0]?.status).toBe(401);
  expect(answers[1]?.text).toContain('"qrcode": "..."\n"url"');
});

describe('what the command line refuses before anything listens', () => {
  test.each([
    ['--set', 'juvlon.verify=maybe'],
    ['--set', 'juvlon.nothing=1'],
    ['--set', 'juvlon.verify'],
    ['--code', '=1234'],
    ['--clock', '2030-02-30T00:00:00Z'],
    ['--clock', 'noon'],
    ['--seed', ''],
  ])('%s %s', async (...words) => {
    const { exitCode, stderr } = await authrig(['sandbox', 'start', ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).not.toBe('');
  });
});
