import { expect, test } from 'vitest';
import { askProcess } from '../../src/settings/keychain-process.ts';

const call = {
  verb: 'set',
  service: 'authrig /x',
  account: 'default/jekimo.apiKey',
  value: 'jk_secret',
} as const;
const script = (text: string) => ({
  env: { PATH: process.env['PATH'], AUTHRIG_JEKIMO_API_KEY: 'jk_secret' },
  keychainCommand: [process.execPath, '-e', text],
});
const never = new AbortController().signal;

test('S02: the key goes through the pipe, and is neither in the arguments nor in the environment', async () => {
  const reply = await askProcess(
    script(`let text = '';
      process.stdin.on('data', (chunk) => (text += chunk)).on('end', () => {
        const seen = JSON.stringify([process.argv, process.execArgv, process.env]).includes('jk_' + 'secret');
        console.log(JSON.stringify({ seen, call: JSON.parse(text) }));
      });`),
    call,
    never,
  );
  expect(reply).toEqual({ seen: false, call });
});

test.each([
  ['says nothing', 'process.exitCode = 3', /ended with 3/],
  ['says half a document', "process.stdout.write('{')", /ended with 0/],
  ['does not read', 'process.stdin.destroy()', /ended with 0/],
])('a process that %s is a refusal', async (_case, text, reason) => {
  const reply = await askProcess(script(text), call, never);
  expect(reply).toEqual({ failure: 'refused', reason: expect.stringMatching(reason) });
});

test('a program that is not there fails the call', async () => {
  const machine = { env: {}, keychainCommand: ['/nonexistent'] };
  await expect(askProcess(machine, call, never)).rejects.toThrow('ENOENT');
});

test('the signal kills it', async () => {
  const controller = new AbortController();
  const asked = askProcess(script('setInterval(() => {}, 1000)'), call, controller.signal);
  controller.abort();
  await expect(asked).rejects.toThrow(/abort/i);
});
