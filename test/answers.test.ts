import { describe, expect, test } from 'vitest';
import { behaviours, body as bytes, redirect, status } from './helpers/bad-server.ts';
import * as jekimo from './helpers/jekimo.ts';
import * as juvlon from './helpers/juvlon.ts';
import { authrig, type Outcome } from './helpers/rig.ts';
import { type Reply, type ScriptedServer, scriptedServer } from './helpers/scripted-server.ts';

/** One call of a provider as a command makes it, with the answer that it is happy with. */
interface Call {
  readonly command: string;
  readonly argv: readonly string[];
  readonly path: string;
  readonly good: Readonly<Record<string, unknown>>;
  /** Members that may be missing. */
  readonly optional: readonly string[];
  /** What else no member may be, beside null, arrays and objects. */
  readonly wrong: Readonly<Record<string, readonly unknown[]>>;
  readonly secrets: readonly string[];
  /** What may have happened where the answer is lost. */
  readonly effect: string | undefined;
}

const { token } = jekimo;
const calls: readonly Call[] = [
  {
    command: 'jekimo request',
    argv: ['jekimo', 'request', '--qr', 'none'],
    path: jekimo.gettoken,
    good: { token, timestamp: jekimo.now / 1000, qrcode: '...', url: jekimo.linkOf(token) },
    optional: ['timestamp', 'qrcode', 'url'],
    wrong: {
      token: [true, 7, 'x', ''],
      timestamp: [true, 7.5, '7', ''],
      qrcode: [true, 7],
      url: [true, 7, 'x'],
    },
    secrets: [jekimo.key],
    effect: 'the change may have been made',
  },
  {
    command: 'jekimo check',
    argv: ['jekimo', 'check', token],
    path: jekimo.check,
    good: { status: 'OK', risk: false, pin: 0 },
    optional: ['pin'],
    wrong: { status: [true, 7, 'x', ''], risk: [7, 'x', ''], pin: [true, 7.5, 'x', ''] },
    secrets: [jekimo.key, token],
    effect: undefined,
  },
  {
    command: 'juvlon verify',
    argv: ['juvlon', 'verify', '--token', juvlon.pair.token, '--otp', juvlon.pair.otp],
    path: juvlon.path,
    good: {
      code: 200,
      status: 'Success',
      transactionId: '327',
      verify: 'true',
      token: juvlon.pair.token,
      OTP: juvlon.pair.otp,
    },
    optional: ['status', 'transactionId'],
    wrong: {
      code: [true, 7.5, 'x', ''],
      status: [true, 7],
      transactionId: [true],
      verify: [7, 'x', ''],
      token: [true, 7, 'x', ''],
      OTP: [true, 7, 'x', ''],
    },
    secrets: [juvlon.key, juvlon.pair.token, juvlon.pair.otp],
    effect: 'the code may be used up',
  },
];
const each = calls.map((call) => [call.command, call] as const);

async function ask(call: Call, server: ScriptedServer, ...more: string[]): Promise<Outcome> {
  return authrig([...call.argv, ...more], {
    env: {
      AUTHRIG_JEKIMO_BASE_URL: `${server.origin}/app.php`,
      AUTHRIG_JEKIMO_API_KEY: jekimo.key,
      AUTHRIG_JUVLON_BASE_URL: server.origin,
      AUTHRIG_JUVLON_API_KEY: juvlon.key,
    },
  });
}

/** What must hold of every failure, and its message. */
async function expectFailure(call: Call, reply: Reply, exitCode: number): Promise<string> {
  await using server = await scriptedServer({ [call.path]: [reply] });
  const text = await ask(call, server);
  expect(text.exitCode).toBe(exitCode);
  expect(text.stdout).toBe('');
  const lines = text.stderr.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(lines[0]).toMatch(/^(?:[A-Z]|127\.0\.0\.1).*\.$/);
  expect(text.stderr.length).toBeLessThan(700);

  const document = await ask(call, server, '--json', '-v');
  expect(document.exitCode).toBe(exitCode);
  expect(document.stdout.trimEnd()).not.toContain('\n');
  expect(document.json()).toMatchObject({ ok: false, command: call.command, error: { exitCode } });
  expect(document.json().error?.message).toBe(lines[0]);

  const said = [text.stderr, document.stdout, document.stderr].join('\n');
  expect(said).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(said).not.toMatch(unsafe);
  for (const secret of call.secrets) expect(said).not.toContain(secret);
  const unknown = / The outcome is unknown: (.*)\.$/.exec(lines[0] ?? '')?.[1];
  expect([undefined, call.effect]).toContain(unknown);
  expect(server.requests).toHaveLength(2);
  return lines[0] ?? '';
}

