import { describe, expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { openSandbox } from '../src/library/open.ts';
import {
  type Arrangement,
  type FaultKind,
  type FaultSpec,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../src/library.ts';
import { providers } from '../src/providers/index.ts';
import { faultKinds, type FaultSpec as InnerFaultSpec } from '../src/sandbox/fault-kinds.ts';
import type { Fate } from '../src/sandbox/recipients.ts';
import { type FakeClock, fakeClock } from './helpers/fake-clock.ts';
import { type Answered, ask, countingBytes, post } from './helpers/sandbox.ts';

/** A sandbox as a test of somebody else starts it, on the machine's own clock. */
async function started(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** One whose clock, and whose patience, the test moves. */
async function onFakeTime(): Promise<{ readonly sandbox: Sandbox; readonly machineClock: FakeClock }> {
  const machineClock = fakeClock();
  const sandbox = await openSandbox({}, { clock: machineClock, randomBytes: countingBytes() });
  onTestFinished(() => sandbox.close());
  return { sandbox, machineClock };
}

async function openSignIn({ settings }: Sandbox): Promise<string> {
  const headers = { 'x-api-key': settings['jekimo.apiKey'] };
  const { json } = await post(`${settings['jekimo.baseUrl']}/v1.1/auth/gettoken`, {}, headers);
  return (json as { readonly token: string }).token;
}

async function check({ settings }: Sandbox, token: string): Promise<unknown> {
  const headers = { 'x-api-key': settings['jekimo.apiKey'], token };
  return (await post(`${settings['jekimo.baseUrl']}/v1.1/auth/check`, {}, headers)).json;
}

function sendCode({ settings }: Sandbox): Promise<Answered> {
  const body = { countryCode: '+1', phone: settings['verifik.phone'], type: 'login' };
  return post(`${settings['verifik.baseUrl']}/v2/projects/phone-login`, body);
}

async function verify({ settings }: Sandbox): Promise<unknown> {
  const pair = { apiKey: settings['juvlon.apiKey'], token: 'OJUWLB', otp: '9078' };
  const { json } = await post(`${settings['juvlon.baseUrl']}/v4/verifyOneTimeCode`, pair);
  return (json as { readonly verify: unknown }).verify;
}

describe('startSandbox', () => {
  test('listens on a free port of loopback, and says where every provider is', async () => {
    const sandbox = await started();
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const declared = providers.flatMap(({ settings }) => settings.map(({ name }) => name));
    expect(declared).toEqual(expect.arrayContaining(Object.keys(sandbox.settings)));
    for (const { name } of providers)
      expect(sandbox.settings).toMatchObject({ [`${name}.baseUrl`]: expect.stringContaining(sandbox.url) });
    expect(sandbox.environment).toMatchObject({
      AUTHRIG_SANDBOX_URL: sandbox.url,
      AUTHRIG_JEKIMO_BASE_URL: sandbox.settings['jekimo.baseUrl'],
      AUTHRIG_JEKIMO_API_KEY: sandbox.settings['jekimo.apiKey'],
    });
  });

  test('two of them share nothing', async () => {
    const one = await started();
    const other = await started();
    const token = await openSignIn(one);
    await one.clock.freeze();
    await one.switches.set('juvlon.verify', 'boolean');
    expect(await check(other, token)).toEqual({ error: 'Invalid Token' });
    expect(other.signIns.list()).toEqual([]);
    expect(other.clock.frozen).toBe(false);
    expect([await verify(one), await verify(other)]).toEqual([true, 'true']);
  });

  test('the same seed sends the same codes, another one others', async () => {
    const codes = await Promise.all(
      ['a', 'a', 'b'].map(async (seed) => {
        const sandbox = await started({ seed });
        await sendCode(sandbox);
        return (await sandbox.outbox.waitFor({ provider: 'verifik' })).code;
      }),
    );
    expect(codes[0]).toBe(codes[1]);
    expect(codes[0]).not.toBe(codes[2]);
  });

  test('begins as it was set up, and again so after a reset', async () => {
    const sandbox = await started({
      clock: { at: '2026-01-31T12:00:00Z', frozen: true },
      switches: { 'juvlon.verify': 'boolean' },
      recipients: { '+11234567890': { code: '424242' } },
    });
    expect(await verify(sandbox)).toBe(true);
    await sandbox.clock.advance('1h');
    await sandbox.switches.set('juvlon.verify', 'string');
    await sandbox.reset();
    expect(sandbox.clock.now()).toEqual(new Date('2026-01-31T12:00:00Z'));
    expect(sandbox.requests()).toEqual([]);
    expect(await verify(sandbox)).toBe(true);
    expect(sandbox.recipients.list()).toEqual([{ to: '+11234567890', code: '424242' }]);
  });

  test.each<[string, SandboxOptions, RegExp]>([
    ['a port that is none', { port: 70_000 }, /^port takes a whole number from 0 to 65535\.$/],
    ['a time that is none', { clock: { at: 'noon' } }, /^clock\.at takes a date/],
    ['a date that is none', { clock: { at: new Date('noon') } }, /^clock\.at takes a date/],
    ['a time without its zone', { clock: { at: '2026-01-31T12:00:00' } }, /^clock\.at takes a date/],
    ['a switch that is not known', { switches: { 'juvlon.nope': 'x' } }, /^There is no switch juvlon\.nope/],
    [
      'an option that is not known',
      { sead: 'x' } as SandboxOptions,
      /^startSandbox: there is no sead; it takes port/,
    ],
    ['no object', null as never, /^startSandbox takes an object with port, seed/],
    ['a clock that is none', { clock: 'noon' as never }, /^clock takes an object with at, frozen\.$/],
    [
      'a clock with more',
      { clock: { freeze: true } as never },
      /^clock: there is no freeze; it takes at, frozen/,
    ],
    ['a frozen that is neither', { clock: { frozen: 'no' as never } }, /^clock\.frozen takes true or false/],
    ['a time of null', { clock: { at: null as never } }, /^clock\.at takes a date/],
    ['a seed that is none', { seed: Number.NaN }, /^seed takes a text or a number/],
    ['switches that are none', { switches: null as never }, /^switches takes an object, by name/],
    ['recipients in a list', { recipients: [] as never }, /^recipients takes an object, by name/],
    ['a code that is none', { recipients: { '+1': { code: '' } } }, /^recipients: \+1 can't be arranged so/],
  ])('%s is a plain error', async (_name, options, message) => {
    const failure = await startSandbox(options).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: 'Error', message: expect.stringMatching(message) });
  });

  test('a port that is taken is a plain error that names it', async () => {
    const { url } = await started();
    const port = Number(new URL(url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({
      name: 'Error',
      message: `The sandbox can't listen on 127.0.0.1:${port}: another program listens there.`,
    });
  });

  test('installs no handler for signals or for what nobody caught', async () => {
    const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'exit'];
    const counts = () => events.map((event) => process.listenerCount(event));
    const before = counts();
    await started();
    expect(counts()).toEqual(before);
  });
});

describe('close', () => {
  test('ends the server, and may be called twice', async () => {
    const sandbox = await started();
    await sandbox.close();
    await sandbox.close();
    await expect(verify(sandbox)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('is what `await using` calls', async () => {
    let url: string;
    {
      await using sandbox = await startSandbox();
      url = sandbox.url;
    }
    await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('ends every method, which says so', async () => {
    const sandbox = await started();
    await sandbox.close();
    const { outbox, signIns, clock, faults, recipients, switches } = sandbox;
    const calls: Readonly<Record<string, () => unknown>> = {
      'outbox.list': () => outbox.list(),
      'outbox.waitFor': () => outbox.waitFor(),
      'signIns.list': () => signIns.list(),
      'signIns.waitFor': () => signIns.waitFor(),
      'signIns.approve': () => signIns.approve(),
      'signIns.deny': () => signIns.deny('x'),
      'signIns.timeOut': () => signIns.timeOut(),
      'signIns.fail': () => signIns.fail(),
      'clock.now': () => clock.now(),
      'clock.frozen': () => clock.frozen,
      'clock.advance': () => clock.advance('1s'),
      'clock.freeze': () => clock.freeze(),
      'clock.unfreeze': () => clock.unfreeze(),
      'faults.add': () => faults.add({ kind: 'reset' }),
      'faults.list': () => faults.list(),
      'faults.remove': () => faults.remove('1'),
      'faults.clear': () => faults.clear(),
      'recipients.arrange': () => recipients.arrange('a', {}),
      'recipients.list': () => recipients.list(),
      'switches.list': () => switches.list(),
      'switches.set': () => switches.set('juvlon.verify', 'boolean'),
      requests: () => sandbox.requests(),
      reset: () => sandbox.reset(),
    };
    const parts = { outbox, signIns, clock, faults, recipients, switches };
    const members = Object.entries(parts).flatMap(([part, face]) =>
      Object.keys(face).map((name) => `${part}.${name}`),
    );
    expect(Object.keys(calls).toSorted()).toEqual([...members, 'requests', 'reset'].toSorted());
    for (const [verb, call] of Object.entries(calls))
      await expect((async () => call())(), verb).rejects.toThrow(`${verb}: the sandbox is closed.`);
  });

  test('fails whoever still waits', async () => {
    const sandbox = await started();
    const waiting = Promise.allSettled([sandbox.outbox.waitFor({ to: 'ada' }), sandbox.signIns.waitFor()]);
    await sandbox.close();
    const reason = new Error('The sandbox was closed before that.');
    expect(await waiting).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
  });
});

describe('outbox', () => {
  test('VER-05: waits for a code, and finds it at once where it is there', async () => {
    const sandbox = await started();
    const waiting = sandbox.outbox.waitFor({ provider: 'verifik' });
    await sendCode(sandbox);
    const message = await waiting;
    expect(message).toMatchObject({ provider: 'verifik', code: expect.stringMatching(/^\d{6}$/) });
    expect(await sandbox.outbox.waitFor({ to: message.to })).toEqual(message);
    expect(sandbox.outbox.list({ since: message.id })).toEqual([]);
  });

  test('JUV-22: what the sandbox put there by itself is waited for by name alone', async () => {
    const sandbox = await started();
    const waiting = sandbox.outbox.waitFor();
    await sendCode(sandbox);
    expect(await waiting).toMatchObject({ provider: 'verifik' });
    expect(await sandbox.outbox.waitFor({ provider: 'juvlon' })).toMatchObject({
      code: '9078',
      seeded: true,
    });
    expect((await waiting).seeded).toBeUndefined();
  });

  test('a recipient is found however it is written', async () => {
    const sandbox = await started();
    await sandbox.recipients.arrange('+1 (123) 456-6663', { code: '424242' });
    await sendCode(sandbox);
    expect(await sandbox.outbox.waitFor({ to: '+1 123 456 66 63' })).toMatchObject({ code: '424242' });
  });

  test.each<[string, unknown, unknown, RegExp]>([
    [
      'a filter that is not known',
      { recipient: 'a' },
      {},
      /there is no recipient; it takes provider, to, since\./,
    ],
    ['a filter that is none', null, {}, /takes an object with provider, to, since\./],
    ['a provider that is not known', { provider: 'verifyk' }, {}, /provider is one of jekimo, verifik, /],
    ['a recipient that is none', { to: 7 }, {}, /to takes a text that is not empty\./],
    ['a since that is no id', { since: 'last' }, {}, /since takes the id of a message/],
    ['an option that is not known', {}, { timeout: 5 }, /there is no timeout; it takes timeoutMs\./],
    ['a time that is none', {}, { timeoutMs: Number.NaN }, /timeoutMs takes milliseconds/],
    ['a negative time', {}, { timeoutMs: -1 }, /timeoutMs takes milliseconds/],
    ['more time than a timer has', {}, { timeoutMs: 2 ** 31 }, /timeoutMs takes milliseconds/],
    ['null for options', {}, null, /takes an object with timeoutMs\./],
  ])('%s is refused in words', async (_name, filter, options, message) => {
    const sandbox = await started();
    const told = { message: expect.stringMatching(new RegExp(`^outbox\\.waitFor:? ?${message.source}`)) };
    await expect(sandbox.outbox.waitFor(filter as never, options as never)).rejects.toMatchObject(told);
    if (options !== null && Object.keys(options as object).length === 0)
      expect(() => sandbox.outbox.list(filter as never)).toThrow(message);
  });

  test('a wait that is over says what was wanted and what is there', async () => {
    const { sandbox, machineClock } = await onFakeTime();
    await sendCode(sandbox);
    const [message] = sandbox.outbox.list({ provider: 'verifik' });
    const waiting = expect(sandbox.outbox.waitFor({ to: '+44' })).rejects.toThrow(
      `No message to +44 came. The newest of ${sandbox.outbox.list().length} in the outbox: `,
    );
    await machineClock.advance(4000);
    await waiting;
    const again = expect(
      sandbox.outbox.waitFor({ provider: 'verifik', since: message?.id }, { timeoutMs: 50 }),
    ).rejects.toThrow(/^No message of verifik after \d+ came\. .* Waited for 50 ms\.$/);
    await machineClock.advance(50);
    await again;
  });
});

describe('sign-ins', () => {
  test('JEK-07: the only one pending is approved without its id', async () => {
    const sandbox = await started();
    const token = await openSignIn(sandbox);
    expect(await sandbox.signIns.waitFor()).toMatchObject({
      id: token,
      provider: 'jekimo',
      state: 'pending',
    });
    expect(await sandbox.signIns.approve(undefined, { risk: true })).toMatchObject({ state: 'decided' });
    expect(await check(sandbox, token)).toMatchObject({ status: 'OK', risk: true });
  });

  test('each is decided by its id: refused, run out, approved by somebody too young', async () => {
    const sandbox = await started();
    const [refused = '', silent = ''] = [await openSignIn(sandbox), await openSignIn(sandbox)];
    await expect(sandbox.signIns.approve()).rejects.toThrow(
      `signIns.approve: 2 sign-ins are pending; give the id of one: ${refused} (jekimo), ${silent} (jekimo).`,
    );
    await sandbox.signIns.deny(refused);
    await sandbox.signIns.timeOut(silent);
    expect(await check(sandbox, refused)).toMatchObject({ status: 'KO' });
    expect(await check(sandbox, silent)).not.toMatchObject({ status: 'created' });
    expect(sandbox.signIns.list().map(({ state }) => state)).toEqual(['decided', 'decided']);
  });

  test('one that is not there, and one that is over, say so', async () => {
    const sandbox = await started();
    await expect(sandbox.signIns.deny()).rejects.toThrow('signIns.deny: no sign-in is pending.');
    await expect(sandbox.signIns.approve('4711')).rejects.toThrow('signIns.approve: No sign-in has this id.');
    const token = await openSignIn(sandbox);
    await sandbox.signIns.fail(token);
    await expect(sandbox.signIns.approve(token)).rejects.toThrow('This sign-in is decided.');
  });

  test.each<[string, (signIns: Sandbox['signIns'], requests: Sandbox['requests']) => unknown, string]>([
    ['waitFor', (signIns) => signIns.waitFor({ provider: 'jekmio' }), 'provider is one of jekimo, '],
    ['waitFor', (signIns) => signIns.waitFor({ id: '7' } as never), 'there is no id; it takes provider.'],
    [
      'approve',
      (signIns) => signIns.approve('7', { decision: 'deny' } as never),
      'there is no decision; it takes',
    ],
    ['approve', (signIns) => signIns.approve(null as never), 'its id takes a text'],
    [
      'requests',
      (_signIns, requests) => requests({ last: 3 } as never),
      'requests: there is no last; it takes since',
    ],
    ['requests', (_signIns, requests) => requests({ since: 'x' }), 'requests: since takes the id'],
  ])('what %s does not know is refused in words', async (_verb, call, message) => {
    const sandbox = await started();
    const refused = (async () => call(sandbox.signIns, sandbox.requests))();
    await expect(refused).rejects.toThrow(message);
  });

  test('a wait that is over names the provider', async () => {
    const { sandbox, machineClock } = await onFakeTime();
    const waiting = expect(sandbox.signIns.waitFor({ provider: 'ekyc' })).rejects.toThrow(
      'No sign-in of ekyc is pending. Waited for 4000 ms.',
    );
    await openSignIn(sandbox);
    await machineClock.advance(4000);
    await waiting;
  });
});

describe('clock', () => {
  test('JEK-12: advances past an expiry', async () => {
    const sandbox = await started();
    const token = await openSignIn(sandbox);
    await sandbox.signIns.approve();
    expect(await check(sandbox, token)).toMatchObject({ status: 'OK' });
    await sandbox.clock.advance('121s');
    expect(await check(sandbox, token)).not.toMatchObject({ status: 'OK' });
    expect(sandbox.signIns.list()).toMatchObject([{ id: token, state: 'decided' }]);
  });

  test('stands still, goes on, and takes milliseconds', async () => {
    const { sandbox, machineClock } = await onFakeTime();
    const began = sandbox.clock.now().getTime();
    await sandbox.clock.freeze();
    await machineClock.advance(1000);
    expect(await sandbox.clock.advance(1500)).toEqual(new Date(began + 1500));
    await sandbox.clock.unfreeze();
    await machineClock.advance(1000);
    expect(sandbox.clock.now()).toEqual(new Date(began + 2500));
  });

  test.each([['5'], ['soon'], [-1], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    'does not take %j',
    async (duration) => {
      const sandbox = await started();
      const shown = typeof duration === 'string' ? `"${duration}"` : String(duration);
      await expect(sandbox.clock.advance(duration)).rejects.toThrow(`clock.advance: ${shown} `);
      await expect(sandbox.clock.advance(duration)).rejects.toThrow('a number of milliseconds.');
    },
  );

  test.each([[30 * 86_400_000], ['30d'], ['1.5h'], ['60000d']])('takes %j', async (duration) => {
    const { sandbox } = await onFakeTime();
    const before = sandbox.clock.now().getTime();
    const milliseconds = { '30d': 30 * 86_400_000, '1.5h': 5_400_000, '60000d': 60_000 * 86_400_000 };
    const wanted =
      typeof duration === 'number' ? duration : milliseconds[duration as keyof typeof milliseconds];
    expect((await sandbox.clock.advance(duration)).getTime() - before).toBe(wanted);
  });

  test('goes no further than the year 9999', async () => {
    const sandbox = await started();
    const refused = sandbox.clock.advance(Number.MAX_SAFE_INTEGER);
    await expect(refused).rejects.toThrow('clock.advance: The clock goes no further than the year 9999.');
  });
});

describe('faults, recipients and switches', () => {
  test('a fault strikes as often as it was asked to', async () => {
    const sandbox = await started();
    const { id } = await sandbox.faults.add({ kind: 'status', provider: 'juvlon', status: 502, times: 1 });
    const call = () => post(`${sandbox.settings['juvlon.baseUrl']}/v4/verifyOneTimeCode`, {});
    expect([(await call()).status, (await call()).status]).toEqual([502, 200]);
    expect(sandbox.faults.list()).toMatchObject([{ id, seen: 2, struck: 1 }]);
    expect(sandbox.requests()).toMatchObject([{ id: '1', status: 502, fault: 'status' }, { status: 200 }]);
    expect(sandbox.requests({ since: '1' })).toHaveLength(1);
    await sandbox.faults.remove(id);
    expect(sandbox.faults.list()).toEqual([]);
    await sandbox.faults.add({ kind: 'reset' });
    await sandbox.faults.clear();
    expect(await verify(sandbox)).toBe('true');
  });

  test('the kinds of its types are those that the sandbox has', async () => {
    const sandbox = await started();
    for (const kind of Object.keys(faultKinds) as FaultKind[]) await sandbox.faults.add({ kind });
    expect(sandbox.faults.list()).toHaveLength(Object.keys(faultKinds).length);
    expectTypeOf<FaultKind>().toEqualTypeOf<keyof typeof faultKinds>();
    expectTypeOf<NonNullable<Arrangement['fate']>>().toEqualTypeOf<Fate | 'none'>();
    expectTypeOf<keyof FaultSpec>().toEqualTypeOf<keyof InnerFaultSpec>();
  });

  test.each<[FaultSpec, string]>([
    [{ kind: 'nope' as FaultKind }, 'faults.add: it takes {"kind":"reset",'],
    [{ kind: 'reset', ms: 5 }, 'faults.add: reset has no use for ms; it takes nothing of its own.'],
    [{ kind: 'rate-limit', retryAfter: 'soon' }, 'Look at retryAfter.'],
    [null as never, 'faults.add: it must be one JSON object: {"kind":"reset"'],
    [{ kind: 'reset', provider: 'acme' }, 'faults.add: provider is one of jekimo, verifik, '],
    [{ kind: 'reset', provider: 'juvlon', operation: 'x' }, 'faults.add: operation is one of verifyOneTime'],
  ])('%j is refused in words', async (fault, message) => {
    const sandbox = await started();
    await expect(sandbox.faults.add(fault)).rejects.toThrow(message);
    await expect(sandbox.faults.remove('7')).rejects.toThrow(
      'faults.remove: No fault has this id. faults.list() has those that are there.',
    );
    await expect(sandbox.signIns.approve('zzz')).rejects.toThrow(
      'signIns.approve: No sign-in has this id. signIns.list() has those that are there.',
    );
  });

  test('a recipient gets the code that was arranged', async () => {
    const sandbox = await started();
    await sendCode(sandbox);
    const { to } = await sandbox.outbox.waitFor({ provider: 'verifik' });
    await sandbox.recipients.arrange(to, { code: '424242' });
    await sendCode(sandbox);
    expect(await sandbox.outbox.waitFor({ to })).toMatchObject({ code: '424242' });
    await expect(sandbox.recipients.arrange(to, { code: '' })).rejects.toThrow(
      /^recipients\.arrange: it takes/,
    );
  });

  test('JUV-13: a switch is set by its name, and refused in words', async () => {
    const sandbox = await started();
    await sandbox.switches.set('juvlon.verify', 'boolean');
    expect(await verify(sandbox)).toBe(true);
    expect(sandbox.switches.list()).toContainEqual(
      expect.objectContaining({ name: 'juvlon.verify', value: 'boolean', values: ['string', 'boolean'] }),
    );
    await expect(sandbox.switches.set('juvlon.verify', 'x')).rejects.toThrow(
      'switches.set: juvlon.verify is one of string, boolean.',
    );
  });
});
