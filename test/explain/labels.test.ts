import { describe, expect, test } from 'vitest';
import { type Exchange, harFile, json } from '../helpers/capture.ts';
import { explained } from '../helpers/explained.ts';

const verifyUrl = 'https://kend.elixir.app/sdk/auth/v2/signin/otp-verify';
const said = async (...exchanges: Exchange[]): Promise<string> =>
  JSON.stringify((await explained(harFile(exchanges))).report);

describe('S24: secrets of a browser’s file are named and not shown', () => {
  const key = 'planted-key-of-somebody';
  const transactionId = '0306d0b1-bb5c-4a9b-aa55-8b56fe659168';
  const call = {
    url: verifyUrl,
    ...json(
      { transactionId, code: '04217' },
      { 'X-Api-Key': key, Authorization: 'Bearer planted.access.token' },
    ),
  };

  test('equal secrets have equal names, so that a reader sees what came back', async () => {
    const login = {
      url: verifyUrl.replace('verify', 'login'),
      ...json({ email: 'ada@example.com' }, { 'x-api-key': key }),
      answer: { code: 1, success: true, data: { transactionId } },
    };
    const text = await said(login, { ...call, answer: { code: 1, success: true, data: {} } });
    expect(text.match(/transactionId token#1/g)).toHaveLength(2);
    expect(text.match(/x-api-key key#1/g)).toHaveLength(2);
    expect(text).toContain('code otp#1');
    for (const secret of [key, transactionId, '04217', 'ada@example.com', 'planted.access.token'])
      expect(text).not.toContain(secret);
  });

  test('a message that repeats one is freed of it, a short code too, whatever surrounds it', async () => {
    const message = `no 04217 for ${transactionId} (04217), but 1042179 and "${encodeURIComponent(`a ${key}`)}"`;
    const text = await said({
      ...call,
      status: 400,
      answer: { code: -1, success: false, error: { code: 1000, message } },
    });
    expect(text).toContain('no otp#1 for token#');
    expect(text).toContain('(otp#1), but 1042179 and');
    expect(text).not.toContain(transactionId);
    expect(text).not.toContain(key);
  });

  test('a secret that no contract knows is neither shown nor repeated', async () => {
    const text = await said({
      ...call,
      ...json({ transactionId, code: '04217', devicePassword: 'planted-password-1' }),
      answer: { code: -1, success: false, error: { code: 1000, message: 'bad planted-password-1' } },
    });
    expect(text).not.toContain('planted-password-1');
  });

  test('a secret longer than any text is cut and not shown', async () => {
    const long = 'planted'.repeat(2000);
    const text = await said({
      ...call,
      ...json({ transactionId: long, code: '04217' }),
      answer: { code: -1, success: false, error: { code: 1000, message: `unknown ${long}` } },
    });
    expect(text).not.toContain('planted');
  });

  test('with --include-secrets the file holds them, and what is told of it does not', async () => {
    const own = JSON.parse(harFile([call])) as { log: Record<string, unknown> };
    own.log['_authrig'] = {
      includesSecrets: true,
      command: 'ekyc enroll',
      argv: ['ekyc', 'enroll', '--otp=918273'],
      startedAt: '2026-01-01T00:00:00.000Z',
      answers: [{ what: 'code', question: 'TOTP', value: '918273', startedMs: 0, endedMs: 9 }],
      pseudonyms: {},
      verdict: { exitCode: 3, error: { kind: 'denied', message: 'The TOTP 918273 is wrong.' } },
    };
    const text = JSON.stringify((await explained(JSON.stringify(own))).report);
    expect(text).toContain('The TOTP otp#2 is wrong.');
    for (const secret of ['918273', key, transactionId, '04217']) expect(text).not.toContain(secret);
  });

  test('what is masked already keeps its names, and what is not is blanked', async () => {
    const own = JSON.parse(harFile([call])) as { log: Record<string, unknown> };
    own.log['_authrig'] = {
      includesSecrets: false,
      command: 'elixir verify',
      argv: [],
      startedAt: '2026-01-01T00:00:00.000Z',
      answers: [],
      pseudonyms: {},
      verdict: { exitCode: 3, error: { kind: 'denied', message: 'No.' } },
    };
    const { report } = await explained(JSON.stringify(own).replace(transactionId, 'token#7'));
    expect(report.timeline[0]?.sent).toEqual(
      expect.arrayContaining(['transactionId token#7', 'code ••••••', 'x-api-key ••••••']),
    );
  });
});
