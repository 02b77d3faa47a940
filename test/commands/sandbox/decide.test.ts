import { expect, test } from 'vitest';
import { deny } from '../../../src/commands/sandbox/decide.ts';
import type { Context } from '../../../src/context.ts';
import { createHttp } from '../../../src/http/http.ts';
import { providers } from '../../../src/providers/index.ts';
import { startEmbedded } from '../../../src/sandbox/embedded.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { countingBytes, loginWith } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';

test('a step that decides a sign-in wins over the simulated customer, however long it takes', async () => {
  const clock = fakeClock();
  const { signal } = new AbortController();
  const sandbox = await startEmbedded({ clock, randomBytes: countingBytes(), signal, providers });
  try {
    const token = await loginWith(sandbox.origin);
    const context = {
      clock,
      signal,
      sandbox,
      env: { AUTHRIG_SANDBOX_URL: sandbox.origin },
      http: createHttp({ env: {}, signal, version: '0', warn: () => {} }),
      terminal: { message: () => {} },
    } as unknown as Context;
    const denied = deny(context, { after: 20_000 }, token);
    await until(() => clock.sleeps.includes(20_000));
    await clock.advance(20_000);
    expect((await denied).data).toMatchObject({ decision: 'deny', state: 'decided' });
  } finally {
    await sandbox.close();
  }
});
