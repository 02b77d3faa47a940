import { CliError } from '../../../src/errors.ts';
import { providers } from '../../../src/providers/index.ts';
import { behaviours } from '../../helpers/bad-server.ts';
import { json } from '../../helpers/capture.ts';
import { recordedText, ownFile } from '../../helpers/recorded.ts';
import type { RigOptions } from '../../helpers/rig.ts';
import { commandLineAt } from '../../helpers/sandbox-cli.ts';
import { type RunningSandbox, runSandbox } from '../../helpers/sandbox.ts';
import { typist } from '../../helpers/typist.ts';
import { type Reply, scriptedServer } from '../../helpers/scripted-server.ts';
import type { Made } from './made.ts';

/** A command at a sandbox of its own, whose customer does nothing but what the options say. */
async function atSandbox(
  argv: readonly string[],
  optionsFor: (sandbox: RunningSandbox) => RigOptions = () => ({}),
): Promise<string> {
  const modules = await Promise.all(
    providers.map(async ({ name, sandbox }) => [name, await sandbox()] as const),
  );
  const sandbox = await runSandbox(Object.fromEntries(modules));
  try {
    return await recordedText(argv, optionsFor(sandbox), commandLineAt(sandbox).run);
  } finally {
    await sandbox.close();
  }
}

/** Juvlon's one call at a server that answers in this way. */
async function juvlonAt(reply: Reply): Promise<string> {
  await using server = await scriptedServer({ '/v4/verifyOneTimeCode': [reply] });
  return await recordedText(verify, { env: juvlonEnv(server.origin) });
}

const verify = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078'];
const juvlonEnv = (origin: string) => ({
  AUTHRIG_JUVLON_BASE_URL: origin,
  AUTHRIG_JUVLON_API_KEY: 'planted-juvlon-key',
});

/** Stops the command as soon as it says this. */
function stoppedAt(text: string) {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    onMessage: (said: string) => {
      if (said.includes(text) && !stop.signal.aborted)
        stop.abort(new CliError('cancelled', 'Stopped by SIGINT.'));
    },
  };
}

/** Types an answer, and stops the command when it says this after the answer was taken. */
function stoppedAfter([question, keys]: [string, string], text: string): RigOptions {
  const { signal, onMessage } = stoppedAt(text);
  const answer = typist([question, keys]);
  let answered: number | undefined;
  return {
    signal,
    terminal: { columns: 80, rows: 24 },
    onMessage: (said, type) => {
      answer(said, (typed) => {
        answered = said.length;
        type(typed);
      });
      const [, ...echoed] = answered === undefined ? [] : said.slice(answered).split('\n');
      onMessage(echoed.join('\n'));
    },
  };
}

const session = {
  url: 'https://authen.ekyc.com/authen-api/api/v1/session-token',
  ...json({ email: 'email#1', client_id: '84c2ad6c-62eb-4217-8f46-a66852e6fe92' }, { 'x-api-key': 'key#1' }),
  answer: { code: 'SUCCESS', message: 'Success', data: { session_token: 'token#1' } },
  own: { provider: 'ekyc', operation: 'sessionToken', effect: 'changes' },
};
const jekimoCall = (operation: 'gettoken' | 'check', at: number, answer: object, token?: string) => ({
  at,
  url: `https://www.jekimo.com/app.php/v1.1/auth/${operation}`,
  headers: { 'x-api-key': 'key#1', ...(token === undefined ? {} : { token }) },
  answer,
  own: { provider: 'jekimo', operation, effect: operation === 'check' ? 'reads' : 'changes' },
});
const browserBack = {
  at: 14_000,
  took: 2,
  method: 'GET',
  url: 'http://127.0.0.1:4010/callback/token%232?session_token=token%231',
  answer: '<!doctype html>',
  own: { direction: 'in' },
};

