import { describe, expect, test } from 'vitest';
import { nothings, probeWire } from '../../helpers/probe-wire.ts';
import { sandboxOf, smokeOne } from '../../helpers/smoke.ts';

const key = 'jk-live-5f2a9c71d0b84e36';
const wire = probeWire('https://www.jekimo.com', 'POST', '/app.php/v1.1/auth/check');
const ask = (...argv: string[]) => smokeOne('jekimo', { 'jekimo.apiKey': key }, argv);
/** From the vendor's page. */
const page = { key: '{\n"error": "Invalid API key"\n}', token: '{\n"error": "Invalid Token"\n}' };

describe('PRB-01: on the wire', () => {
  test('one POST of the key and a token that nobody has; Invalid Token means that the key passed', async () => {
    wire.answers(page.token);
    expect(await ask()).toMatchObject({ verdict: 'valid', exitCode: 0 });
    expect(wire.left()).toHaveLength(1);
    expect(wire.left()[0]).toMatchObject({
      method: 'POST',
      path: '/app.php/v1.1/auth/check',
      headers: {
        'x-api-key': key,
        token: '0'.repeat(64),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: '',
    });
  });

  test('Invalid API key means that it did not', async () => {
    wire.answers(page.key, 401);
    expect(await ask()).toMatchObject({
      verdict: 'invalid',
      exitCode: 4,
      reason: 'Jekimo refused the key.',
    });
  });

  test.each(['created', 'OK', 'KO'])('the status %s for that token tells nothing', async (status) => {
    wire.answers({ status, risk: false, pin: 0 });
    const { verdict, exitCode, reason } = await ask();
    expect({ verdict, exitCode }).toEqual({ verdict: 'inconclusive', exitCode: 8 });
    expect(reason).toContain(`It says: "${status}"`);
  });

  test.each(nothings)('%s is inconclusive, never invalid', async (_what, answer, status) => {
    wire.answers(answer, status);
    expect(await ask()).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
    expect(wire.left()).toHaveLength(1);
  });

  test('a connection that breaks is inconclusive after one request', async () => {
    wire.breaks();
    const { verdict, exitCode, reason } = await ask();
    expect({ verdict, exitCode }).toEqual({ verdict: 'inconclusive', exitCode: 8 });
    expect(reason).not.toContain('outcome');
  });

  test('PRB-08: an answer that repeats the key shows it nowhere', async () => {
    wire.answers({ error: `Unknown key ${key}` });
    const { reason, stderr } = await ask('--verbose');
    expect(reason).toContain('Unknown key jk-l…4e36');
    expect(stderr).not.toContain(key);
  });

  test('PRB-06: a false key that is refused makes it certain', async () => {
    wire.answers(page.token);
    wire.answers(page.key);
    expect(await ask('--calibrate')).toMatchObject({
      verdict: 'valid',
      reason: expect.stringContaining('A false key is refused') as string,
    });
    expect(wire.left().map(({ headers }) => headers['x-api-key'])).toEqual([key, 'xx-xxxx-0x0x0x00x0x00x00']);
  });

  test('PRB-06: a false key that gets the same answer takes it back', async () => {
    wire.answers(page.token);
    wire.answers(page.token);
    expect(await ask('--calibrate')).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
  });

  test('PRB-06: a counter-test that fails leaves it open', async () => {
    wire.answers(page.token);
    wire.answers('', 502);
    const { verdict, reason } = await ask('--calibrate');
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('counter-test');
  });

  test('PRB-06: a refused key needs no counter-test', async () => {
    wire.answers(page.key);
    expect(await ask('--calibrate')).toMatchObject({ verdict: 'invalid', exitCode: 4 });
  });
});

describe('PRB-01: at the sandbox', () => {
  test.each([
    ['key-first', [], 'valid', 'invalid'],
    ['key-first', ['--calibrate'], 'valid', 'invalid'],
    ['token-first', [], 'valid', 'valid'],
    ['token-first', ['--calibrate'], 'inconclusive', 'inconclusive'],
  ])('checked %s, asked %j: a good key is %s, a wrong one %s', async (order, argv, good, wrong) => {
    const sandbox = await sandboxOf({ 'jekimo.checkOrder': order });
    const { settings, close } = sandbox;
    const own = { 'jekimo.baseUrl': settings['jekimo.baseUrl'] ?? '' };
    const verdictOf = async (value: string) =>
      (await smokeOne('jekimo', { ...own, 'jekimo.apiKey': value }, argv)).verdict;
    expect(await verdictOf(settings['jekimo.apiKey'] ?? '')).toBe(good);
    expect(await verdictOf('another-key-altogether')).toBe(wrong);
    expect(sandbox.signIns.list()).toEqual([]);
    await close();
  });

  test('--active makes one token, and says so before', async () => {
    const sandbox = await sandboxOf({ 'jekimo.checkOrder': 'token-first' });
    const { settings, close } = sandbox;
    const own = { 'jekimo.baseUrl': settings['jekimo.baseUrl'] ?? '' };
    const good = await smokeOne('jekimo', { ...own, 'jekimo.apiKey': settings['jekimo.apiKey'] ?? '' }, [
      '--active',
    ]);
    expect(good).toMatchObject({ verdict: 'valid', reason: 'Jekimo made a token with the key.' });
    expect(good.stderr).toContain('makes one token, which nobody sees and which dies after 120 s');
    expect(sandbox.signIns.list()).toHaveLength(1);
    const wrong = await smokeOne('jekimo', { ...own, 'jekimo.apiKey': 'another-key' }, ['--active']);
    expect(wrong).toMatchObject({ verdict: 'invalid', exitCode: 4 });
    expect(sandbox.signIns.list()).toHaveLength(1);
    await close();
  });
});
