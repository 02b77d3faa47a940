import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  findFarStep,
  findStep,
  hotpCode,
  isShort,
  makeSecret,
  type TotpAlgorithm,
  totpCode,
  type TotpKey,
  whenRight,
} from '../../src/totp/totp.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 by hand, so that the library is not its own judge. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

const seed = (length: number) => base32(Buffer.from('1234567890'.repeat(7).slice(0, length)));
const key = (algorithm: TotpAlgorithm, digits: number, length: number): TotpKey => ({
  secret: seed(length),
  algorithm,
  digits,
  period: 30,
});
const short = key('SHA1', 6, 20);

test('OA-30: the vectors of RFC 4226, appendix D', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => hotpCode(short, counter));
  expect(codes).toEqual([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ]);
});

describe('OA-30: the vectors of RFC 6238, appendix B', () => {
  test.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('at %i s', (seconds, sha1, sha256, sha512) => {
    expect(totpCode(key('SHA1', 8, 20), seconds * 1000).code).toBe(sha1);
    expect(totpCode(key('SHA256', 8, 32), seconds * 1000).code).toBe(sha256);
    expect(totpCode(key('SHA512', 8, 64), seconds * 1000).code).toBe(sha512);
  });
});

/** RFC 4226 §5.3, written out. */
function byHand(seedText: string, counter: bigint): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(counter);
  const digest = createHmac('sha1', seedText).update(message).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
}

test.each([2 ** 32 - 1, 2 ** 32, 2 ** 33, 2 ** 33 + 1, 2 ** 53 - 1])(
  'OA-30: the counter %i, beyond 32 bits',
  (counter) => {
    expect(hotpCode(short, counter)).toBe(byHand('12345678901234567890', BigInt(counter)));
  },
);

test('a code says how long it is good', () => {
  expect(totpCode(short, 0)).toMatchObject({ secondsLeft: 30, step: 0 });
  expect(totpCode(short, 29_999)).toMatchObject({ secondsLeft: 1, step: 0 });
  expect(totpCode(short, 30_000)).toMatchObject({ secondsLeft: 30, step: 1 });
  expect(totpCode({ ...short, period: 60 }, 59_000)).toMatchObject({ secondsLeft: 1, step: 0 });
});

describe('EKY-11, F42: the window', () => {
  const at = 1_000_000_000_000;
  const codeOf = (steps: number) => totpCode(short, at + steps * 30_000).code;

  test('takes one step to either side, and says which', () => {
    expect([-2, -1, 0, 1, 2].map((steps) => findStep(short, codeOf(steps), at, 1))).toEqual([
      undefined,
      -1,
      0,
      1,
      undefined,
    ]);
    expect([-1, 0, 1].map((steps) => findStep(short, codeOf(steps), at, 0))).toEqual([
      undefined,
      0,
      undefined,
    ]);
  });

  test.each(['', '12345', '1234567', 'abcdef', ' 123456'])('takes no %j', (code) => {
    expect(findStep(short, code, at, 1)).toBeUndefined();
  });

  test('a code with leading zeros is a text of six', () => {
    const found = Array.from({ length: 5000 }, (_, step) => step * 30_000).find((time) =>
      totpCode(short, time).code.startsWith('0'),
    );
    const { code } = totpCode(short, found ?? 0);
    expect(code).toMatch(/^0\d{5}$/);
    expect(findStep(short, code, found ?? 0, 0)).toBe(0);
    expect(findStep(short, code.slice(1), found ?? 0, 0)).toBeUndefined();
  });
});

test('EKY-08: a new secret has 160 bits, in Base32 without padding', () => {
  const bytes = Uint8Array.from({ length: 20 }, (_, index) => index * 13);
  expect(makeSecret(() => bytes)).toBe(base32(bytes));
  expect(makeSecret(() => bytes)).toHaveLength(32);
  expect(isShort(makeSecret(() => bytes))).toBe(false);
});

test('OA-31: fewer than 128 bits are short', () => {
  expect(isShort(base32(new Uint8Array(15)))).toBe(true);
  expect(isShort(base32(new Uint8Array(16)))).toBe(false);
});

describe('a code of another moment', () => {
  const at = 1_700_000_000_000;
  const codeAt = (steps: number) => totpCode(short, at + steps * 30_000).code;

  test.each([-20, -2, 0, 3, 20])('is found %i steps away', (steps) => {
    expect(findFarStep(short, codeAt(steps), at)).toBe(steps);
  });

  test.each([-21, 21])('is not looked for %i steps away', (steps) => {
    expect(findFarStep(short, codeAt(steps), at)).toBeUndefined();
  });

  test('is told by how much', () => {
    expect(whenRight(short, -4)).toBe('was right about 120 s ago');
    expect(whenRight({ ...short, period: 60 }, 2)).toBe('was right about 120 s from now');
  });
});
