// Sends the same requests over and over on connections that are kept, and prints how many were answered a second. It reads
// no more of an answer than where it ends and its status, so that it is the server that is measured.
// node load.js URL COUNT CONNECTIONS JSON, where JSON is a list of {"path","headers","body"} that are sent in turn.
import { connect } from 'node:net';

const [url = '', count = '1', connections = '1', list = '[]'] = process.argv.slice(2);
const { hostname, port, host } = new URL(url);
/** @type {{path: string, headers: Record<string, string>, body: string}[]} */
const calls = JSON.parse(list);
const requests = calls.map(({ path, headers, body }) => {
  const all = { host, 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
});
let left = Number(count);
let sent = 0;

/** Whether the answer is whole: with its length, or with the last of its chunks. */
const isWhole = (/** @type {string} */ answer) => {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head + 2))?.[1];
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= head + 4 + Number(length);
};

const run = () =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    const next = () => {
      if (left <= 0) return resolve(socket.destroy());
      left -= 1;
      socket.write(requests[sent++ % requests.length] ?? '');
    };
    socket.setNoDelay(true).setEncoding('latin1').on('connect', next).on('error', reject);
    socket.on('data', (chunk) => {
      answer += chunk;
      if (!isWhole(answer)) return;
      if (!answer.startsWith('HTTP/1.1 200')) return reject(new Error(answer.slice(0, 500)));
      answer = '';
      next();
    });
    socket.on('close', () => reject(new Error('The server closed the connection.')));
  });

const started = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, run));
console.log((Number(count) / ((performance.now() - started) / 1000)).toFixed(0));
