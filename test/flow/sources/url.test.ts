import { describe, expect, test } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { type CodeRequest, prepareCode } from '../../../src/flow/code-source.ts';
import { parseMatch } from '../../../src/flow/code.ts';
import { fakeDeps } from '../../helpers/source-deps.ts';

const sentAt = Date.UTC(2026, 0, 1, 12);
const request: CodeRequest = {
  challenge: { provider: 'elixir', recipient: 'ana@example.test', sentAt },
  deadline: 10_000,
};

type Answer = string | Error;

/** The address answers each of these in turn, the last one for ever; the first is what it says before the send. */
async function served(answers: readonly Answer[], given: Partial<CodeRequest> = {}, alreadySent = false) {
  const left = [...answers];
  const asked: string[] = [];
  const { deps, clock, messages } = fakeDeps({
    fetchText: async (url) => {
      asked.push(url);
      const answer = left.length > 1 ? left.shift() : left[0];
      if (answer instanceof Error) throw answer;
      return answer ?? '';
    },
  });
  const from = { kind: 'url', url: 'http://mail.test/list' } as const;
  const source = await prepareCode({ option: '--otp-from', what: 'OTP', from, alreadySent }, deps);
  const reading = source.read({ ...request, ...given });
  reading.catch(() => {});
  const over = reading.then(
    () => true,
    () => true,
  );
  for (let second = 0; second < 12; second += 1) {
    if (await Promise.race([over, clock.advance(1000).then(() => false)])) break;
  }
  return { reading, asked, messages };
}

const codeOf = async (...parameters: Parameters<typeof served>) => (await served(...parameters)).reading;

/** A page of Mailpit's message list, newest first. */
function mailpit(
  ...mails: readonly { id: string; to?: string; at?: string; subject?: string; snippet?: string }[]
) {
  return JSON.stringify({
    total: mails.length,
    messages: mails.map(({ id, to = 'ana@example.test', at, subject = 'Sign in', snippet = '' }) => ({
      ID: id,
      MessageID: `${id}@mail.test`,
      Read: false,
      From: { Name: '', Address: 'no-reply@elixir.test' },
      To: [{ Name: 'Ana', Address: to }],
      Subject: subject,
      Created: at ?? '2026-01-01T12:00:01.000Z',
      Size: 4711,
      Snippet: snippet,
    })),
  });
}

const old = { id: 'a1', at: '2026-01-01T11:59:00.000Z', snippet: 'Your code is 111111' };

describe('a plain text', () => {
  test('waits until a code is there', async () => {
    const { reading, asked } = await served(['', '', 'waiting', '482913\n']);
    expect(await reading).toBe('482913');
    expect(asked).toEqual(Array.from({ length: 4 }, () => 'http://mail.test/list'));
  });

  test('stale codes: the code that stood there before the send is never taken', async () => {
    expect(await codeOf(['111111', '111111', 'now 111111', '222222'])).toBe('222222');
    await expect(codeOf(['111111'])).rejects.toMatchObject({ kind: 'expired', exitCode: 5 });
  });

  test('where the message went out earlier, what is there counts', async () => {
    expect(await codeOf(['482913'], {}, true)).toBe('482913');
  });

  test('two new codes are a usage error and not a guess', async () => {
    await expect(codeOf(['', '111111 222222'])).rejects.toMatchObject({ kind: 'usage' });
  });

  test("the user's pattern finds the code", async () => {
    const match = parseMatch('"code":"(\\d+)"');
    expect(await codeOf(['', '{"id":90210,"code":"0482913"}'], { match })).toBe('0482913');
  });
});