/** Escape and other control characters, C1, bidi controls and invisible characters; our own output has none. */
const unsafe = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/;

const page = '<!DOCTYPE html><html><title>Log in to the Wi-Fi</title></html>';
const faults: readonly (readonly [name: string, reply: Reply, exitCode: number, message: RegExp])[] = [
  ['F03: a reset', behaviours.reset, 6, /broke off the connection|closed the connection/],
  ['F04: an empty reply', behaviours.empty, 6, /closed the connection without an answer/],
  ['F07: half a head', behaviours.halfHead, 6, /cut off|closed the connection/],
  ['F07: a body that is cut off', behaviours.cutOff, 6, /was cut off/],
  ['F07: a body that is reset', behaviours.cutOffByReset, 6, /was cut off/],
  ['F07: chunks that are cut off', behaviours.cutOffChunks, 6, /was cut off/],
  ['F08: garbage for HTTP', behaviours.garbage, 7, /broken HTTP/],
  ['F08: a bad chunk', behaviours.badChunk, 7, /broken HTTP/],
  ['F09: a body without end', behaviours.endless, 7, /larger than 10 MB/],
  ['F09: 256 MB', behaviours.quarterGigabyte, 7, /larger than 10 MB/],
  ['F09: a gzip bomb', behaviours.gzipBomb, 7, /larger than 10 MB/],
  ['a broken gzip', behaviours.brokenGzip, 7, /compressed body is damaged/],
  ['F10: huge headers', behaviours.hugeHeader, 7, /headers are larger/],
  [
    'F11: a page for 200',
    { body: page, headers: { 'Content-Type': 'text/html' } },
    7,
    /web page.*\(text\/html\).*Wi-Fi/,
  ],
  ['F11: a page for 502', { status: 502, body: page }, 7, /HTTP 502 with a web page/],
  ['F12: an empty body', { body: '' }, 7, /empty body/],
  ['F12: white space', { body: ' \r\n\t' }, 7, /empty body/],
  ['F12: 204', status('204 No Content'), 7, /HTTP 204 with an empty body/],
  ['F24: 304', status('304 Not Modified'), 7, /HTTP 304/],
  ['F24: 999', status('999 Odd'), 7, /999 does not exist/],
  ['F24: 101', behaviours.switched, 7, /101/],
  [
    'broken JSON',
    { body: '{"status": "OK",\n "risk": false\n "pin": 0}' },
    7,
    /JSON that is broken in line 3/,
  ],
  ['JSON that ends early', { body: '{"status": "OK"' }, 7, /JSON that is broken/],
  [
    'F13: JSON with bytes behind it',
    { body: '{"status": "OK", "risk": false, "pin": 0}]' },
    7,
    /JSON that is broken/,
  ],
  ['two documents', { body: '{"a": 1}\n{"b": 2}' }, 7, /JSON that is broken in line 2/],
  ['F13: null', { body: 'null' }, 7, /it is null/],
  ['F13: an array', { body: '[]' }, 7, /is missing/],
  ['F13: a text', { body: '"OK"' }, 7, /does not allow/],
  ['F13: a number', { body: '200' }, 7, /it is a number/],
  ['F13: true', { body: 'true' }, 7, /it is true/],
  ['F13: an empty object', { body: '{}' }, 7, /is missing/],
  ['F17: UTF-16', bytes(Buffer.from('\uFEFF{"status":"OK"}', 'utf16le')), 7, /not JSON/],
  ['F17: bytes that are no text', bytes(Buffer.from([0xff, 0xfe, 0x80, 0xc0, 0x7b])), 7, /not JSON/],
  ['F19: 400 with a problem', { status: 400, body: { type: 'about:blank', title: 'Bad' } }, 7, /HTTP 400/],
  ['F19: 400 with a text', { status: 400, body: 'Bad request' }, 7, /HTTP 400.*Bad request/],
  ['F19: 400 with a page', { status: 400, body: page }, 7, /HTTP 400 with a web page/],
  ['401 with nothing', { status: 401, body: '' }, 4, /HTTP 401/],
  ['403 with a page', { status: 403, body: page }, 4, /HTTP 403/],
  ['404 with a text', { status: 404, body: 'Not found' }, 7, /HTTP 404/],
  ['F22: 429', { status: 429, body: 'Too many' }, 7, /limits the rate/],
  ['F23: 500 with nothing that is known', { status: 500, body: { oops: true } }, 7, /HTTP 500/],
  ['F23: 503 with a text', { status: 503, body: 'Unavailable' }, 7, /HTTP 503/],
  [
    'an object deeper than any stack',
    { body: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}` },
    7,
    /is missing/,
  ],
  [
    'an error deeper than any stack',
    { body: `{"error":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}` },
    7,
    /does not document|is missing/,
  ],
  [
    'an array deeper than any stack',
    { body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` },
    7,
    /is missing/,
  ],
];

