import { page } from '../../page/shell.ts';
import type { SandboxAnswer } from '../vendor.ts';
import { html, Html, nothing } from './html.ts';
import type { Mistake, PortalView } from './part.ts';

const style = `body{max-width:62rem;margin:2rem auto 4rem;line-height:1.55}
nav{font-size:.9rem;margin-bottom:1.5rem}
h2{font-size:1.1rem;margin:1.75rem 0 .5rem}
.columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.5rem 3rem;align-items:start}
@media(max-width:48rem){.columns{grid-template-columns:minmax(0,1fr)}}
aside{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.75rem;padding:0 1.25rem 1rem;background:color-mix(in srgb,currentColor 4%,transparent);font-size:.9rem}
aside h2{font-size:1rem}
input[type=email],input[type=password]{width:100%;max-width:22rem;box-sizing:border-box}
.qr{width:13rem;max-width:100%;height:auto;background:#fff;border-radius:.5rem;padding:.5rem;box-sizing:border-box;image-rendering:pixelated}
.lines{list-style:none;margin:0;padding:0;max-height:20rem;overflow:auto}
.lines li{font:.8rem/1.45 ui-monospace,monospace;overflow-wrap:anywhere;border-top:1px solid color-mix(in srgb,currentColor 18%,transparent);padding:.4rem 0}
.card{border-top:1px solid color-mix(in srgb,currentColor 25%,transparent);padding:.25rem 0 .75rem}
.mistake{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 1rem;align-items:start;scroll-margin-top:1rem}
.mistake p{margin:.15rem 0 .5rem}
.mistake button{min-width:4.5rem}
.primary{font-weight:600}
[aria-checked=true],.alarm{border-color:#c62828;background:#c62828;color:#fff}
.alarm{border-radius:.5rem;padding:.5rem .75rem;margin:.75rem 0}
.note{border-left:.25rem solid currentColor;padding-left:.75rem}
fieldset{border:0;margin:0;padding:0}
`;

/** Before every script: what it was told, and how it adds a line to what the browser got. */
const prelude = `'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const byId = (id) => document.getElementById(id);
const got = (line) => {
  const item = document.createElement('li');
  item.textContent = line;
  const list = byId('got');
  list.append(item);
  list.scrollTop = list.scrollHeight;
};
const say = (text) => { byId('status').textContent = text; };
const send = async (url, fields) => {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  return answer.json();
};
`;

export interface Surroundings {
  /** The part's title and place; undefined on the portal's own pages. */
  readonly part?: { readonly title: string; readonly path: string };
  /** Those of the part that are on. */
  readonly mistakes: readonly Mistake[];
  /** Path of the portal's first page. */
  readonly home: string;
}

/** A whole page of the portal. */
export function portalPage(view: PortalView, { part, mistakes, home }: Surroundings): SandboxAnswer {
  const { title, main, script, data } = view;
  const place = part === undefined ? nothing : html` › <a href="${part.path}">${part.title}</a>`;
  const panel = view.got === undefined ? nothing : sidePanel(view.got, view.attacks, mistakes, home);
  const body = html`<div class="columns">
      <main>
        ${main}
        <p id="status" role="status"></p>
      </main>
      ${panel}
    </div>
    <nav aria-label="Portal">
      <a href="${home}">Demo portal</a>${place} · <a href="${home}/mailbox">Mailbox</a>
    </nav>
    ${script === undefined ? nothing : dataElement(data)}`;
  return page(view.status ?? 200, html`${title}`.text, body.text, {
    content: "img-src data:; connect-src 'self'; form-action 'self'",
    // `no-referrer` would turn the forms' Origin into null; nothing leaves for another origin either way.
    referrer: 'same-origin',
    style,
    ...(script === undefined ? {} : { script: prelude + script }),
  });
}

function sidePanel(
  got: readonly string[],
  attacks: Html | undefined,
  mistakes: readonly Mistake[],
  home: string,
): Html {
  return html`<aside aria-label="Behind the scenes">
    <h2>Mistakes</h2>
    ${mistakes.length === 0 ? html`<p>None is switched on: this is how it should be done. <a href="${home}">Switch one on</a></p>` : mistakes.map((mistake) => alarm(mistake, home))}
    <h2>What the browser got</h2>
    ${got.length === 0 ? html`<p class="quiet">Nothing yet.</p>` : nothing}
    <ol class="lines" id="got">
      ${got.map((line) => html`<li>${line}</li>`)}
    </ol>
    <h2>What an attacker could do</h2>
    ${attacks ?? html`<p class="quiet">Begin to sign in, and try it here.</p>`}
  </aside>`;
}

function alarm({ id, row, title, explanation }: Mistake, home: string): Html {
  return html`<p class="alarm"><strong>${title}</strong> (${row})</p>
    <p>${explanation} <a href="${home}#${id}">Switch it off</a></p>`;
}

/** JSON inside a script element: nothing in it can end the element. */
function dataElement(data: unknown): Html {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return new Html(`<script type="application/json" id="data">${json}</script>`);
}
