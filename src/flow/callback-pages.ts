import { escapeHtml, type Page, page } from '../page/shell.ts';

/** What the address bar shows is kept in the browser's history, and may be read over a shoulder (OA-06). */
const forgetQuery = "history.replaceState(null,'',location.pathname)";

/** The page at the end of a browser's way. Both texts are the rig's own: nothing of a request belongs into them. */
export function donePage(title: string, text: string): Page {
  return problemPage(200, title, text);
}

/** As `donePage`, for what was refused, or failed. */
export function problemPage(status: number, title: string, text: string): Page {
  return page(status, escapeHtml(title), `<p>${escapeHtml(text)}</p>`, {
    content: '',
    referrer: 'no-referrer',
    script: forgetQuery,
  });
}

/** For whoever brings an answer when another one has won. */
export const alreadyDonePage: Page = problemPage(
  409,
  'Already done',
  'An answer is there already. You can close this window and go back to the terminal.',
);
