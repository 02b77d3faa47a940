import { type Markup, markup } from '../../page/markup.ts';
import type { Part } from '../changes.ts';
import type { Controlled } from '../control/calls.ts';

/** One section of the page. */
export interface Section {
  /** Its place in addresses and ids. */
  readonly name: string;
  readonly title: string;
  /** What changes it: the script then fetches it again. */
  readonly changedBy: readonly Part[];
  /** Closed until somebody opens it. */
  readonly folded?: true;
  /**
   * What stands below the heading. Inside an element with `data-live` and an id, every child has an id too: a child is
   * exchanged where it has changed, and everything else stays as the person at the page left it.
   */
  render(rig: Controlled): Markup | Promise<Markup>;
}

/** A moment on the sandbox's clock, to the second. */
export function moment(at: string): Markup {
  return markup`<time datetime="${at}" title="${at}">${at.slice(11, 19)}</time>`;
}

/** A button that needs the script, to copy a text that stands beside it. */
export function copyButton(what: string, text: string, label = 'Copy'): Markup {
  return markup`<button type="button" class="scripted" data-copy="${text}" data-what="${what}"
    aria-label="${label}: ${what} ${text}">${label}</button>`;
}
