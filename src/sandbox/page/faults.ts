import { type Markup, markup } from '../../page/markup.ts';
import type { Controlled } from '../control/calls.ts';
import { faultKinds } from '../fault-kinds.ts';
import { faultWords } from '../fault-words.ts';
import type { Fault } from '../faults.ts';
import type { Section } from './section.ts';

/** What goes wrong on purpose: what waits for its calls, and a form for more. */
export const faultsSection: Section = {
  name: 'faults',
  title: 'Faults',
  // Each request that meets a fault counts in it.
  changedBy: ['faults', 'requests'],
  render: ({ faults, operations }) => {
    const all = faults.list();
    return markup`<ul id="faults-list" class="cards" data-live>${all.map(card)}${
      all.length === 0
        ? markup`<li id="faults-none" class="empty">Every call is answered as it should be.</li>`
        : undefined
    }${
      all.length > 1
        ? markup`<li id="faults-all"><form method="post" action="/__sandbox/page/faults/drop"
            data-done="Every fault was dropped."><button id="faults-all-button">Drop all</button></form></li>`
        : undefined
    }</ul>
${form(operations)}
<details><summary>What each kind does</summary><dl>${kinds(({ kind, summary }) => markup`<dt>${kind}</dt><dd>${worded(summary)}</dd>`)}</dl></details>`;
  },
};

function card(fault: Fault): Markup {
  const { id, kind, provider, operation } = fault;
  return markup`<li id="fault-${id}" class="card fault">
<div><p><b>${kind}</b> ${provider ?? 'every provider'}${operation === undefined ? '' : `, ${operation}`}</p>
<p class="quiet">${faultWords(fault)}</p></div>
<form method="post" action="/__sandbox/page/faults/drop" data-done="The fault was dropped."><input type="hidden" name="id"
  value="${id}"><button id="fault-${id}-drop" aria-label="Drop the fault ${kind}">Drop</button></form></li>`;
}

function form(operations: Controlled['operations']): Markup {
  const providers = Object.keys(operations).map((name) => markup`<option>${name}</option>`);
  const groups = Object.entries(operations).map(
    ([provider, names]) =>
      markup`<optgroup label="${provider}">${names.map((name) => markup`<option>${name}</option>`)}</optgroup>`,
  );
  const options = (when: string): Markup[] =>
    kinds(({ kind, summary }) => (summary.startsWith(when) ? markup`<option>${kind}</option>` : markup``));
  return markup`<form id="fault-form" method="post" action="/__sandbox/faults" class="grid" data-done="The fault waits for its calls."
  aria-label="Add a fault">
<label>Provider <select name="provider"><option value="">every one</option>${providers}</select></label>
<label>Operation <select name="operation"><option value="">every one</option>${groups}</select></label>
<label>Kind <select name="kind"><optgroup label="before the vendor sees the call">${options('before')}</optgroup><optgroup
  label="after it acted">${options('after')}</optgroup></select></label>
${number('times', 'Times', 'always', 1)}
<details class="all"><summary>More</summary><div class="grid">
${number('after', 'Let pass first', '0')}
${number('every', 'Each n-th call', '1', 1)}
${number('probability', 'Share of the calls', '1', 0, 'any')}
${textField('seed', 'Seed', 'its id')}
${number('ms', 'Milliseconds', "the kind's own")}
${number('jitterMs', 'Jitter, milliseconds', '0')}
${number('sigma', 'Sigma of a log-normal wait', 'none', 0, 'any')}
${number('status', 'HTTP status', '503', 200)}
${textField('body', 'Body', 'empty')}
${textField('retryAfter', 'Retry-After', '7')}
${number('bytes', 'Bytes', "the kind's own")}
${number('bytesPerSecond', 'Bytes per second', '100', 1)}
</div></details>
<div class="all"><button>Add the fault</button></div></form>`;
}

function number(
  name: string,
  label: string,
  placeholder: string,
  least = 0,
  step: '1' | 'any' = '1',
): Markup {
  return markup`<label>${label} <input name="${name}" type="number" min="${least}" step="${step}"
  inputmode="${step === '1' ? 'numeric' : 'decimal'}" placeholder="${placeholder}"></label>`;
}

function textField(name: string, label: string, placeholder: string): Markup {
  return markup`<label>${label} <input name="${name}" placeholder="${placeholder}" autocomplete="off"
  autocapitalize="none"></label>`;
}

/** What stands between backticks is code. */
function worded(text: string): Markup[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`));
}

function kinds(write: (each: { readonly kind: string; readonly summary: string }) => Markup): Markup[] {
  return Object.entries(faultKinds).map(([kind, summary]) => write({ kind, summary }));
}
