import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { qrPng } from '../../../src/terminal/qr-file.ts';
import { readQrImage } from '../../../src/terminal/qr-image.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import {
  gettoken,
  jekimo,
  jekimoServer,
  key,
  linkOf,
  now,
  token,
  tokenAnswer,
  tokenOf,
} from '../../helpers/jekimo.ts';
import { authrig } from '../../helpers/rig.ts';
import { cellsOf, darkTheme, photograph, scan } from '../../helpers/terminal-screen.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const url = linkOf(token);
const other = linkOf(tokenOf(2));

async function dataUri(text: string): Promise<string> {
  return `data:image/png;base64,${Buffer.from(await qrPng(text)).toString('base64')}`;
}

describe('what is sent', () => {
  test('JEK-01, JEK-31: one POST with an empty form body; the key under one name, spelt as the page spells it', async () => {
    await using server = await jekimoServer();
    await jekimo(server, ['request', '--min-age', '18', '--two-fa']);
    const [request, ...more] = server.requests;
    expect(more).toEqual([]);
    expect(request).toMatchObject({ method: 'POST', path: gettoken, body: '' });
    const names = request?.rawHeaders.filter((_text, index) => index % 2 === 0);
    expect(names).toEqual(
      expect.arrayContaining(['x-api-key', 'min-age', 'two-fa', 'two-af', 'Content-Type']),
    );
    expect(request?.rawHeaders.filter((text) => text.includes(key))).toEqual([key]);
    expect(names?.join(' ')).not.toMatch(/apy-key|authorization|cookie/i);
  });

  test.each(['-1', '1.5', 'old', '151', '', ' ', '1e2', '0x12', '१८', '99999999999999999999'])(
    'JEK-02: --min-age %j is refused before anything is sent',
    async (age) => {
      await using server = await jekimoServer();
      const { exitCode, stdout } = await jekimo(server, ['request', `--min-age=${age}`]);
      expect({ exitCode, stdout, sent: server.requests }).toEqual({ exitCode: 2, stdout: '', sent: [] });
    },
  );

  test.each(['evil\r\nx-admin: 1', 'evil\nx', 'evil\0x', 'evil\u{1F511}'])(
    'ALL-11: a key %j that no header can carry is refused before anything is sent, and not repeated',
    async (bad) => {
      await using server = await jekimoServer();
      const { exitCode, stderr } = await jekimo(server, ['request'], {
        env: { AUTHRIG_JEKIMO_API_KEY: bad },
      });
      expect({ exitCode, sent: server.requests }).toEqual({ exitCode: 2, sent: [] });
      expect(stderr).not.toContain('evil');
    },
  );

  test.each([
    [['--qr-file', 'code.gif'], '.png or .svg'],
    [['--qr', 'round'], 'auto'],
    [['--two-fa-header', 'twoaf'], 'two-af'],
  ])('a bad value is refused before anything is sent: %j', async (options, hint) => {
    await using server = await jekimoServer();
    const { exitCode, stderr } = await jekimo(server, ['request', ...options]);
    expect({ exitCode, sent: server.requests }).toEqual({ exitCode: 2, sent: [] });
    expect(stderr).toContain(hint);
  });

  test.each([
    ['/app.php', gettoken],
    ['/app.php/', gettoken],
    ['', '/v1.1/auth/gettoken'],
    ['/proxied/jekimo', '/proxied/jekimo/v1.1/auth/gettoken'],
  ])('JEK-32: behind the base path %j it is %s', async (base, path) => {
    await using server = await jekimoServer();
    await jekimo(server, ['request', '--base-url', `${server.origin}${base}`]);
    expect(server.requests.map((request) => request.path)).toEqual([path]);
  });

  test.each(['http://api.example.com', 'http://127.0.0.1.example.com', 'http://[::2]', 'http://10.0.0.1'])(
    'ALL-01: %s is refused',
    async (base) => {
      const { exitCode, stderr } = await authrig(['jekimo', 'request', '--base-url', base], {
        env: { AUTHRIG_JEKIMO_API_KEY: key },
      });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('https');
    },
  );
});

