import { page } from '../../page/shell.ts';
import type { SandboxAnswer } from '../vendor.ts';
import { markup, type Markup } from '../../page/markup.ts';
import type { Attack, Mistake, PortalView } from './part.ts';

const style = `body{max-width:64rem;margin:1.75rem auto 4rem;line-height:1.55}
h1{margin:0 0 .25rem}
h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .5rem}
nav{font-size:.9rem;margin-bottom:1.5rem;padding-bottom:.75rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
.columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.5rem 3rem;align-items:start}
.demos{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));gap:0 3rem;align-items:start}
.whole>main>p{max-width:42rem}
@media(max-width:48rem){.columns{grid-template-columns:minmax(0,1fr)}}
aside{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.75rem;padding:0 1.25rem 1rem;background:color-mix(in srgb,currentColor 4%,transparent);font-size:.9rem}
aside h2{font-size:1rem;margin-top:1.25rem}
input[type=email],input[type=password]{width:100%;max-width:22rem;box-sizing:border-box}
label{display:inline-block;margin-bottom:.15rem}
.qr{width:13rem;max-width:100%;height:auto;background:#fff;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem;box-sizing:border-box;image-rendering:pixelated}
.lines{list-style:none;margin:0;padding:0;max-height:19rem;overflow:auto}
.lines li{font:.8rem/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;border-top:1px solid color-mix(in srgb,currentColor 18%,transparent);padding:.4rem 0}
.lines strong{display:block;font-family:system-ui,sans-serif}
mark,.works{background:#c62828;color:#fff;border-radius:.2rem;padding:0 .2rem}
.card{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.4rem 0 .75rem}
.mistake{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 1rem;align-items:start;scroll-margin-top:1rem}
.mistake p{margin:.15rem 0 .35rem}
.mistake button{min-width:4.5rem}
.primary{font-weight:600;background:#1d4ed8;border-color:#1d4ed8;color:#fff}
[aria-checked=true],.alarm{border-color:#c62828;background:#c62828;color:#fff}
.alarm{border-radius:.5rem;padding:.4rem .75rem;margin:.75rem 0 .5rem}
.attack{margin:0 0 1rem}
.attack p{margin:0 0 .25rem}
.tag{font-size:.8rem;font-weight:600;white-space:nowrap;border-radius:.3rem;padding:.05rem .4rem;border:1px solid color-mix(in srgb,currentColor 40%,transparent)}
.works{border-color:#c62828}
.note{border-left:.25rem solid currentColor;padding-left:.75rem}
fieldset{border:0;margin:1rem 0;padding:0}
legend{padding:0;margin-bottom:.15rem}
`;

/** Before every script: what it was told, and how it adds a line to what the browser got. */
const prelude = `'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const byId = (id) => document.getElementById(id);
const list = byId('got');
const leaks = list === null ? [] : JSON.parse(list.dataset.leaks);
const marked = (text) => {
  const leak = leaks.find((each) => text.includes(each));
  if (leak === undefined) return [text];
  const mark = document.createElement('mark');
  mark.textContent = leak;
  const [before, ...after] = text.split(leak);
  return [before, mark, ...marked(after.join(leak))];
};
const got = (what, json) => {
  if (list === null) return;
  const label = document.createElement('strong');
  label.textContent = what;
  const item = document.createElement('li');
  item.append(label, ...marked(JSON.stringify(json, null, 1)));
  list.prepend(item);
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
  const place = part === undefined ? undefined : markup` › <a href="${part.path}">${part.title}</a>`;
  const panel = view.got === undefined ? undefined : sidePanel(view, mistakes, home);
  const body = markup`<nav aria-label="Portal">
      <a href="${home}">Demo portal</a>${place} · <a href="${home}/mailbox">Mailbox</a>
    </nav>
    <div class="${part === undefined ? 'whole' : 'columns'}">
      <main>
        ${main}
        <p id="status" role="status"></p>
      </main>
      ${panel}
    </div>
    ${script === undefined ? undefined : dataElement(data)}`;
  return page(view.status ?? 200, markup`${title}`.html, body.html, {
    content: "img-src data:; connect-src 'self'; form-action 'self'",
    // `no-referrer` would turn the forms' Origin into null; nothing leaves for another origin either way.
    referrer: 'same-origin',
    style,
    ...(script === undefined ? {} : { script: prelude + script }),
  });
}

function sidePanel(
  { got = [], leaks = [], attacks = [] }: PortalView,
  mistakes: readonly Mistake[],
  home: string,
): Markup {
  const on = new Set(mistakes.map(({ id }) => id));
  // Naming what did not leak would leak it.
  const leaked = leaks.filter((leak) => got.some((line) => line.includes(leak)));
  return markup`<aside aria-label="Behind the scenes">
    <h2>Mistakes</h2>
    ${mistakes.length === 0 ? markup`<p>None is switched on: this is how it should be done. <a href="${home}">Switch one on</a></p>` : mistakes.map((mistake) => alarm(mistake, home))}
    <h2>What the browser got</h2>
    ${got.length === 0 ? markup`<p class="quiet">Nothing yet.</p>` : lines(got, leaked)}
    <h2>What an attacker could do</h2>
    ${attacks.length === 0 ? markup`<p class="quiet">There is nothing to try on this page.</p>` : attacks.map((attack) => attempt(attack, on.has(attack.mistake)))}
  </aside>`;
}

/** The newest first, so that what just came is seen. */
function lines(got: readonly string[], leaks: readonly string[]): Markup {
  const items = got.toReversed().map((line) => {
    const [what = '', ...json] = line.split('\n');
    return markup`<li><strong>${what}</strong>${marked(json.join('\n'), leaks)}</li>`;
  });
  return markup`<ol
    class="lines"
    id="got"
    tabindex="0"
    aria-label="What the browser got, the newest first"
    data-leaks="${JSON.stringify(leaks)}"
  >
    ${items}
  </ol>`;
}

/** The line with each leak in it marked, the first in the list before the others. */
function marked(line: string, leaks: readonly string[]): Markup {
  const leak = leaks.find((each) => line.includes(each));
  if (leak === undefined) return markup`${line}`;
  const [before = '', ...after] = line.split(leak);
  return markup`${before}<mark>${leak}</mark>${marked(after.join(leak), leaks)}`;
}

function attempt({ text, control }: Attack, works: boolean): Markup {
  return markup`<div class="attack">
    <p>${text} <span class="tag${works ? ' works' : ''}">${works ? 'works now' : 'is refused'}</span></p>
    ${control}
  </div>`;
}

function alarm({ id, row, title, explanation }: Mistake, home: string): Markup {
  return markup`<p class="alarm"><strong>${title}</strong> (${row})</p>
    <p>${explanation} <a href="${home}#${id}">Switch it off</a></p>`;
}

/** JSON inside a script element: undefined in it can end the element. */
function dataElement(data: unknown): Markup {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return { html: `<script type="application/json" id="data">${json}</script>` };
}
