import { type Markup, markup } from '../../page/markup.ts';
import type { Controlled } from '../control/calls.ts';
import { fates } from '../recipients.ts';
import type { Switch } from '../switches.ts';
import { copyButton, type Section } from './section.ts';

/** Fixed codes and fates, by recipient. */
export const recipientsSection: Section = {
  name: 'recipients',
  title: 'Recipients',
  changedBy: ['recipients'],
  folded: true,
  render: ({ recipients }) => {
    const all = recipients.list();
    return markup`<table><thead><tr><th scope="col">Recipient</th><th scope="col">Code</th><th scope="col">Fate</th><th
  scope="col">Limit on messages</th></tr></thead><tbody id="recipients-list" data-live>${all.map(recipient)}${
    all.length === 0
      ? markup`<tr id="recipients-none"><td colspan="4" class="quiet">Nothing is arranged.</td></tr>`
      : undefined
  }</tbody></table>
<form method="post" action="/__sandbox/recipients" class="grid" data-done="Arranged." data-clear aria-label="Arrange a recipient">
<label>Recipient <input name="to" required placeholder="+447700900123" autocomplete="off" autocapitalize="none"></label>
<label>Fixed code <input name="code" pattern="[A-Za-z0-9]{1,20}" placeholder="random" autocomplete="off"></label>
<label>Fate <select name="fate"><option value="">as it is</option><option>none</option>${fates.map(
      (fate) => markup`<option>${fate}</option>`,
    )}</select></label>
<label>Limit on messages <select name="resendLimit"><option value="">as it is</option><option value="false">off</option><option
  value="true">on</option></select></label>
<div class="all"><button>Arrange</button></div></form>`;
  },
};

function recipient({
  to,
  code,
  fate,
  resendLimit,
}: ReturnType<Controlled['recipients']['list']>[number]): Markup {
  return markup`<tr id="recipient-${encodeURIComponent(to)}"><td data-label="Recipient">${to}</td><td data-label="Code">${
    code ?? 'random'
  }</td><td data-label="Fate">${fate ?? 'as its name says'}</td><td data-label="Limit on messages">${
    resendLimit === false ? 'off' : 'on'
  }</td></tr>`;
}

/** What the vendors leave open, and how it is read here. */
export const switchesSection: Section = {
  name: 'switches',
  title: 'Switches',
  changedBy: ['switches'],
  folded: true,
  render: ({ switches }) =>
    markup`<ul id="switches-list" class="rows" data-live>${switches.all.map((each) =>
      switched(each, switches.get(each.name)),
    )}</ul>`,
};

function switched({ name, values, summary, row }: Switch, value: string): Markup {
  const options = values.map(
    (each) => markup`<option${each === value ? markup` selected` : undefined}>${each}</option>`,
  );
  return markup`<li id="switch-${name}"><form method="post" action="/__sandbox/switches" class="switch"
  data-done="${name} is set."><input type="hidden" name="name" value="${name}">
<label for="switch-${name}-value"><code>${name}</code> <span class="quiet">${summary} (${row})</span></label>
<span class="pair"><select id="switch-${name}-value" name="value">${options}</select>
<button id="switch-${name}-set" aria-label="Set ${name}">Set</button></span></form></li>`;
}

/** Where each provider stands, and with which key: public constants, the same everywhere. */
export const providersSection: Section = {
  name: 'providers',
  title: 'Base URLs and keys',
  changedBy: [],
  folded: true,
  render: ({ settings }) =>
    markup`<ul class="rows">${Object.entries(settings).map(
      ([name, value]) =>
        markup`<li class="base"><b>${name}</b> <code>${value}</code> ${copyButton(name, value)}</li>`,
    )}</ul>`,
};