describe('what is read', () => {
  test('JEK-04: token, url, qrcode and the deadline', async () => {
    await using server = await jekimoServer({ tokens: [tokenAnswer({ qrcode: 'elsewhere' })] });
    const { exitCode, json } = await jekimo(server, ['request', '--json']);
    expect(exitCode).toBe(0);
    expect(json()).toEqual({
      ok: true,
      command: 'jekimo request',
      data: { token, url, qrcode: 'elsewhere', expiresAt: '2026-01-01T00:02:00.000Z' },
    });
  });

  test.each([
    ['JEK-04: no token', { token: undefined }, 'token'],
    ['F15: an empty token', { token: '' }, 'token'],
    ['F15: a token that is an object', { token: {} }, 'token'],
    ['F15: a token that is a number', { token: 12345678 }, 'token'],
    ['JEK-38: a token with a line break', { token: `${token}\r\nx-admin: 1` }, 'hexadecimal'],
    ['JEK-38: a token with NUL', { token: `${token}\0` }, 'hexadecimal'],
    ['JEK-38: a token in capitals', { token: token.toUpperCase() }, 'hexadecimal'],
    ['F15: a token of a million digits', { token: 'a'.repeat(1_000_000) }, 'hexadecimal'],
    ['JEK-04: neither url nor qrcode', { url: undefined }, 'neither'],
    ['JEK-04: both empty', { url: '', qrcode: '' }, 'neither'],
    ['a url that is a number', { url: 7 }, 'url'],
    ['a timestamp that is a text', { timestamp: '1764499200' }, 'timestamp'],
    ['a timestamp of a million signs', { timestamp: 'x'.repeat(1_000_000) }, 'timestamp'],
    ['a timestamp with a fraction', { timestamp: 1764499200.5 }, 'timestamp'],
  ])('%s ends with 7 and prints nothing', async (_name, more, named) => {
    await using server = await jekimoServer({ tokens: [tokenAnswer(more)] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['request']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toContain(named);
    expect(stderr.length).toBeLessThan(500);
  });

  test('JEK-05: a refused key ends with 4, says the next command, and nothing is shown', async () => {
    await using server = await jekimoServer({ tokens: [{ body: { error: 'Invalid API key' } }] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['request']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain('Correct AUTHRIG_JEKIMO_API_KEY, which stands above the profile.');
    expect(stderr).not.toContain(key);
  });

  test.each([
    { error: 'Maintenance' },
    { error: '' },
    { error: null },
    { error: { code: 'E7', text: 'Maintenance' } },
    { error: 'invalid api key' },
    { error: 'Invalid API key ' },
    { error: 'Maintenance', token, url },
  ])('ALL-07: the error %j is none that is documented, and no success', async (body) => {
    await using server = await jekimoServer({ tokens: [{ body }] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['request']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toContain('does not document');
  });

  test.each([
    [0, false],
    [30, false],
    [31, true],
    [-30, false],
    [-31, true],
  ])(
    'JEK-15: a clock that is %i s ahead of the timestamp is told: %s; the deadline is our own',
    async (ahead, told) => {
      await using server = await jekimoServer();
      const clock = fakeClock({ auto: true, now: now + ahead * 1000 });
      const { stderr, json } = await jekimo(server, ['request', '--json'], { clock });
      expect(stderr.includes("This machine's clock is")).toBe(told);
      if (told) expect(stderr).toContain(`31 s ${ahead > 0 ? 'ahead of' : 'behind'} Jekimo's`);
      expect(json().data?.['expiresAt']).toBe(new Date(now + ahead * 1000 + 120_000).toISOString());
    },
  );

  test('a timestamp that is missing is not missed', async () => {
    await using server = await jekimoServer({ tokens: [tokenAnswer({ timestamp: undefined })] });
    expect((await jekimo(server, ['request'])).exitCode).toBe(0);
  });
});

describe('the QR code and the link', () => {
  test('JEK-09: a scanner reads the link from the terminal, and it stands there in text', async () => {
    await using server = await jekimoServer();
    const terminal = { columns: 100, rows: 60 };
    const { stderr } = await jekimo(server, ['request'], { terminal });
    expect(stderr).toContain(url);
    const drawn = stderr.split('\n').filter((line) => line !== '' && isDrawn(line));
    expect(scan(photograph(drawn, terminal, darkTheme))).toBe(url);
  });

  test('JEK-09: without a terminal there is the link alone; a style that is asked for by name is drawn', async () => {
    await using server = await jekimoServer();
    expect((await jekimo(server, ['request'])).stderr).not.toMatch(/[█▀▄#]{5}/);
    expect(
      (await jekimo(server, ['request', '--qr', 'none'], { terminal: { columns: 90, rows: 60 } })).stderr,
    ).not.toMatch(/[█▀▄#]{5}/);
    expect((await jekimo(server, ['request', '--qr', 'half'])).stderr).toMatch(/[█▀▄]{5}/);
  });

  test('JEK-09: --qr-file holds the link', async () => {
    await using server = await jekimoServer();
    const file = join(temporaryFolder(), 'code.png');
    const { exitCode, stderr } = await jekimo(server, ['request', '--qr-file', file]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(file);
    expect(await readQrImage(await readFile(file))).toBe(url);
  });

  test('JEK-33: an image with the same link is no news', async () => {
    await using server = await jekimoServer({ tokens: [tokenAnswer({ qrcode: await dataUri(url) })] });
    const { exitCode, stderr } = await jekimo(server, ['request']);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('another link');
  });

  test.each([
    ['a data: PNG', () => dataUri(other)],
    ['bare base64', async () => (await dataUri(other)).split(',')[1]],
    ['an address', async () => other],
  ])('JEK-33: %s that leads elsewhere is told, and url is what is shown', async (_form, qrcode) => {
    await using server = await jekimoServer({ tokens: [tokenAnswer({ qrcode: await qrcode() })] });
    const { exitCode, stderr, json } = await jekimo(server, ['request', '--json']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('another link');
    expect(stderr).toContain(url);
    expect(stderr).not.toContain(other);
    expect(json().data?.['url']).toBe(url);
  });

  test.each([
    ['a data: PNG', () => dataUri(other)],
    ['bare base64', async () => (await dataUri(other)).split(',')[1]],
    ['base64 in lines', async () => (await dataUri(other)).split(',')[1]?.replaceAll(/.{76}/g, '$&\r\n')],
    ['an address', async () => other],
  ])('JEK-33: without url, %s gives the link, which is masked in the result', async (_form, qrcode) => {
    const answer = tokenAnswer({ url: undefined, qrcode: await qrcode() });
    await using server = await jekimoServer({ tokens: [answer] });
    const text = await jekimo(server, ['request']);
    expect(text.exitCode).toBe(0);
    expect(text.stderr).toContain(`Link: ${other}\n`);
    expect(text.stdout).not.toContain(other);
    expect((await jekimo(server, ['request', '--field', 'url'])).stdout).toBe(`${other}\n`);
  });

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><image href="URL"/></svg>'],
    ['HTML', '<img src="URL">'],
    ['an image to be fetched', 'URL/code.png'],
    ['an elided text', '...'],
    ['an image of nothing', `data:image/png;base64,${'iVBORw0KGgo'.repeat(20)}`],
    ['a JPEG', `data:image/jpeg;base64,${'/9j/4AAQSkZJRg'.repeat(20)}`],
  ])('JEK-33: %s is never fetched, and url is shown', async (_form, qrcode) => {
    await using server = await jekimoServer({ tokens: [tokenAnswer({ qrcode: 'URL' })] });
    const held = qrcode.replace('URL', server.origin);
    await using second = await jekimoServer({ tokens: [tokenAnswer({ qrcode: held })] });
    const { exitCode, json, stderr } = await jekimo(second, ['request', '--json']);
    expect(exitCode).toBe(0);
    expect(json().data).toMatchObject({ url, qrcode: held });
    expect(stderr).toContain(`Link: ${url}\n`);
    expect(server.requests).toEqual([]);
    expect(second.requests.map((request) => request.path)).toEqual([gettoken]);
  });

  test.each(['<svg xmlns="http://www.w3.org/2000/svg"/>', '...'])(
    'JEK-33: without url, %j is told to be unreadable, and printed when asked for',
    async (qrcode) => {
      await using server = await jekimoServer({ tokens: [tokenAnswer({ url: undefined, qrcode })] });
      const { exitCode, stderr, json } = await jekimo(server, ['request', '--json']);
      expect(exitCode).toBe(0);
      expect(json().data).toMatchObject({ token, url: null, qrcode });
      expect(stderr).toContain('no link');
    },
  );

  test.each([
    'javascript:alert(1)',
    'data:text/html,hello',
    'file:///etc/passwd',
    'https://user@www.jekimo.com/login',
    'https://www.jekimo.com:pw@evil.example/login',
    'www.jekimo.com/login',
    'https://',
    'https://www.jekimo.com/ login',
    'https://www.jekimo.com/\u001B]52;c;ZXZpbA==\u0007',
    'https://www.jekimo.com/\u009B2J',
    'https://www.jekimo.com/\u202Elogin',
    'https://www.jekimo.com/log\u200Bin',
    `https://www.jekimo.com/${'a'.repeat(2000)}`,
  ])('S22, S23: the link %j is not shown, and the command ends with 7', async (link) => {
    await using server = await jekimoServer({ tokens: [tokenAnswer({ url: link })] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['request', '--qr', 'half']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toContain('no plain web address');
    expect(stderr).not.toMatch(/[█▀▄]{5}|alert|passwd|evil|[\u001B\u009B]/);
  });

  test('S23: a host that only looks like another is shown as the network spells it', async () => {
    const link = 'https://www.j\u0435kimo.com/login/1';
    await using server = await jekimoServer({ tokens: [tokenAnswer({ url: link, qrcode: undefined })] });
    const { stderr, json } = await jekimo(server, ['request', '--json']);
    expect(stderr).toContain('Link: https://www.xn--jkimo-zwe.com/login/1');
    expect(stderr).not.toContain('\u0435');
    expect(json().data?.['url']).toBe(link);
  });

  test('a link over plain http is shown with a warning, but not of this machine', async () => {
    await using server = await jekimoServer({
      tokens: [
        tokenAnswer({ url: 'http://www.jekimo.example/login/1' }),
        tokenAnswer({ url: 'http://127.0.0.1:9/login/1' }),
      ],
    });
    const first = await jekimo(server, ['request']);
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toContain('plain http');
    expect((await jekimo(server, ['request'])).stderr).not.toContain('plain http');
  });
});

describe('ALL-02: where secrets show', () => {
  test('as text the result is masked; the link alone stands whole, for the customer', async () => {
    const link = `${url}?state=c4a7e5f1`;
    await using server = await jekimoServer({
      tokens: [tokenAnswer({ url: link, qrcode: await dataUri(link) })],
    });
    const { stdout, stderr } = await jekimo(server, ['request', '-v']);
    expect(stdout).toMatch(/^token {4}b916…0001\nurl {6}http…e5f1\nexpires {2}2026-01-01T00:02:00.000Z\n$/);
    const said = stderr.replace(`Link: ${link}\n`, '');
    for (const secret of [key, token, link, 'iVBORw0']) {
      expect(`${stdout}${said}`).not.toContain(secret);
    }
  });

  test.each([
    ['a text', JSON.stringify(token)],
    ['broken JSON', `{"token": "${token}"\n"url": "${url}"}`],
    ['JSON that ends early', `{"token": "${token}", "url": "${url}"`],
    ['a token inside of another member', JSON.stringify({ data: { token, url } })],
    ['a token that is an object', JSON.stringify({ token: { value: token }, url })],
    ['another shape', JSON.stringify([{ Token: token, URL: url }])],
    ['an answer beside an error', JSON.stringify({ error: `no ${token}`, token, url })],
    ['an object beside an error', JSON.stringify({ error: `no ${token}`, token: { value: [token] } })],
  ])('a token in %s is not repeated', async (_form, body) => {
    await using server = await jekimoServer({ tokens: [{ body }] });
    const { exitCode, stdout, stderr } = await jekimo(server, ['request', '-v']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).not.toContain(token);
  });

  test.each([
    ['token', token],
    ['url', url],
    ['expiresAt', '2026-01-01T00:02:00.000Z'],
  ])('--field %s prints it whole and alone', async (field, value) => {
    await using server = await jekimoServer();
    expect((await jekimo(server, ['request', '--field', field])).stdout).toBe(`${value}\n`);
  });
});

/** True for a line of a QR code, painted or not. */
function isDrawn(line: string): boolean {
  try {
    return cellsOf(line, darkTheme).length > 20;
  } catch {
    return false;
  }
}
