// The one call that the bench makes, and a server that only ever gives its answer.
import { createServer } from 'node:http';

export const verify = ['juvlon', 'verify', '--token', 'OJUWLB', '--otp', '9078'];

const path = '/v4/verifyOneTimeCode';
const answer =
  '{"code":200,"status":"Success","transactionId":"327","verify":"true","token":"OJUWLB","OTP":"9078"}';

export async function answerVerify() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    url: origin + path,
    close: () => server.close(),
  };
}

/**
 * @param {import('./measure.js').Environment} environment
 * @param {string} origin
 */
export function verifyEnvironment(environment, origin) {
  return {
    ...environment,
    AUTHRIG_JUVLON_API_KEY: 'sandbox-juvlon-key',
    AUTHRIG_JUVLON_BASE_URL: origin,
    BENCH_URL: origin + path,
  };
}
