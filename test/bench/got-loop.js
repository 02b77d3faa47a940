// The floor of `authrig smoke`: the same requests by the barest loop over got. Arguments: URL, count, how many at a time.
import * as library from 'got';

const [url = '', count = '0', places = '1'] = process.argv.slice(2);
const json = { apiKey: 'sandbox-juvlon-key', token: 'authprobe-bench', otp: '0000' };
let left = Number(count);
const started = performance.now();
await Promise.all(
  Array.from({ length: Number(places) }, async () => {
    while (left > 0) {
      left -= 1;
      await library.default.post(url, { json }).json();
    }
  }),
);
console.log(performance.now() - started);
