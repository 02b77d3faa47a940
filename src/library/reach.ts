import type { Clock } from '../clock.ts';
import type { ControlCall } from '../sandbox/control/call.ts';
import type { Sandbox } from '../sandbox/start.ts';
import type { SandboxAnswer, SandboxRequest } from '../sandbox/vendor.ts';
import type { WaitOptions } from '../library.ts';
import { given, timeoutIn } from './given.ts';

/** Less than the 5 s after which vitest and jest give a test up: so that it is our message that is read. */
const patienceMs = 4000;

/** One of the sandbox's own calls, by its method and its path behind `/__sandbox/`. */
export interface Called extends Pick<ControlCall, 'method' | 'path'> {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** What lists the things that the path names, for one that is not there. */
  readonly list?: string;
}

/** What the parts of the face reach. */
export interface Reach {
  /** The sandbox itself. Throws a plain error named after `verb` once it is closed. */
  core(verb: string): Sandbox;
  /** Makes a call as a client would, checks included, but in this process. Throws a plain error named after `verb`. */
  call(verb: string, called: Called): Promise<unknown>;
  /** What `look` finds, at once or after a change. Rejects with `late`'s words when the time is over. */
  waitFor<T>(
    verb: string,
    look: () => T | undefined,
    options: WaitOptions | undefined,
    late: () => string,
  ): Promise<T>;
}

export function reach(core: Sandbox, clock: Clock, closing: AbortSignal): Reach {
  const open = (verb: string): Sandbox => {
    if (closing.aborted) throw new Error(`${verb}: the sandbox is closed.`);
    return core;
  };
  return {
    core: open,
    call: async (verb, { method, path, params = {}, body = {}, list }) => {
      const found = open(verb).control.find((each) => each.method === method && each.path === path);
      if (found === undefined) throw new Error(`The sandbox has no ${method} ${path}.`);
      const request: SandboxRequest = {
        method,
        path: `/__sandbox/${path}`,
        peer: '127.0.0.1',
        params,
        query: new URLSearchParams(),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      };
      const answer = (await found.answer(request, closing)) as SandboxAnswer;
      if ((answer.status ?? 200) < 400) return answer.body;
      const { title, hint } = answer.body as { readonly title: string; readonly hint: string };
      const next = answer.status === 404 && list !== undefined ? `${list} has those that are there.` : hint;
      const told = answer.status === 400 ? hint.replace(/^The body/, 'it') : `${title} ${next}`;
      throw new Error(`${verb}: ${told}`);
    },
    waitFor: async (verb, look, options, late) => {
      const timeout = given(verb, options, { timeoutMs: true }).timeoutMs;
      const timeoutMs = timeoutIn(verb, timeout ?? patienceMs);
      open(verb);
      const found = look();
      if (found !== undefined) return found;
      const end = new AbortController();
      const over = AbortSignal.any([closing, end.signal]);
      try {
        return await new Promise((resolve, reject) => {
          const unlisten = core.onChange(() => {
            const appeared = look();
            if (appeared !== undefined) resolve(appeared);
          });
          over.addEventListener('abort', unlisten, { once: true });
          clock.sleep(timeoutMs, over).then(
            () => reject(new Error(`${late()} Waited for ${timeoutMs} ms.`)),
            () => reject(new Error('The sandbox was closed before that.')),
          );
        });
      } finally {
        end.abort();
      }
    },
  };
}
