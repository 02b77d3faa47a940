import { CliError } from '../../errors.ts';
import { alreadyDonePage, donePage, problemPage } from '../../flow/callback-pages.ts';
import type { CallbackAnswer } from '../../flow/callback-server.ts';
import type { Page } from '../../page/shell.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { notACallbackPage, receivedPage } from './backend.ts';
import { type BackChannel, createBackChannel } from './back-channel.ts';
import { type FrontAnswer, frontExpired, judgeFront } from './front-channel.ts';

/** How a sign-in ended. */
export type Ended = { readonly passed: true } | { readonly failure: CliError };

/** One sign-in that waits for its browser and, where wanted, for the backend's callback. */
export interface SignIn {
  /** The session token is known from here on; before, nothing that comes can be an answer. */
  expect(sessionToken: string): void;
  /** What the browser brought back. */
  front(answer: FrontAnswer): Verdict;
  /** What came to the callback URL. */
  back(query: URLSearchParams): CallbackAnswer<Ended>;
  /** The error of a sign-in whose time is over. */
  expired(): CliError;
}

export interface Verdict {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly done?: Ended;
}

/** Told what a person may want to know while the sign-in goes on. */
export type Listener = Pick<Terminal, 'message' | 'warning'>;

const back = 'You can close this window and go back to the terminal.';

/** After result=false the browser is on its way with the reason, behind a button that a person has to press (EKY-45). */
const reasonMs = 10_000;

/**
 * The rule of the sign-in, apart from how it gets here: the first answer of the front channel counts, and with
 * `needsBackend` nothing passes before the backend heard `true` for the same token (EKY-52). Where the backend heard
 * `false`, the front channel may still say why (EKY-47), and nothing else.
 */
export function createSignIn(needsBackend: boolean, { message, warning }: Listener): SignIn {
  let expected: string | undefined;
  let forged = false;
  let front: 'passed' | 'over' | undefined;
  const channel = createBackChannel(() => expected);

  function end(failure: CliError): { done: Ended } {
    front = 'over';
    return { done: { failure } };
  }

  return {
    expect: (sessionToken) => {
      expected = sessionToken;
    },
    front: (answer) => {
      if (front !== undefined) return { status: 409, title: 'This sign-in is over', text: back };
      if (expected === undefined) return notYet;
      const verdict = judgeFront(answer, expected);
      if ('forged' in verdict) {
        forged = true;
        warning('The browser brought another session token than ours. It was refused, and the wait goes on.');
        return { status: 403, title: 'This is not our sign-in', text: 'The session token is another one.' };
      }
      if ('failure' in verdict) return { ...failed, ...end(verdict.failure) };
      if (channel.result === false) return { ...failed, ...end(backendSaidNo()) };
      front = 'passed';
      if (!needsBackend || channel.result === true) return { ...passed, done: { passed: true } };
      message(
        'The browser is back. The backend has not been told yet, so nothing is granted: waiting for it.',
      );
      return {
        status: 200,
        title: 'Almost there',
        text: 'The browser brought the token. The backend is still waiting for its own notice. ' + back,
      };
    },
    back: (query) => {
      const verdict = channel.take(query);
      if ('problem' in verdict) {
        warning(`A callback was refused: ${verdict.problem}.`);
        return { page: notACallbackPage };
      }
      if ('foreign' in verdict) warning('A callback for another session token came, and is not counted.');
      else message(`The backend was told: result=${String(verdict.result)}.`);
      if ('result' in verdict && !verdict.result) {
        if (front === 'passed') return { page: receivedPage, ...end(backendSaidNo()) };
        message('The browser may still bring the reason: waiting for it a moment.');
        return { page: receivedPage, otherwise: { done: { failure: backendSaidNo() }, afterMs: reasonMs } };
      }
      const both = channel.result === true && front === 'passed';
      return both ? { page: receivedPage, done: { passed: true } } : { page: receivedPage };
    },
    expired: () => {
      if (channel.result === false) return backendSaidNo();
      return front === 'passed' ? backendSilent(channel) : frontExpired(forged);
    },
  };
}

const notYet: Verdict = { status: 404, title: 'Nothing is expected yet', text: 'No sign-in has begun.' };
const failed: Verdict = { status: 200, title: 'Authentication failed. Please try again.', text: back };
const passed: Verdict = { status: 200, title: 'The sign-in passed', text: back };

/** The verdict as a page for a browser. */
export function pageOf({ status, title, text }: Verdict): Page {
  if (status === 200) return donePage(title, text);
  return status === 409 ? alreadyDonePage : problemPage(status, title, text);
}

/** The error of `result=false`, wherever it is waited for. */
export function backendSaidNo(): CliError {
  return new CliError('denied', 'The backend was told that the sign-in failed (result=false).', {
    provider: { name: 'ekyc', operation: 'callback', code: 'false' },
    hint: 'A later true would not change it. Sign in again with: authrig ekyc login',
  });
}

function backendSilent({ foreign }: BackChannel): CliError {
  const other = foreign ? ' A callback came, and carried another session token.' : '';
  return new CliError(
    'denied',
    `The browser brought the token back, but the backend was never told.${other} A portal must not grant on the front channel alone.`,
    {
      hint: 'Check the callback URL of the application in the Domain Console, and that it reaches this machine.',
    },
  );
}
