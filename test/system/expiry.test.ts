import { expect, test } from 'vitest';
import { start } from '../helpers/built.ts';
import { leadingTo, patientJekimo } from '../helpers/patient-jekimo.ts';

const enabled = process.env['AUTHRIG_SYSTEM_TESTS'] === '1';

test.skipIf(!enabled)(
  'F30, JEK-14: nobody comes for 120 real seconds: 24 checks, 5 s apart, and exit 5',
  { timeout: 150_000 },
  async () => {
    await using server = await patientJekimo();
    const run = start(['jekimo', 'login', '--json'], { env: leadingTo(server) });
    await run.says('Waiting for the customer');
    const asked = performance.now();
    const { exitCode, stdout, stderr } = await run.ended;
    const waited = performance.now() - asked;

    expect(exitCode).toBe(5);
    expect(waited).toBeGreaterThan(118_500);
    expect(waited).toBeLessThan(121_500);
    expect(server.at('/v1.1/auth/check')).toHaveLength(24);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'expired', exitCode: 5 } });
    expect(stderr).toMatch(/120 s left\nVerification timeout: .*\n.*authrig jekimo login\n$/);
  },
);