export const own: readonly Made[] = [
  {
    file: 'own-jekimo-never-scanned',
    cause: 'jekimo.never-scanned',
    make: () => atSandbox(['jekimo', 'login']),
  },
  {
    file: 'own-jekimo-token-expired',
    cause: 'jekimo.token-expired',
    says: 'by the clock of the sandbox',
    make: () =>
      atSandbox(['jekimo', 'login'], ({ clock }) => ({
        onMessage: (said) => void (said.includes('Waiting for the customer') && clock.advance(121_000)),
      })),
  },
  {
    file: 'own-jekimo-wrong-key',
    cause: 'jekimo.wrong-key',
    make: () =>
      atSandbox(['jekimo', 'login'], () => ({ env: { AUTHRIG_JEKIMO_API_KEY: 'planted-jekimo-key' } })),
  },
  {
    file: 'own-jekimo-wrong-pin',
    cause: 'jekimo.wrong-pin',
    make: () => recordedText(['jekimo', 'login', '--sandbox', '--two-fa', '--otp', '123456']),
  },
  {
    file: 'own-elixir-went-well',
    cause: null,
    make: () => recordedText(['elixir', 'otp', '--sandbox']),
  },
  {
    file: 'own-elixir-wrong-code',
    cause: 'elixir.wrong-code',
    make: () => recordedText(['elixir', 'otp', '--sandbox', '--otp', '00000']),
  },
  {
    file: 'own-verifik-otp-expired',
    cause: 'verifik.otp-expired',
    make: () => recordedText(['verifik', 'phone', '--sandbox', '--phone', '1234566667', '--otp', '123456']),
  },
  {
    file: 'own-juvlon-pair-refused',
    cause: 'juvlon.pair-refused',
    make: () => recordedText(['juvlon', 'verify', '--sandbox', '--token', 'OJUWLB', '--otp', '1111']),
  },
  {
    file: 'own-network-refused',
    cause: 'network.refused',
    make: () => recordedText(verify, { env: juvlonEnv('http://127.0.0.1:1') }),
  },
  { file: 'own-network-cut-off', cause: 'network.cut-off', make: () => juvlonAt(behaviours.reset) },
  { file: 'own-http-web-page', cause: 'http.web-page', make: () => juvlonAt(behaviours.html) },
  {
    file: 'own-http-server-error',
    cause: 'http.server-error',
    make: () => juvlonAt({ status: 502, body: { error: 'bad gateway' } }),
  },
  {
    file: 'own-ekyc-user-not-enrolled',
    cause: 'ekyc.user-not-enrolled',
    make: () => recordedText(['ekyc', 'session', '--sandbox', '--email', 'new@example.com']),
  },
  {
    file: 'own-ekyc-wrong-totp',
    cause: 'ekyc.wrong-totp',
    make: () => recordedText(['ekyc', 'enroll', '--sandbox', '--otp', '000000']),
  },
  {
    file: 'own-ekyc-callback-never-came',
    cause: 'ekyc.callback-never-came',
    says: 'The browser brought the token back, and the backend was never told',
    make: () =>
      ownFile({
        command: 'ekyc login',
        options: ['--callback'],
        exchanges: [session, browserBack],
        milliseconds: 150_000,
        verdict: {
          exitCode: 3,
          error: {
            kind: 'denied',
            message: 'The browser brought the token back, but the backend was never told.',
          },
        },
      }),
  },
  {
    file: 'own-ekyc-browser-never-back',
    cause: 'ekyc.browser-never-back',
    make: () =>
      ownFile({
        command: 'ekyc login',
        exchanges: [session],
        milliseconds: 120_040,
        verdict: {
          exitCode: 5,
          error: { kind: 'expired', message: 'The browser did not come back within 120 s.' },
        },
      }),
  },
  {
    file: 'own-run-no-key',
    cause: 'run.no-key',
    make: () => recordedText(['jekimo', 'request']),
  },
  {
    file: 'own-run-usage',
    cause: 'run.usage',
    make: () => atSandbox(['elixir', 'otp']),
  },
  {
    file: 'own-run-no-usable-answer',
    cause: 'run.no-usable-answer',
    make: () =>
      recordedText(['verifik', 'phone', '--sandbox', '--otp-from', 'prompt'], {
        terminal: { columns: 80, rows: 24 },
        onMessage: typist(
          ['UTC:', '\r'],
          ['That is empty.', ''],
          ['UTC:', '\r'],
          ['That is empty.', ''],
          ['UTC:', '\r'],
        ),
      }),
  },
  {
    file: 'own-run-no-code',
    cause: 'run.no-code',
    make: () => recordedText(['elixir', 'otp', '--sandbox', '--otp-from', 'file:/no-such-code.txt']),
  },
  {
    file: 'own-run-cancelled',
    cause: 'run.cancelled',
    make: () => atSandbox(['jekimo', 'login'], () => stoppedAt('Waiting for the customer')),
  },
  {
    file: 'own-run-cancelled-after-a-refusal',
    cause: 'run.cancelled',
    also: ['jekimo.customer-denied'],
    make: () =>
      ownFile({
        command: 'jekimo login',
        exchanges: [
          jekimoCall('gettoken', 0, { token: 'token#1' }),
          jekimoCall('check', 5000, { status: 'KO', risk: false, pin: 0 }, 'token#1'),
          jekimoCall('gettoken', 9000, { token: 'token#2' }),
          jekimoCall('check', 14_000, { status: 'created', risk: false, pin: 0 }, 'token#2'),
        ],
        milliseconds: 16_000,
        verdict: { exitCode: 130, error: { kind: 'cancelled', message: 'Stopped by SIGINT.' } },
      }),
  },
  {
    file: 'own-ekyc-wrong-totp-and-stopped',
    cause: 'ekyc.wrong-totp',
    also: ['run.cancelled'],
    make: () =>
      recordedText(
        ['ekyc', 'enroll', '--sandbox', '--otp-from', 'prompt'],
        stoppedAfter(['TOTP', '000000\r'], 'TOTP'),
      ),
  },
  {
    file: 'own-run-deadline',
    cause: 'run.deadline',
    make: () =>
      ownFile({
        command: 'juvlon verify',
        milliseconds: 5000,
        verdict: {
          exitCode: 5,
          error: { kind: 'expired', message: 'The command did not end within 5 s (--timeout).' },
        },
      }),
  },
  {
    file: 'own-run-local',
    cause: 'run.local',
    make: () =>
      ownFile({
        command: 'verifik phone',
        milliseconds: 20,
        verdict: {
          exitCode: 10,
          error: { kind: 'local', message: 'The store is locked by another process.' },
        },
      }),
  },
  {
    file: 'own-run-bug',
    cause: 'run.bug',
    make: () =>
      ownFile({
        command: 'verifik phone',
        milliseconds: 20,
        verdict: {
          exitCode: 1,
          error: { kind: 'internal', message: 'Something went wrong inside authrig.' },
        },
      }),
  },
];
