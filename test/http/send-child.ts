import { CliError } from '../../src/errors.ts';
import { createHttp } from '../../src/http/http.ts';

/** Sends one request from a process of its own, whose environment Node itself has read, and prints what came. */
const [url = ''] = process.argv.slice(2);
const warnings: string[] = [];
const http = createHttp({
  env: process.env,
  signal: new AbortController().signal,
  version: '1.2.3',
  warn: (message) => warnings.push(message),
});

async function send(): Promise<Record<string, unknown>> {
  try {
    const { status, body } = await http.send({ method: 'GET', url, headers: {} });
    return { status, body };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { kind: error.kind, message: error.message, sent: error.details.sent };
  }
}

// What got itself takes is not counted. Not `maxRSS`: a child begins with its parent's.
await import('got');
const start = process.memoryUsage.rss();
let peak = start;
const sampler = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 2);
const first = await send();
clearInterval(sampler);
const grownMb = Math.round((peak - start) / 1024 / 1024);
if (url.startsWith('https:')) await send();
process.stdout.write(JSON.stringify({ ...first, grownMb, warnings }));
