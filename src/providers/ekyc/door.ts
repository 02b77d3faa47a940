import { problemPage } from '../../flow/callback-pages.ts';
import type { CallbackRoute } from '../../flow/callback-server.ts';
import type { RandomBytes } from '../../machine.ts';
import type { Page } from '../../page/shell.ts';
import { isSame } from '../../same.ts';
import { popupPage } from './popup-page.ts';

/** A preview of the link may have been the first; the sign-in itself waits on. */
const anotherBrowserPage = problemPage(
  409,
  'This link works in one browser',
  'Another browser, or a preview of the link, opened it first. Go on there, or stop the command and start it again.',
);

export interface Door {
  readonly path: string;
  /** The sign-in page, once there is a session. */
  readonly start: () => string | undefined;
  /** Set where the page opens a popup: the origin that may answer, and where the answer is reported. */
  readonly popup: { readonly origin: string; readonly result: string } | undefined;
  readonly randomBytes: RandomBytes;
}

/**
 * The page that the browser is opened with. A command line can be read by every user of the machine, so it holds this
 * address and not the session token; the first browser to come in is known by a cookie from then on, and lets no
 * other in.
 */
export function doorRoutes<T>({ path, start, popup, randomBytes }: Door): readonly CallbackRoute<T>[] {
  const cookie = `authrig=${Buffer.from(randomBytes(16)).toString('hex')}`;
  let taken = false;

  function enter(headers: Readonly<Record<string, string>>): Page {
    const url = start();
    if (url === undefined) return problemPage(404, 'Nothing is here yet', 'The sign-in has not begun.');
    const cookies = (headers['cookie'] ?? '').split('; ');
    if (taken && !cookies.some((each) => isSame(each, cookie))) return anotherBrowserPage;
    taken = true;
    const known = { 'set-cookie': `${cookie}; Path=${path}; HttpOnly; SameSite=Strict` };
    if (popup === undefined) return { status: 303, headers: { location: url, ...known }, body: '' };
    const shown = popupPage({ url, ...popup });
    return { ...shown, headers: { ...shown.headers, ...known } };
  }

  return [{ method: 'GET', path, answer: ({ headers }) => ({ page: enter(headers) }) }];
}
