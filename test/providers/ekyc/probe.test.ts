import { describe, expect, test } from 'vitest';
import { nothings, probeWire } from '../../helpers/probe-wire.ts';
import { sandboxOf, smokeOne } from '../../helpers/smoke.ts';

const key = 'ybz4gkzlgzla4u4txhn6ju';
const clientId = '84c2ad6c-62eb-4217-8f46-a66852e6fe92';
const email = 'you@example.com';
const wire = probeWire('https://authen.ekyc.com', 'POST', '/authen-api/api/v1/session-token');
const settings = { 'ekyc.apiKey': key, 'ekyc.clientId': clientId, 'ekyc.email': email };
const ask = (...argv: string[]) => smokeOne('ekyc', settings, argv);
const success = {
  code: 'SUCCESS',
  message: 'Success',
  data: { session_token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln' },
};
const refused = { code: 'INVALID_REQUEST', message: 'get session token failed', data: '' };

describe('PRB-03: on the wire', () => {
  test('one POST for an address that nobody can have, whoever is configured', async () => {
    wire.answers(refused);
    const { verdict, exitCode, reason } = await ask();
    expect({ verdict, exitCode }).toEqual({ verdict: 'inconclusive', exitCode: 8 });
    for (const cause of ['the key', 'the client ID', 'the user', 'the address of this machine', '--active'])
      expect(reason).toContain(cause);
    expect(wire.left()).toHaveLength(1);
    expect(wire.left()[0]).toMatchObject({
      headers: { 'x-api-key': key },
      body: `{"email":"probe@example.invalid","client_id":"${clientId}"}`,
    });
  });

  test('--active asks for the configured address, and says before what that leaves', async () => {
    wire.answers(success);
    const { verdict, exitCode, stderr } = await ask('--active');
    expect({ verdict, exitCode }).toEqual({ verdict: 'valid', exitCode: 0 });
    expect(stderr).toContain('makes one session token for the configured e-mail address');
    expect(stderr).not.toContain(email);
    expect(JSON.parse(wire.left()[0]?.body ?? '')).toEqual({ email, client_id: clientId });
  });

  test('--active that eKYC refuses does not advise itself', async () => {
    wire.answers(refused);
    const { reason } = await ask('--active');
    expect(reason).toMatch(/the list of the application\.$/);
  });

  test('--active without an address asks the harmless question', async () => {
    wire.answers(refused);
    const { stderr, reason } = await smokeOne('ekyc', { 'ekyc.apiKey': key, 'ekyc.clientId': clientId }, [
      '--active',
    ]);
    expect(stderr).toContain(
      '--active: eKYC is asked what leaves no trace: ekyc.email is not set: type `authrig config set ekyc.email`.',
    );
    expect(reason).toMatch(/ ekyc\.email is not set: type `authrig config set ekyc\.email`\.$/);
    expect(reason).not.toContain('--active');
    expect(wire.left()[0]?.body).toContain('probe@example.invalid');
  });

  test('without a client ID nothing is asked', async () => {
    const found = await smokeOne('ekyc', { 'ekyc.apiKey': key });
    expect(found).toMatchObject({ verdict: 'inconclusive', exitCode: 8, milliseconds: 0 });
    expect(found.reason).toContain('authrig config set ekyc.clientId');
    expect(wire.left()).toEqual([]);
  });

  test.each([
    ['SUCCESS', success, 200, 'valid', 0],
    ['INACTIVE', { code: 'INACTIVE', message: 'client not active', data: null }, 200, 'valid', 0],
    ['ALL-04: INVALID_REQUEST under 401', refused, 401, 'inconclusive', 8],
    ['ALL-04: INVALID_REQUEST under 403', refused, 403, 'inconclusive', 8],
    ['401 without a code', { message: 'Unauthorized' }, 401, 'invalid', 4],
    ['403 without a code', { message: 'Forbidden' }, 403, 'invalid', 4],
    ['another code', { code: 'SESSION_EXPIRED' }, 200, 'inconclusive', 8],
    ['SUCCESS without a token', { code: 'SUCCESS', data: '' }, 200, 'inconclusive', 8],
  ])('%s', async (_what, answer, status, verdict, exitCode) => {
    wire.answers(answer, status);
    expect(await ask()).toMatchObject({ verdict, exitCode });
  });

  test.each(nothings)('%s is inconclusive, never invalid', async (_what, answer, status) => {
    wire.answers(answer, status);
    expect(await ask()).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
  });

  test('PRB-06: the same for a false key leaves it open; a refusal of that one settles it', async () => {
    wire.answers(refused);
    wire.answers(refused);
    expect(await ask('--calibrate')).toMatchObject({ verdict: 'inconclusive', exitCode: 8 });
    wire.answers(refused);
    wire.answers({ message: 'Unauthorized' }, 401);
    expect(await ask('--calibrate')).toMatchObject({ verdict: 'valid', exitCode: 0 });
  });
});

test.each(['200', '400', '401', '403'])(
  'PRB-03: at a sandbox that refuses with %s: --active tells a good key, and no wrong one passes',
  async (status) => {
    const sandbox = await sandboxOf({ 'ekyc.refusalStatus': status });
    const own = Object.fromEntries(
      Object.entries(sandbox.settings).filter(([name]) => name.startsWith('ekyc.')),
    );
    const verdictsOf = async (more: Record<string, string>) => {
      const harmless = await smokeOne('ekyc', { ...own, ...more }, ['--calibrate']);
      const active = await smokeOne('ekyc', { ...own, ...more }, ['--active', '--calibrate']);
      return [harmless.verdict, active.verdict];
    };
    expect(await verdictsOf({})).toEqual(['inconclusive', 'valid']);
    expect(await verdictsOf({ 'ekyc.apiKey': 'another-key-altogether' })).toEqual([
      'inconclusive',
      'inconclusive',
    ]);
    expect(sandbox.outbox.list({ provider: 'ekyc' })).toEqual([]);
    await sandbox.close();
  },
);
