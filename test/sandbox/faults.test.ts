import { describe, expect, test } from 'vitest';
import { v } from '../../src/http/contract.ts';
import { faultKinds, faultShape, otherNames, strayMember } from '../../src/sandbox/fault-kinds.ts';
import { chance, createFaults, type Fault, type Faults } from '../../src/sandbox/faults.ts';
import { createTables } from '../../src/sandbox/table.ts';

function setUp() {
  const tables = createTables();
  return createFaults(tables.table<Fault>('faults'), tables.table<number>('counts'));
}
/** Which of so many calls are struck, from 1. */
const struck = (faults: Faults, calls: number, provider = 'jekimo', operation = 'check'): number[] =>
  Array.from({ length: calls }, (_, index) => index + 1).filter(
    () => faults.strike(provider, operation) !== undefined,
  );

describe('which calls a fault strikes', () => {
  test.each([
    ['every one without more', {}, [1, 2, 3, 4, 5, 6]],
    ['times', { times: 2 }, [1, 2]],
    ['after', { after: 4 }, [5, 6]],
    ['the n-th call', { after: 2, times: 1 }, [3]],
    ['every', { every: 3 }, [3, 6]],
    ['every, after', { every: 2, after: 1 }, [3, 5]],
    ['every, after, times', { every: 2, after: 1, times: 1 }, [3]],
    ['never', { probability: 0 }, []],
    ['always', { probability: 1 }, [1, 2, 3, 4, 5, 6]],
  ])('%s', (_name, spec, calls) => {
    const faults = setUp();
    faults.add({ kind: 'reset', ...spec });
    expect(struck(faults, 6)).toEqual(calls);
    expect(faults.list()).toMatchObject([{ seen: 6, struck: calls.length }]);
  });

  test.each([
    [{}, true, true, true],
    [{ provider: 'jekimo' }, true, true, false],
    [{ operation: 'check' }, true, false, true],
    [{ provider: 'jekimo', operation: 'check' }, true, false, false],
  ])('%j is meant for some calls alone, and counts no others', (filter, own, operation, provider) => {
    const faults = setUp();
    faults.add({ kind: 'reset', ...filter });
    const strikes = [
      faults.strike('jekimo', 'check'),
      faults.strike('jekimo', 'gettoken'),
      faults.strike('other', 'check'),
    ].map((fault) => fault !== undefined);
    expect(strikes).toEqual([own, operation, provider]);
    expect(faults.list()[0]?.seen).toBe(strikes.filter(Boolean).length);
  });

  test('the first that strikes is the one that does, and the others have seen the call', () => {
    const faults = setUp();
    faults.add({ kind: 'reset', times: 1 });
    faults.add({ kind: 'empty', after: 1 });
    expect([1, 2, 3].map(() => faults.strike('jekimo', 'check')?.kind)).toEqual(['reset', 'empty', 'empty']);
  });
});

describe('chance', () => {
  const strikes = (spec: object): number[] => {
    const faults = setUp();
    faults.add({ kind: 'reset', probability: 0.3, ...spec });
    return struck(faults, 400);
  };

  test('a seed strikes the same calls in every run, and another one others', () => {
    expect(strikes({ seed: 7 })).toEqual(strikes({ seed: 7 }));
    expect(strikes({ seed: 7 })).not.toEqual(strikes({ seed: 8 }));
  });

  test('the share of what is struck is what was asked for', () => {
    const share = strikes({ seed: 'a' }).length / 400;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  test('without a seed two faults do not strike in step', () => {
    const faults = setUp();
    faults.add({ kind: 'reset', provider: 'one', probability: 0.5 });
    faults.add({ kind: 'reset', provider: 'two', probability: 0.5 });
    expect(struck(faults, 64, 'one')).not.toEqual(struck(faults, 64, 'two'));
  });

  test('lies between 0 and 1', () => {
    const drawn = Array.from({ length: 100 }, (_, index) => chance({ seed: 'x', id: '1' }, index));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(new Set(drawn).size).toBe(100);
  });
});

test('one can be dropped, or all, and an id is not used again', () => {
  const faults = setUp();
  const first = faults.add({ kind: 'reset' });
  faults.add({ kind: 'empty' });
  expect([faults.remove(first.id), faults.remove(first.id)]).toEqual([true, false]);
  expect(faults.list().map(({ kind }) => kind)).toEqual(['empty']);
  faults.clear();
  expect(faults.list()).toEqual([]);
  expect(faults.add({ kind: 'reset' }).id).toBe('3');
});

describe('how a fault is asked for', () => {
  test.each(Object.entries(otherNames))('%s is known by its name elsewhere: %s', (name, kind) => {
    expect(v.parse(faultShape, { kind: name })).toEqual({ kind });
  });

  test.each(Object.keys(faultKinds))('%s', (kind) => {
    expect(v.parse(faultShape, { kind })).toEqual({ kind });
  });

  test.each([7, '7', 'Wed, 21 Oct 2026 07:28:00 GMT'])('Retry-After may say %s', (retryAfter) => {
    expect(v.is(faultShape, { kind: 'rate-limit', retryAfter })).toBe(true);
  });

  test('every member that a kind needs is one that it takes, and one that it speaks of', () => {
    for (const [kind, words] of Object.entries(faultKinds))
      for (const member of [
        'ms',
        'jitterMs',
        'sigma',
        'status',
        'body',
        'retryAfter',
        'bytes',
        'bytesPerSecond',
      ])
        expect(strayMember(kind, [member]) === undefined, `${kind} ${member}`).toBe(
          words.includes(`\`${member}\``),
        );
  });

  test.each([
    {},
    { kind: 'toString' },
    { kind: 'reset', times: 0 },
    { kind: 'reset', times: 1.5 },
    { kind: 'reset', probability: 1.1 },
    { kind: 'status', status: 99 },
    { kind: 'rate-limit', retryAfter: 'a\r\nset-cookie: b' },
    { kind: 'rate-limit', retryAfter: 'soon' },
    { kind: 'latency', ms: 600_001 },
    { kind: 'latency', sigma: 4 },
    { kind: 'bandwidth', bytesPerSecond: 0 },
    { kind: 'reset', unknown: 1 },
  ])('refuses %j', (spec) => {
    expect(v.is(faultShape, spec)).toBe(false);
  });
});
