// The call of `authrig juvlon verify` by Node's own fetch, no error handled.
import { env } from 'node:process';

const answer = await fetch(env['BENCH_URL'] ?? '', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ apiKey: 'sandbox-juvlon-key', token: 'OJUWLB', otp: '9078' }),
});
console.log(/** @type {{verify: string}} */ (await answer.json()).verify);
