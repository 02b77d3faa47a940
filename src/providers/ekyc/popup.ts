import { jsonObject } from '../../json-object.ts';
import type { CallbackRoute } from '../../flow/callback-server.ts';
import type { Page } from '../../page/shell.ts';
import { isSame } from '../../same.ts';
import type { Ended, Listener, SignIn } from './sign-in.ts';

export interface PopupOptions {
  readonly path: string;
  /** 128 bits, sent along and wanted back (EKY-34). */
  readonly state: string;
  readonly signIn: SignIn;
  readonly listener: Listener;
}

const reports: Readonly<Record<string, string>> = {
  blocked: 'The browser blocked the popup. Allow popups for this page and press the button again.',
  closed: 'The popup was closed before the sign-in ended. Press the button again, or stop the command.',
  origin: 'A message from another origin than the identifier’s was ignored.',
  source: 'A message from another window than the popup was ignored.',
};

/** Where the popup's page reports what came; our own page alone may post there. */
export function popupResultRoute({ path, state, signIn, listener }: PopupOptions): CallbackRoute<Ended> {
  return {
    method: 'POST',
    path,
    answer: (request) => {
      const message = jsonObject(request.body);
      if (message === undefined) return { page: reply(400, { text: 'This is no message.' }) };
      const told = String(message['popup'] ?? message['refused']);
      const report = Object.hasOwn(reports, told) ? reports[told] : undefined;
      if (report !== undefined) {
        listener.warning(report);
        return { page: reply(200, { text: report }) };
      }
      // EKY-38: required, since one was sent; an error's message must carry it like a success's.
      const { state: given, session_token: token, error } = message;
      if (typeof given !== 'string' || !isSame(given, state)) {
        listener.warning(
          'Invalid state: possible CSRF attack! The message was ignored, and the wait goes on.',
        );
        return { page: reply(403, { text: 'Invalid state: Possible CSRF attack!' }) };
      }
      const verdict = signIn.front({ sessionToken: textOf(token), error: textOf(error) });
      const page = reply(verdict.status, {
        title: verdict.title,
        text: verdict.text,
        end: verdict.status === 200,
      });
      return verdict.done === undefined ? { page } : { page, done: verdict.done };
    },
  };
}

/** The documented message has null for what is not there; what is no text is shown as the wrong thing that it is. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What the page shows; with `end` it is over. */
interface Shown {
  readonly text: string;
  readonly title?: string;
  readonly end?: boolean;
}

function reply(status: number, shown: Shown): Page {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ end: false, ...shown }),
  };
}
