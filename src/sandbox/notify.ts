import { request as requestHttp } from 'node:http';
import type { Clock } from '../clock.ts';
import { isLoopback } from '../http/address.ts';
import type { Notify } from './vendor.ts';

const patienceMs = 5000;

/** True for a URL that the sandbox may call: it calls nobody but this machine. */
export function isCallable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === 'http:' || protocol === 'https:') && isLoopback(hostname);
}

/** Calls backends on this machine, each within 5 s. Follows no redirect, and never throws. */
export function notifier(clock: Clock): Notify {
  return async (url, method = 'GET') =>
    isCallable(url) && patiently(clock, (signal) => call(url, method, signal));
}

/** Makes a call whose signal is aborted after 5 s of the machine's own clock. */
export async function patiently<T>(clock: Clock, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const over = new AbortController();
  clock.sleep(patienceMs, over.signal).then(
    () => late.abort(),
    () => {},
  );
  try {
    return await run(late.signal);
  } finally {
    over.abort();
  }
}

/** A backend on this machine may well have a certificate of its own making: what it is told is no secret here. */
async function call(url: string, method: string, signal: AbortSignal): Promise<boolean> {
  // Few backends on loopback have a certificate, and every start of the sandbox would pay for TLS.
  const request = url.startsWith('https:') ? (await import('node:https')).request : requestHttp;
  return new Promise((resolve) => {
    const asked = request(url, { method, agent: false, signal, rejectUnauthorized: false }, (answer) => {
      answer.resume();
      answer.once('close', () => resolve(true));
    });
    asked.once('error', () => resolve(false));
    asked.end();
  });
}
