// The barest script that makes the call of `authrig juvlon verify`: node:http alone, no error handled.
import { request } from 'node:http';

const body = JSON.stringify({ apiKey: 'sandbox-juvlon-key', token: 'OJUWLB', otp: '9078' });
const call = request(process.env['BENCH_URL'] ?? '', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'content-length': body.length },
});
call.on('response', (answer) => {
  let text = '';
  answer.on('data', (chunk) => (text += chunk));
  answer.on('end', () => console.log(JSON.parse(text).verify));
});
call.end(body);
