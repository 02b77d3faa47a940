import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { manFile } from '../../bin/dev/generate.js';
import { root } from '../helpers/sources.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const page = join(root, manFile);

describe.skipIf(!enabled)('the man page', () => {
  test('mandoc has nothing to say against it', () => {
    const { status, stdout } = spawnSync('mandoc', ['-Tlint', page], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  test('is read as it was written: dashes, quotes and lines to copy', () => {
    const text = execFileSync('mandoc', ['-Tutf8', page], { encoding: 'utf8' }).replaceAll(/.\u0008/gu, '');
    expect(text).toContain('authrig - a test rig for provider auth flows');
    expect(text).toContain("authrig jekimo login --json --otp-from cmd:'./read-pin.sh'");
    expect(text).toMatch(/^ +--qr-file <path>$/m);
    expect(text).toContain('AUTHRIG_JEKIMO_API_KEY');
  });
});
