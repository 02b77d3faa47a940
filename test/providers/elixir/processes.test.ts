import { expect, test } from 'vitest';
import { bundledChild } from '../../helpers/child.ts';
import {
  elixirServer,
  email,
  jwt,
  key,
  paths,
  session,
  success,
  usedRefreshToken,
} from '../../helpers/elixir.ts';
import { until } from '../../helpers/until.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const child = bundledChild(new URL('process.ts', import.meta.url));
const year = 365 * 86_400_000;

test('F50: five processes with one expired session make one refresh call and five successes', async () => {
  const renewed = { tokenExpiry: Date.now() + year };
  // The answer comes once the other four have said that they wait for the one that asked.
  const waiting = new Set<number>();
  const slow = async () => {
    await until(() => waiting.size === 4);
    return success(session(2, 1, renewed)) as { readonly body: unknown };
  };
  await using server = await elixirServer({
    verify: [success(session(1, 1, { tokenExpiry: Date.now() - year }))],
    refresh: [{ reply: slow }, usedRefreshToken],
  });
  const env = {
    AUTHRIG_CONFIG_DIR: temporaryFolder(),
    AUTHRIG_ELIXIR_BASE_URL: server.origin,
    AUTHRIG_ELIXIR_API_KEY: key,
    AUTHRIG_ELIXIR_EMAIL: email,
  };
  await child.run(['elixir', 'otp', '--otp', '01234'], env);
  const five = Array.from({ length: 5 }, (_, at) =>
    child.run(['elixir', 'token'], env, (text) => {
      if (text.includes('Waiting for the lock')) waiting.add(at);
    }),
  );
  expect(await Promise.all(five)).toEqual(Array(5).fill(`${jwt('number2')}\n`));
  expect(server.at(paths.refresh).map(({ body }) => body)).toEqual([
    '{"refreshToken":"refresh-token-number-1"}',
  ]);
}, 30_000);
