import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { causes } from '../../../src/explain/causes/index.ts';
import { readRecording } from '../../../src/recording/read.ts';
import { explained } from '../../helpers/explained.ts';
import { ekyc } from './ekyc.ts';
import { elixir } from './elixir.ts';
import { jekimo } from './jekimo.ts';
import { juvlon } from './juvlon.ts';
import type { Made } from './made.ts';
import { network } from './network.ts';
import { own } from './own.ts';
import { verifik } from './verifik.ts';

const made: readonly Made[] = [...jekimo, ...verifik, ...elixir, ...ekyc, ...juvlon, ...network, ...own];
const pathOf = (file: string): string =>
  fileURLToPath(new URL(`../../fixtures/recordings/${file}.har`, import.meta.url));

const explainedFile = async (file: string) => explained(await readRecording(pathOf(file)));

describe('the recordings are what their makers make: npx vitest run --dir test test/explain/made -u', () => {
  test.each(made)('$file', async ({ file, make }) => {
    await expect(await make()).toMatchFileSnapshot(pathOf(file));
  });
});

describe('each recording is explained by its cause, and by no other than what is true of it', () => {
  test.each(made)('$file: $cause', async ({ file, cause, also = [], says = '' }) => {
    const { report, names } = await explainedFile(file);
    expect(report.cause?.name ?? null).toBe(cause);
    expect(names.toSorted()).toEqual([...(cause === null ? [] : [cause]), ...also].toSorted());
    expect(report.reason).toContain(says);
  });

  test('at least 25 causes are known by name, and each has a recording of its own', () => {
    const shown = new Set(made.flatMap(({ cause, also = [] }) => [cause, ...also]));
    expect(causes.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
    expect(causes.length).toBeGreaterThanOrEqual(25);
    expect(new Set(causes.map(({ name }) => name)).size).toBe(causes.length);
  });
});

test('every cause has a requirement, something to ask, and commands that are ours', async () => {
  for (const { file } of made) {
    const { report } = await explainedFile(file);
    for (const told of [report.cause, ...report.remarks]) {
      if (told === null) continue;
      expect(told.row, told.name).toMatch(/^(?:R-)?[A-Z]{3}-\d+(?:, (?:R-)?[A-Z]{3}-\d+)*$/);
      expect(told.ask.length, told.name).toBeGreaterThan(0);
      expect(told.reason, told.name).toMatch(/[.]$/);
      for (const command of told.next) expect(command).toMatch(/^(?:authrig |echo )/);
    }
  }
});

test('EKY-11, JEK-15: a clock that is off is told in seconds, and in steps where codes hang on it', async () => {
  const told = async (file: string) => (await explainedFile(file)).report.remarks.map(({ reason }) => reason);
  expect((await told('ekyc-clock-off'))[0]).toContain('47 s ahead of eKYC’s: 2 TOTP steps');
  expect((await told('run-clock-off'))[0]).toContain('5 min behind of api2.juvlon.com’s');
});

test('the recordings are small', () => {
  for (const { file } of made) expect(readFileSync(pathOf(file)).length, file).toBeLessThan(60_000);
});
