import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJunit } from '../../src/report/junit.ts';
import type { Report } from '../../src/report/result.ts';
import { openReports } from '../../src/report/write.ts';
import { openChromium, picture } from '../helpers/chromium.ts';
import { caseOf, hostile, hostileReport, reportOf, scenarios } from '../helpers/reports.ts';
import { root } from '../helpers/sources.ts';

const schema = join(root, 'test/fixtures/junit/ant-junit.xsd');

/** These need xmllint, chromium, and root for a file system of their own. */
describe.skipIf(process.env['AUTHRIG_SYSTEM_TESTS'] !== '1')('reports on a real machine', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'authrig-reports-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
  });

  describe('JUnit', () => {
    function lint(xml: string): string {
      const file = join(folder, 'report.xml');
      writeFileSync(file, xml);
      const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', schema, file]);
      return `${status}: ${String(stderr).replaceAll(file, 'report.xml').trim()}`;
    }
    const good = '0: report.xml validates';

    test.each<readonly [string, Report]>([
      ['of every outcome', scenarios],
      ['of hostile texts', hostileReport],
      ['of nothing', reportOf([], { groups: [] })],
      ['of an empty group', reportOf([])],
    ])('a report %s is valid against the schema of Ant', (_, report) => {
      expect(lint(renderJunit(report))).toBe(good);
    });

    test('the schema would notice', () => {
      const xml = renderJunit(scenarios);
      for (const [from, to] of [
        [' classname=', ' class='],
        ['<system-out/>', ''],
        ['T03:04:05"', 'T03:04:05Z"'],
        [' type="failed"', ''],
        ['<testcase', '<testcase file="x"'],
      ] as const) {
        expect(xml).toContain(from);
        expect(lint(xml.replace(from, to)), to).not.toBe(good);
      }
    });
  });

  describe('HTML', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openChromium();
    }, 30_000);
    afterAll(() => browser.close());

    async function opened(
      report: Report,
      width: number,
      dark: boolean,
    ): Promise<{ page: Page; asked: string[] }> {
      const file = join(folder, 'report.html');
      writeFileSync(file, renderHtml(report));
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme: dark ? 'dark' : 'light',
      });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => request.url().startsWith('file:') || asked.push(request.url()));
      page.on('dialog', (dialog) => {
        asked.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('console', (message) => asked.push(message.text()));
      await page.goto(pathToFileURL(file).href);
      return { page, asked };
    }

    test.each([
      ['a desk, by day', 1100, false],
      ['a desk, by night', 1100, true],
      ['a phone, by day', 390, false],
      ['a phone, by night', 390, true],
    ])('it is read at %s, without a script and without scrolling sideways', async (name, width, dark) => {
      const { page, asked } = await opened(scenarios, width, dark);
      await page.locator('details').first().locator('summary').click();
      expect(await page.locator('h1').innerText()).toBe('authrig run: 1 of 4 passed');
      await page.locator('details pre', { hasText: 'expected: denied' }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(asked).toEqual([]);
      await picture(page, `report-${name.replaceAll(/\W+/g, '-')}`);
    });

    test('S32: hostile texts are texts: no element, no request, no script comes of them', async () => {
      const { page, asked } = await opened(hostileReport, 390, false);
      const tags = await page.evaluate(
        '[...new Set([...document.querySelectorAll("body *")].map((e) => e.localName))].sort()',
      );
      expect(tags).toEqual(['b', 'code', 'details', 'h1', 'h2', 'li', 'p', 'pre', 'span', 'summary', 'ul']);
      expect(await page.locator('details').count()).toBe(hostile.length);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      expect(asked).toEqual([]);
    });
  });

  test('F51: on a full disk the old report stays, the others are written, and the failure is told', async () => {
    const full = join(folder, 'full');
    mkdirSync(full);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', full]);
    onTestFinished(() => void execFileSync('umount', [full]));
    writeFileSync(join(full, 'report.xml'), 'the old one');
    const reports = await openReports({ env: {}, redactor: createRedactor(), terminal: {} as never }, [
      { kind: 'junit', file: join(full, 'report.xml') },
      { kind: 'tap', file: join(folder, 'report.tap') },
    ]);
    const failure = await reports.write(
      reportOf(Array.from({ length: 2000 }, (_, at) => caseOf(`key ${at}`))),
    );
    expect(failure).toMatchObject({ kind: 'local', exitCode: 10 });
    expect(failure?.message).toMatch(/report\.xml could not be written: the disk is full\./);
    expect(readFileSync(join(full, 'report.xml'), 'utf8')).toBe('the old one');
    expect(readdirSync(full)).toEqual(['report.xml']);
    expect(readFileSync(join(folder, 'report.tap'), 'utf8')).toContain('1..2000');
  });
});
