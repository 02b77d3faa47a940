import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { totpCode } from '../../src/totp/totp.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';
const secret = 'KNQW4ZDCN54CAZLLPFRSA43FMNZGK5BB';
const times = [0, 59, 1_111_111_109, 1_999_999_999, 2_000_000_000, 4_000_000_000, 20_000_000_000];

test.skipIf(!enabled).each(['SHA1', 'SHA256', 'SHA512'] as const)(
  'OA-30: %s codes are those of oathtool',
  (algorithm) => {
    for (const digits of [6, 7, 8]) {
      for (const period of [30, 60]) {
        for (const seconds of times) {
          const argv = [`--totp=${algorithm}`, '-b', `-d${digits}`, `-s${period}`, `-N@${seconds}`, '-'];
          const { stdout, status } = spawnSync('oathtool', argv, { input: secret, encoding: 'utf8' });
          expect({ status, code: stdout.trim() }).toEqual({
            status: 0,
            code: totpCode({ secret, algorithm, digits, period }, seconds * 1000).code,
          });
        }
      }
    }
  },
);