describe("Mailpit's list", () => {
  test('stale codes: the newest message that was not there before the send', async () => {
    const fresh = { id: 'a2', snippet: 'Your code is 222222. Valid 10 minutes.' };
    expect(await codeOf([mailpit(old), mailpit(old), mailpit(fresh, old)])).toBe('222222');
    await expect(codeOf([mailpit(old)])).rejects.toMatchObject({ kind: 'expired' });
  });

  test('stale codes: an older message that moves up into the list is not new', async () => {
    const older = { id: 'a0', at: '2026-01-01T11:00:00.000Z', snippet: 'Your code is 999999' };
    await expect(codeOf([mailpit(old), mailpit(older)])).rejects.toMatchObject({ kind: 'expired' });
  });

  test('of several new messages the newest with a code, whatever their order', async () => {
    const first = { id: 'b1', at: '2026-01-01T12:00:01.000Z', subject: 'Code 222222' };
    const second = { id: 'b2', at: '2026-01-01T12:00:02.000Z', subject: 'Code 333333' };
    const welcome = { id: 'b3', at: '2026-01-01T12:00:03.000Z', subject: 'Welcome' };
    expect(await codeOf([mailpit(), mailpit(first, second, welcome)])).toBe('333333');
    expect(await codeOf([mailpit(), mailpit(welcome, second, first)])).toBe('333333');
  });

  test('a message to somebody else is not ours', async () => {
    const theirs = { id: 'b1', to: 'bob@example.test', snippet: '444444' };
    const ours = { id: 'b2', to: 'Ana@Example.test', snippet: '555555' };
    expect(await codeOf([mailpit(), mailpit(theirs), mailpit(theirs, ours)])).toBe('555555');
    await expect(codeOf([mailpit(), mailpit(theirs)])).rejects.toMatchObject({ kind: 'expired' });
  });

  test('an empty Mailpit answers with no list at all', async () => {
    const fresh = { id: 'a2', snippet: '222222' };
    expect(await codeOf(['{"total":0,"messages":null}', mailpit(fresh)])).toBe('222222');
  });

  test('where the message went out earlier, the date of the message decides', async () => {
    const fresh = { id: 'a2', at: '2026-01-01T12:00:00Z', snippet: '222222' };
    expect(await codeOf([mailpit(fresh, old)], {}, true)).toBe('222222');
    await expect(codeOf([mailpit(old)], {}, true)).rejects.toMatchObject({ kind: 'expired' });
  });
});

test.each(['text', 'Text', 'body', 'Body', 'message', 'content', 'snippet'])(
  'a message with its text as %j, as a gateway for text messages has it',
  async (name) => {
    const list = JSON.stringify({ messages: [{ sid: 'SM1', [name]: 'Your code is 482913' }] });
    expect(await codeOf(['{"messages":[]}', list])).toBe('482913');
  },
);

test.each([
  ['to somebody else', { id: 'b1', to: 'bob@example.test', text: '444444' }, 'to somebody else'],
  ['without a code', { id: 'b1', to: 'ana@example.test', text: 'Welcome' }, '--otp-match'],
  [
    'of another shape',
    { id: 'b1', to: 'ana@example.test', html: { body: '444444' } },
    'authrig help sources',
  ],
])('a new message %s is told once, and waited over', async (_case, message, said) => {
  const { reading, messages } = await served(['[]', JSON.stringify([message])]);
  await expect(reading).rejects.toMatchObject({ kind: 'expired' });
  expect(messages.filter((line) => line.includes('A new message came'))).toEqual([
    expect.stringContaining(said),
  ]);
});

describe("the sandbox's outbox", () => {
  const message = { provider: 'elixir', to: 'ana@example.test', sentAt: '2026-01-01T12:00:00.000Z' };
  const before = { ...message, id: '9', code: '111111' };

  test.each([
    ['bare', (list: unknown) => JSON.stringify(list)],
    ['under messages', (list: unknown) => JSON.stringify({ messages: list })],
  ])('%s: the newest by id, since its clock may stand still', async (_name, page) => {
    const list = [before, { ...message, id: '10', code: '222222' }, { ...message, id: '11', code: '033333' }];
    expect(await codeOf([page([before]), page(list)])).toBe('033333');
  });

  test("another provider's message, and one to another phone, are not ours", async () => {
    const challenge = { provider: 'verifik', recipient: '+573001234567', sentAt };
    const list = [
      { ...message, id: '1', code: '111111' },
      { ...message, id: '2', provider: 'verifik', to: '+57 300 123 4567', code: '222222' },
      { ...message, id: '3', provider: 'verifik', to: '+573009999999', code: '333333' },
      { ...message, id: '4', provider: 'elixir', to: '+573001234567', code: '444444' },
    ];
    expect(await codeOf(['[]', JSON.stringify(list)], { challenge })).toBe('222222');
  });
});

describe('trouble', () => {
  const down = new CliError('network', 'mail.test refused the connection.');

  test('an address that does not answer before the send ends the command there', async () => {
    await expect(served([down])).rejects.toMatchObject({
      kind: down.kind,
      message: `The source url: can't be read. ${down.message}`,
      cause: down,
    });
  });

  test('a failed look is told once and tried again', async () => {
    const { reading, messages } = await served(['', down, down, '482913']);
    expect(await reading).toBe('482913');
    expect(messages).toEqual([
      'There are no messages at mail.test yet, or not at this path.',
      'Waiting for the OTP from mail.test.',
      'mail.test refused the connection. Trying again.',
    ]);
  });

  test('a wait whose last look failed ends with that failure', async () => {
    await expect(codeOf(['', down])).rejects.toBe(down);
  });
});
