import { type Markup, markup } from '../../page/markup.ts';
import type { LoggedRequest } from '../request-log.ts';
import { moment, type Section } from './section.ts';

const mostShown = 100;

/** What arrived, newest first, with everything secret masked as the log masks it. */
export const requestsSection: Section = {
  name: 'requests',
  title: 'Requests',
  changedBy: ['requests'],
  render: ({ log }) => {
    const shown = log.list(0, mostShown).toReversed();
    return markup`<p class="quiet">The newest ${mostShown}, with what is secret in them masked; <a
  href="/__sandbox/requests">all as JSON</a>.</p>
<ul id="requests-list" class="rows scroll" data-live>${shown.map(row)}${
      shown.length === 0
        ? markup`<li id="requests-none" class="empty">No call arrived yet. Point your product at one of the base URLs
            below.</li>`
        : undefined
    }</ul>`;
  },
};

function row(request: LoggedRequest): Markup {
  const { id, at, method, path, status, hint, fault, headers, body } = request;
  const names = Object.entries(headers).map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`);
  return markup`<li id="request-${id}"><details><summary id="request-${id}-line">
<span class="quiet">${moment(at)}</span> <b>${method}</b> <code class="path">${path}</code>
<span class="status ${status < 400 ? 'good' : 'bad'}">${status}</span>
${hint === undefined ? undefined : markup`<span class="hint">${hint}</span>`}
${fault === undefined ? undefined : markup`<span class="tag">fault: ${fault}</span>`}</summary>
<dl>${names}</dl>
${body === '' ? markup`<p class="quiet">No body.</p>` : markup`<pre tabindex="0" aria-label="Body">${body}</pre>`}
</details></li>`;
}
