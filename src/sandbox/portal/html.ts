import { escapeHtml } from '../../page/shell.ts';

/** HTML that is safe to send: everything in it that came from outside is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Html | readonly Html[];

/** Markup with values in it: a text is escaped, and only what is HTML already goes in as it is. */
export function html(markup: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(String.raw({ raw: markup }, ...values.map(textOf)));
}

/** Nothing, where there may be something. */
export const nothing = new Html('');

function textOf(value: Piece): string {
  if (value instanceof Html) return value.text;
  return Array.isArray(value) ? value.map(textOf).join('\n') : escapeHtml(String(value));
}