describe.each(each)('%s', (_command, call) => {
  test.each(faults)('%s ends with its code and one sentence', async (_name, reply, exitCode, message) => {
    const told = await expectFailure(call, reply, exitCode);
    expect(told).toMatch(message);
    // What the provider turned away has done nothing; behind every other fault the call may have been carried out.
    const turnedAway = /\bHTTP [34]\d\d\b|an error that it does not document/.test(told);
    expect(told.includes('The outcome is unknown')).toBe(call.effect !== undefined && !turnedAway);
  });

  test('F01: a refused connection ends with 6 and names host and port', async () => {
    const gone = await scriptedServer({});
    await gone[Symbol.asyncDispose]();
    const { exitCode, stdout, stderr } = await ask(call, gone);
    expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      `${gone.origin.slice('http://'.length)} refused the connection.`,
      'If this is meant to be the sandbox, start it with: authrig sandbox start',
      '',
    ]);
    expect((await ask(call, gone, '--json')).json().error).toMatchObject({
      kind: 'network',
      retryable: true,
    });
  });

  test.each(Object.keys(call.good))('F14, ALL-07: no wrong type of "%s" is taken', async (member) => {
    const { [member]: value, ...rest } = call.good;
    for (const wrong of [null, [], {}, [value], { value }, ...(call.wrong[member] ?? [])]) {
      await expectFailure(call, { body: { ...rest, [member]: wrong } }, 7);
    }
  });

  test.each(Object.keys(call.good).filter((name) => !call.optional.includes(name)))(
    'F15: without "%s" nothing succeeds',
    async (member) => {
      await expectFailure(call, { body: { ...call.good, [member]: undefined } }, 7);
    },
  );

  test('F13: a byte order mark is no fault', async () => {
    await using server = await scriptedServer({
      [call.path]: [{ body: `\uFEFF${JSON.stringify(call.good)}` }],
    });
    expect((await ask(call, server)).exitCode).toBe(0);
  });

  test('F18: of members that stand twice the last one counts', async () => {
    const [name] = Object.keys(call.good);
    const rest = JSON.stringify(call.good).slice(1, -1);
    await using server = await scriptedServer({
      [call.path]: [{ body: `{"${name}": null, ${rest}}` }, { body: `{${rest}, "${name}": null}` }],
    });
    expect((await ask(call, server)).exitCode).toBe(0);
    expect((await ask(call, server)).exitCode).toBe(7);
  });

  test('F18, S17: a member named __proto__ changes no prototype, and gives nothing', async () => {
    const poison = '"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}';
    const rest = JSON.stringify(call.good).slice(1, -1);
    await using server = await scriptedServer({
      [call.path]: [
        { body: `{${poison}, ${rest}}` },
        { body: `{"__proto__": {${rest}}}` },
        { body: `{"error": {${poison}}}` },
      ],
    });
    const codes = [];
    for (let time = 0; time < 3; time += 1) codes.push((await ask(call, server, '-v', '--json')).exitCode);
    expect(codes).toEqual([0, 7, 7]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('F17: a byte that is no UTF-8 in a text is replaced', async () => {
    const body = Buffer.from(JSON.stringify({ ...call.good, note: 'caf?' }));
    body[body.lastIndexOf('?')] = 0xe9;
    await using server = await scriptedServer({ [call.path]: [bytes(body)] });
    expect((await ask(call, server)).exitCode).toBe(0);
  });

  test.each([301, 302, 303, 307, 308])('F25: %i is not followed, to no address', async (code) => {
    await using elsewhere = await scriptedServer({
      [call.path]: [{ body: call.good }],
      '/there': [{ body: call.good }],
    });
    const targets = [
      '/there',
      call.path,
      `${elsewhere.origin}/there?key=query-secret`,
      '//evil.example/',
      'file:///etc/passwd',
    ];
    for (const location of [...targets, undefined]) {
      const headers = location === undefined ? {} : { Location: location };
      const reply = { status: code, headers, body: call.good };
      const message = await expectFailure(call, reply, 7);
      expect(message).toContain('which is not followed');
      expect(message).not.toMatch(/query-secret|passwd/);
    }
    expect(elsewhere.requests).toEqual([]);
  });

  test('F25: a 307 that asks for the body again is not followed either', async () => {
    expect(await expectFailure(call, redirect('https://evil.example/take'), 7)).toContain(
      'https://evil.example',
    );
  });
});

/** OSC 52, OSC 8, a title, clear screen, CSI, C1, a carriage return, bidi and invisible characters. */
const hostile =
  'Oo\u001B]52;c;ZXZpbA==\u0007\u001B]8;;http://evil.example\u0007\u001B]0;evil\u001B\\\u001B[2J\u001B[31m' +
  '\u009B2J\u009D0;evil\u009C\u0085\u0008\u0000\r\u202E\u2066\u200B\u061C\u00AD\uFEFFoO\nOo';

describe.each(each)('S22: %s', (_command, call) => {
  const members = Object.keys(call.good);
  const bodies: readonly (readonly [string, Reply])[] = [
    ...members.map((name) => [name, { body: { ...call.good, [name]: hostile } }] as const),
    ...members.map((name) => [`the name ${name}`, { body: { [`${name}${hostile}`]: 1 } }] as const),
    ['error', { body: { error: hostile } }],
    ['error that is an object', { body: { error: { [hostile]: hostile } } }],
    ['a code', { body: { code: hostile, status: hostile } }],
    ['a member that nobody knows', { body: { ...call.good, note: hostile } }],
    ['a text', { body: JSON.stringify(hostile) }],
    ['a page', { body: `<html>${hostile}` }],
    ['no JSON', { body: `Oo ${hostile}` }],
    ['broken JSON', { body: `{"${hostile}` }],
    ['a content type', bytes(Buffer.from('Oo'), 'Content-Type: text/\u009B2Jplain')],
    ['a redirect', redirect('https://\u009B2J.example/\u001B[2J')],
    ['a redirect to a strange scheme', redirect('evil\u009B2J://x')],
    [
      'a status line',
      (socket) => void socket.end(`HTTP/1.1 500 ${'\u009B2J'}\r\nContent-Length: 2\r\n\r\n{}`),
    ],
  ];

  test.each(bodies)('no escape gets out of %s', async (_place, reply) => {
    await using server = await scriptedServer({ [call.path]: [reply] });
    for (const mode of [[], ['-v'], ['--json', '-v'], ...members.map((name) => ['--field', name])]) {
      const { exitCode, stdout, stderr } = await ask(call, server, ...mode);
      expect(exitCode).not.toBe(1);
      expect(`${stdout}${stderr}`).not.toMatch(unsafe);
      if (mode.includes('--json')) expect(JSON.parse(stdout)).toHaveProperty('ok');
      else if (exitCode !== 0) expect(stdout).toBe('');
    }
  });
});

describe('jekimo login survives in the middle of the wait', () => {
  const ends = new Set(['401 with nothing', '403 with a page']);
  test.each(faults.filter(([name]) => !ends.has(name)))('%s', async (_name, reply) => {
    await using server = await jekimo.jekimoServer({ checks: [jekimo.created, reply, jekimo.ok] });
    const { exitCode, json, stderr } = await jekimo.jekimo(server, ['login', '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ status: 'OK', attempts: 3 });
    expect(stderr).toContain('A check failed, and the wait goes on: ');
    expect(stderr).not.toMatch(unsafe);
    expect(server.at(jekimo.check)).toHaveLength(3);
  });
});
