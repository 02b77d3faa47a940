import { describe, expect, test } from 'vitest';
import { nothings, probeWire } from '../../helpers/probe-wire.ts';
import { sandboxOf, smokeOne } from '../../helpers/smoke.ts';

const key = 'jv-live-81c4e07b92d65a3f';
const wire = probeWire('https://api2.juvlon.com', 'POST', '/v4/verifyOneTimeCode');
const ask = (...argv: string[]) => smokeOne('juvlon', { 'juvlon.apiKey': key }, argv);
const unverified = { code: 200, status: 'Success', transactionId: '327', verify: 'false' };

describe('PRB-05: on the wire', () => {
  test('one POST of the key and a pair that nobody has; not verified means that the key passed', async () => {
    wire.answers(unverified);
    expect(await ask()).toMatchObject({ verdict: 'valid', exitCode: 0 });
    expect(wire.left()).toHaveLength(1);
    expect(JSON.parse(wire.left()[0]?.body ?? '')).toEqual({
      apiKey: key,
      token: expect.stringMatching(/^authprobe-[0-9a-f]{32}$/) as string,
      otp: '0000',
    });
  });

  test('no two probes ask about the same token', async () => {
    wire.answers(unverified);
    wire.answers(unverified);
    await ask();
    await ask();
    const [one, other] = wire.left().map(({ body }) => (JSON.parse(body) as { token: string }).token);
    expect(one).not.toBe(other);
  });

  test.each([
    [402, 'invalid', 4, 'no key reached it'],
    [403, 'invalid', 4, 'refused the key'],
    [404, 'valid', 0, 'blocked its account'],
    [442, 'valid', 0, 'unexplained code 442'],
    [401, 'inconclusive', 8, 'method is invalid'],
    [405, 'inconclusive', 8, 'It says: "code 405"'],
  ])('code %i is %s', async (code, verdict, exitCode, reason) => {
    wire.answers({ code, status: 'Error' });
    const found = await ask();
    expect(found).toMatchObject({ verdict, exitCode });
    expect(found.reason).toContain(reason);
  });

  test('JUV-12: a code that is a text counts, whatever the HTTP status', async () => {
    wire.answers({ code: '403', status: 'Error' }, 403);
    expect(await ask()).toMatchObject({ verdict: 'invalid', exitCode: 4 });
  });

  test('a pair that nobody has and that is verified raises the alarm', async () => {
    wire.answers({ ...unverified, verify: 'true' });
    const { verdict, exitCode, reason } = await ask();
    expect({ verdict, exitCode }).toEqual({ verdict: 'inconclusive', exitCode: 8 });
    expect(reason).toContain('verifies anything');
  });

  test.each([[{ code: 200, status: 'Success' }], [{ ...unverified, verify: 'no' }], [{ code: '0xC8' }]])(
    '%j tells nothing',
    async (answer) => {
      wire.answers(answer);
      expect(await ask()).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
    },
  );

  test.each(nothings)('%s is inconclusive, never invalid', async (_what, answer, status) => {
    wire.answers(answer, status);
    expect(await ask()).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
  });

  test('PRB-06: a false key that is verified no less takes it back, whatever its code', async () => {
    wire.answers(unverified);
    wire.answers({ code: 442, status: 'Error' });
    expect(await ask('--calibrate')).toMatchObject({ verdict: 'inconclusive' });
    expect(wire.left().map(({ body }) => (JSON.parse(body) as { apiKey: string }).apiKey)).toEqual([
      key,
      'xx-xxxx-00x0x00x00x00x0x',
    ]);
  });
});

test.each([
  ['key-first', [], 'valid', 'invalid'],
  ['key-first', ['--calibrate'], 'valid', 'invalid'],
  ['pair-first', [], 'valid', 'valid'],
  ['pair-first', ['--calibrate'], 'inconclusive', 'inconclusive'],
])(
  'PRB-05: at a sandbox that checks %s, asked %j: a good key is %s, a wrong one %s',
  async (order, argv, good, wrong) => {
    const { settings, close, outbox } = await sandboxOf({ 'juvlon.order': order });
    const before = outbox.list({}).length;
    const own = { 'juvlon.baseUrl': settings['juvlon.baseUrl'] ?? '' };
    const verdictOf = async (value: string) =>
      (await smokeOne('juvlon', { ...own, 'juvlon.apiKey': value }, argv)).verdict;
    expect(await verdictOf(settings['juvlon.apiKey'] ?? '')).toBe(good);
    expect(await verdictOf('another-key-altogether')).toBe(wrong);
    expect(outbox.list({})).toHaveLength(before);
    await close();
  },
);
