import { escapeHtml } from './shell.ts';

/** HTML that may stand in a page as it is. */
export interface Markup {
  readonly html: string;
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/** HTML as it is written here, with every text that is put into it escaped: only markup goes in whole. */
export function markup(written: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { html: String.raw({ raw: written }, ...values.map(htmlOf)) };
}

function htmlOf(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map(htmlOf).join('');
}
