import { describe, expect, test } from 'vitest';
import { findExchanges } from '../../src/explain/exchanges.ts';
import { readPlaces } from '../../src/explain/places.ts';
import type { Har } from '../../src/recording/recording.ts';
import { type Exchange, harFile } from '../helpers/capture.ts';
import { ownFile } from '../helpers/recorded.ts';

const found = async (...exchanges: Exchange[]) => findExchanges(read(harFile(exchanges)), await readPlaces());
const read = (text: string): Har => JSON.parse(text) as Har;
const names = async (...urls: string[]) =>
  (await found(...urls.map((url) => ({ url, answer: {} })))).map(
    ({ provider, operation }) => `${provider} ${operation}`,
  );

describe('the calls of the providers are found by host and path', () => {
  test('every documented call at its real address, and none at somebody else’s', async () => {
    for (const { provider, operation, path, hosts } of await readPlaces()) {
      expect(await names(`https://${hosts[0]}${path}`)).toEqual([`${provider} ${operation}`]);
      expect(await names(`https://evil.example.com${path}`)).toEqual([]);
      expect(await names(`https://${hosts[0]}.example.com${path}`)).toEqual([]);
    }
  });

  test('JEK-32: with and without /app.php, and with a slash at its end', async () => {
    const base = 'https://www.jekimo.com';
    expect(await names(`${base}/app.php/v1.1/auth/check`, `${base}/v1.1/auth/check/`)).toEqual([
      'jekimo check',
      'jekimo check',
    ]);
  });

  test('on loopback behind any prefix, as a sandbox has it', async () => {
    expect(
      await names(
        'http://127.0.0.1:4010/verifik/v2/projects/phone-login/confirm',
        'http://localhost:9/v4/verifyOneTimeCode',
        'http://[::1]:4010/identifier/start-authentication?session_token=x',
      ),
    ).toEqual(['verifik phoneConfirm', 'juvlon verifyOneTimeCode', 'ekyc startAuthentication']);
  });

  test('a preflight is none, and another method is', async () => {
    const url = 'https://api2.juvlon.com/v4/verifyOneTimeCode';
    const methods = await found({ url, method: 'OPTIONS' }, { url, method: 'get' });
    expect(methods.map(({ method }) => method)).toEqual(['GET']);
  });

  test('EKY-44, EKY-50: the browser’s way back by its redirect_uri, the notice by its parameters', async () => {
    const start =
      'https://identifier.ekyc.com/start-authentication?session_token=a&redirect_uri=https%3A%2F%2Fp.example%2Fback%3Fx%3D1';
    expect(
      await names(
        start,
        'https://p.example/back?x=1&session_token=a',
        'https://p.example/back?error=REJECT',
        'https://p.example/other?session_token=a',
        'https://p.example/hook?result=true&session_token=a',
      ),
    ).toEqual(['ekyc startAuthentication', 'ekyc wayBack', 'ekyc wayBack', 'ekyc callback']);
  });

  test('JEK-36: an integrator’s own endpoint by the answer that it hands on', async () => {
    const url = 'https://p.example/poll';
    const [check, made, none] = await found(
      { url, answer: { status: 'OK', risk: false, pin: 0 } },
      { url, answer: { token: 'a', url: 'https://www.jekimo.com/app.php/v1.1/en/user/login/a' } },
      { url, answer: { status: 'OK' } },
    );
    expect(check).toMatchObject({ operation: 'check', relayed: true, state: 'good' });
    expect(made).toMatchObject({ operation: 'gettoken', relayed: true, state: 'step' });
    expect(none).toBeUndefined();
  });
});

describe('what a file may hold', () => {
  const url = 'https://api2.juvlon.com/v4/verifyOneTimeCode';

  function changed(change: (entry: Record<string, unknown>) => void): Har {
    const har = JSON.parse(harFile([{ url, answer: { code: 200, verify: 'true' } }])) as {
      log: { entries: Record<string, unknown>[] };
    };
    change(har.log.entries[0] ?? {});
    return har as never;
  }
  const readOne = async (change: Parameters<typeof changed>[0]) =>
    findExchanges(changed(change), await readPlaces())[0];

  test('a body in base64 is read, one that is missing is none, one that is no JSON is text', async () => {
    const body = (content: object) =>
      readOne((entry) => ((entry['response'] as { content: object }).content = content));
    const text = Buffer.from('{"code":200,"verify":"true"}').toString('base64');
    expect(await body({ size: 1, mimeType: '', text, encoding: 'base64' })).toMatchObject({ state: 'good' });
    expect(await body({ size: 0, mimeType: '' })).toMatchObject({
      body: undefined,
      answer: {},
      state: 'bad',
    });
    expect(await body({ size: 1, mimeType: '', text: 'nonsense=1' })).toMatchObject({
      answer: {},
      state: 'bad',
    });
  });

  test('Chrome and Safari say inside the answer why there is none, others beside it', async () => {
    const inside = await readOne((entry) => {
      entry['response'] = { ...(entry['response'] as object), status: 0, _error: 'net::ERR_FAILED' };
    });
    expect(inside).toMatchObject({ error: 'net::ERR_FAILED', state: 'lost' });
    const beside = await readOne((entry) => {
      entry['response'] = { ...(entry['response'] as object), status: -1 };
      entry['_error'] = 'NS_ERROR_UNKNOWN_HOST';
    });
    expect(beside).toMatchObject({ status: 0, error: 'NS_ERROR_UNKNOWN_HOST', state: 'lost' });
  });

  test('a time that is none is unknown', async () => {
    expect((await readOne((entry) => (entry['time'] = -1)))?.tookMs).toBeUndefined();
    expect((await readOne((entry) => (entry['time'] = Number.NaN)))?.tookMs).toBeUndefined();
  });

  test('entries that stand in another order are put in that of time, and numbered so', async () => {
    const [first, second] = await found(
      { at: 9000, url, answer: { code: 403 } },
      { at: 1000, url, answer: { code: 402 } },
    );
    expect([first?.answer['code'], second?.answer['code'], second?.number]).toEqual([402, 403, 2]);
  });

  test('in a recording of ours the clock that never jumps counts, and a moment that is none does not', async () => {
    const file = (startedMs: number) => {
      const own = { own: { provider: 'juvlon', operation: 'verifyOneTimeCode' } };
      const text = ownFile({
        command: 'juvlon verify',
        milliseconds: 1,
        verdict: { exitCode: 0 },
        exchanges: [{ at: 3000, url: 'https://moved.example.com/', ...own }],
      });
      return read(text.replace('"startedMs": 3000', `"startedMs": ${startedMs}`));
    };
    const places = await readPlaces();
    expect(findExchanges(file(7000), places)[0]).toMatchObject({ at: Date.UTC(2026, 0, 1, 0, 0, 7) });
    expect(findExchanges(file(1e300), places)[0]).toMatchObject({ at: Date.UTC(2026, 0, 1, 0, 0, 3) });
  });
});
