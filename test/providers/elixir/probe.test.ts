import { describe, expect, test } from 'vitest';
import { nothings, probeWire } from '../../helpers/probe-wire.ts';
import { sandboxOf, smokeOne } from '../../helpers/smoke.ts';

const key = 'elx-live-7f3c2b1a90d8e654';
const wire = probeWire('https://kend.elixir.app', 'POST', '/sdk/auth/v2/session/refresh');
const ask = (...argv: string[]) => smokeOne('elixir', { 'elixir.apiKey': key }, argv);
const refusal = (error: Record<string, unknown>) => ({
  code: -1,
  success: false,
  error: { status: 400, ...error },
});

describe('PRB-04: on the wire', () => {
  test('one POST of the key and a refresh token that nobody has; its refusal means that the key passed', async () => {
    wire.answers(refusal({ code: 'INVALID_REFRESH_TOKEN' }), 400);
    expect(await ask()).toMatchObject({ verdict: 'valid', exitCode: 0 });
    expect(wire.left()).toHaveLength(1);
    expect(wire.left()[0]).toMatchObject({
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: '{"refreshToken":"00000000-0000-0000-0000-000000000000"}',
    });
  });

  test.each([
    ['1001 and Invalid API Key', { code: 1001, message: 'Invalid API Key' }, 'invalid', 4, 'development key'],
    [
      'R-ELX-4: 1001 about an encoding',
      { code: 1001, message: "The argument 'encoding' is invalid for data of length 1151. Received 'hex'" },
      'invalid',
      4,
      'malformed',
    ],
    ['1001 about something else', { code: 1001, message: 'No such game' }, 'inconclusive', 8, 'No such game'],
    ['1000', { code: 1000, message: 'Invalid Credentials!' }, 'inconclusive', 8, 'does not say whether'],
    ['another code', { code: 7, message: 'Busy' }, 'inconclusive', 8, 'code 7, Busy'],
    ['no error', {}, 'inconclusive', 8, 'does not document'],
  ])('%s', async (_what, error, verdict, exitCode, reason) => {
    wire.answers(refusal(error), 400);
    const found = await ask();
    expect(found).toMatchObject({ verdict, exitCode });
    expect(found.reason).toContain(reason);
  });

  test('a success is impossible, and tells nothing', async () => {
    wire.answers({ code: 1, success: true, data: { token: 'a.b.c', refreshToken: 'r', tokenExpiry: 1 } });
    expect(await ask()).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
  });

  test('a code without success:false is no refusal', async () => {
    wire.answers({ error: { code: 'INVALID_REFRESH_TOKEN' } });
    expect(await ask()).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
  });

  test.each(nothings)('%s is inconclusive, never invalid', async (_what, answer, status) => {
    wire.answers(answer, status);
    expect(await ask()).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
  });

  test('PRB-06: 1000 where a false key gets 1001 means that the key passed', async () => {
    wire.answers(refusal({ code: 1000, message: 'Invalid Credentials!' }), 400);
    wire.answers(refusal({ code: 1001, message: 'Invalid API Key' }), 400);
    expect(await ask('--calibrate')).toMatchObject({ verdict: 'valid', exitCode: 0 });
  });

  test('PRB-06: 1000 for a false key too leaves it open', async () => {
    wire.answers(refusal({ code: 1000, message: 'Invalid Credentials!' }), 400);
    wire.answers(refusal({ code: 1000, message: 'Invalid Credentials!' }), 400);
    expect(await ask('--calibrate')).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
  });
});

test.each([
  ['key-first', [], 'valid', 'invalid'],
  ['key-first', ['--calibrate'], 'valid', 'invalid'],
  ['body-first', [], 'valid', 'valid'],
  ['body-first', ['--calibrate'], 'inconclusive', 'inconclusive'],
])(
  'PRB-04: at a sandbox that checks %s, asked %j: a good key is %s, a wrong one %s',
  async (order, argv, good, wrong) => {
    const { settings, close } = await sandboxOf({ 'elixir.order': order });
    const own = { 'elixir.baseUrl': settings['elixir.baseUrl'] ?? '' };
    const verdictOf = async (value: string) =>
      (await smokeOne('elixir', { ...own, 'elixir.apiKey': value }, argv)).verdict;
    expect(await verdictOf(settings['elixir.apiKey'] ?? '')).toBe(good);
    expect(await verdictOf('another-key-altogether')).toBe(wrong);
    await close();
  },
);
