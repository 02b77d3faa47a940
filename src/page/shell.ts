import { createHash } from 'node:crypto';

/** What one page allows beyond nothing at all. */
export interface PagePolicy {
  /** Directives behind `default-src 'none'`, such as `form-action 'self'`; empty for a page that does nothing. */
  readonly content: string;
  readonly referrer: 'no-referrer' | 'same-origin';
  /** A static script of the page's own: the policy allows it by its hash, and no other. */
  readonly script?: string;
  /** The page's own look, where it is no narrow column under its title: its body then brings heading and landmarks. */
  readonly wide?: string;
  /** What a page with more on it adds to the look of all, static too. */
  readonly style?: string;
}

/** A page as it is sent. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Light and dark, and readable on a phone's width. */
const shared = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;line-height:1.25}
button,.button{font:inherit;padding:.5rem 1rem;margin:.25rem .25rem .25rem 0;border:1px solid;border-radius:.5rem;background:none;color:inherit;cursor:pointer;text-decoration:none;display:inline-block}
input{font:inherit;padding:.5rem;border:1px solid;border-radius:.5rem;background:none;color:inherit}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
.number{font-size:3rem;font-weight:700;margin:.5rem 0}
.quiet{opacity:.75}
code{overflow-wrap:anywhere}
`;
const narrow = `body{max-width:34rem;margin:12vh auto;padding:0 1.25rem}
`;

/**
 * A page of the rig's own, under a policy that loads nothing from elsewhere and lets nobody frame it. `title` and
 * `body` are trusted HTML: what came from outside is escaped before it gets here.
 */
export function page(status: number, title: string, body: string, policy: PagePolicy): Page {
  const { content, referrer, script, wide } = policy;
  const style = shared + (wide ?? narrow) + (policy.style ?? '');
  const directives = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    ...(content === '' ? [] : [content]),
    "base-uri 'none'",
  ];
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': [...directives, "frame-ancestors 'none'"].join('; '),
      'referrer-policy': referrer,
    },
    body: documentOf(
      title,
      `<style>${style}</style>`,
      wide === undefined ? `<h1>${title}</h1>\n${body}` : body,
      script,
    ),
  };
}

/**
 * A page that is kept as a file: it runs no script and loads nothing, and says so itself, where no server says it. Who may
 * frame a page is told by headers alone. `title` and `body` are trusted HTML, as above, and the body brings its heading.
 */
export function filedPage(title: string, body: string, look: string): string {
  const style = shared + look;
  const policy = `default-src 'none'; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  const head = `<meta http-equiv="content-security-policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<style>${style}</style>`;
  return documentOf(title, head, body);
}

function documentOf(title: string, head: string, body: string, script?: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
${head}
${body}
${script === undefined ? '' : `<script>${script}</script>\n`}</html>
`;
}

/** Text from outside as HTML shows it. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
