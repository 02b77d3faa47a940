import { describe, expect, test } from 'vitest';
import { providers } from '../../src/providers/index.ts';
import { createRandomness } from '../../src/sandbox/randomness.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import { createTables } from '../../src/sandbox/table.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { post } from '../helpers/sandbox.ts';

const machine = (count: number): Uint8Array => new Uint8Array(count).fill(9);

function seeded(seed: string | undefined) {
  const tables = createTables();
  return { tables, randomness: createRandomness(seed, machine, tables.table('used')) };
}

describe('with a seed', () => {
  test('the same seed gives the same bytes, call for call', () => {
    const [one, other] = [seeded('s').randomness('jekimo'), seeded('s').randomness('jekimo')];
    for (const count of [1, 32, 33, 200]) expect(one(count)).toEqual(other(count));
  });

  test('gives as many bytes as are asked for, and other ones each time', () => {
    const draw = seeded('s').randomness('jekimo');
    const drawn = [4, 4, 33, 33].map((count) => Buffer.from(draw(count)).toString('hex'));
    expect(drawn.map((hex) => hex.length / 2)).toEqual([4, 4, 33, 33]);
    expect(new Set(drawn).size).toBe(4);
    expect(drawn[2]?.startsWith(drawn[0] ?? '')).toBe(false);
  });

  test('another seed and another stream give other bytes', () => {
    const { randomness } = seeded('s');
    const bytes = randomness('jekimo')(16);
    expect(randomness('elixir')(16)).not.toEqual(bytes);
    expect(seeded('t').randomness('jekimo')(16)).not.toEqual(bytes);
  });

  test('one stream does not move another', () => {
    const { randomness } = seeded('s');
    randomness('elixir')(500);
    expect(randomness('jekimo')(16)).toEqual(seeded('s').randomness('jekimo')(16));
  });

  test('goes on from its state instead of repeating itself', () => {
    const whole = seeded('s').randomness('jekimo');
    const [first, second] = [whole(40), whole(40)];
    const begun = seeded('s');
    expect(begun.randomness('jekimo')(40)).toEqual(first);
    const later = seeded('s');
    later.tables.load(begun.tables.save());
    expect(later.randomness('jekimo')(40)).toEqual(second);
  });
});

test("without a seed the bytes are the machine's own", () => {
  expect(seeded(undefined).randomness('jekimo')(3)).toEqual(Uint8Array.of(9, 9, 9));
});

test('the empty seed is a seed', () => {
  expect(seeded('').randomness('jekimo')(3)).not.toEqual(Uint8Array.of(9, 9, 9));
});

describe('a whole sandbox with a seed', () => {
  const start = (seed: string) => startSandbox({ clock: fakeClock(), randomBytes: machine, providers, seed });
  /** What each provider hands out to somebody who signs in, without the port that it stands at. */
  const handedOut = async (origin: string): Promise<string[]> => {
    const calls: [string, unknown, Record<string, string>][] = [
      ['/jekimo/app.php/v1.1/auth/gettoken', {}, { 'x-api-key': 'sandbox-jekimo-key' }],
      ['/verifik/v2/projects/phone-login', { countryCode: '+1', phone: 1234566663, type: 'login' }, {}],
      [
        '/elixir/sdk/auth/v2/signin/otp-login',
        { email: 'ada@example.com' },
        { 'x-api-key': 'sandbox-elixir-key' },
      ],
      [
        '/ekyc/authen-api/api/v1/session-token',
        { email: 'customer@example.com', client_id: '84c2ad6c-62eb-4217-8f46-a66852e6fe92' },
        { 'x-api-key': 'sandbox-ekyc-key' },
      ],
    ];
    const texts: string[] = [];
    for (const [path, body, headers] of calls) {
      const { status, text } = await post(origin + path, body, headers);
      expect([path, status]).toEqual([path, 200]);
      texts.push(text.replaceAll(origin, '').replace(/"qrcode":"[^"]*"/, ''));
    }
    return texts;
  };

  test('hands out the same codes, tokens and ids in every run, and again after a reset', async () => {
    const [one, other, third] = [await start('seed'), await start('seed'), await start('another')];
    const outbox = () => one.outbox.list().map(({ code }) => code);
    const texts = await handedOut(one.origin);
    const codes = outbox();
    expect(await handedOut(other.origin)).toEqual(texts);
    const strange = await handedOut(third.origin);
    for (const [index, text] of texts.entries()) expect(strange[index]).not.toBe(text);
    one.reset();
    expect(await handedOut(one.origin)).toEqual(texts);
    expect(outbox()).toEqual(codes);
    for (const sandbox of [one, other, third]) await sandbox.close();
  });
});
