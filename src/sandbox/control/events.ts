import type { Clock } from '../../clock.ts';
import type { Changes, Part } from '../changes.ts';
import type { StreamAnswer } from '../route.ts';

/** Several changes within this time are told as one event, in milliseconds. */
const gatherMs = 100;
/** A comment every so often keeps a proxy from closing a quiet connection. */
const aliveMs = 15_000;

/** Tells a page which parts of the sandbox have changed, as server-sent events, until it is closed. */
export function streamEvents(
  { changes, realClock }: { readonly changes: Changes; readonly realClock: Clock },
  closed: AbortSignal,
): StreamAnswer {
  return {
    stream: async (write) => {
      const parts = new Set<Part>();
      let wake = (): void => {};
      const unlisten = changes.listen((part) => {
        parts.add(part);
        wake();
      });
      write(': ready\n\n');
      while (!closed.aborted) {
        const pause = new AbortController();
        wake = () => pause.abort();
        closed.addEventListener('abort', wake, { once: true });
        if (parts.size === 0) await realClock.sleep(aliveMs, pause.signal).catch(() => {});
        closed.removeEventListener('abort', wake);
        if (closed.aborted) break;
        if (parts.size === 0) write(': still here\n\n');
        else await realClock.sleep(gatherMs, closed).catch(() => {});
        if (parts.size > 0) write(`event: change\ndata: ${JSON.stringify([...parts])}\n\n`);
        parts.clear();
      }
      unlisten();
    },
  };
}
