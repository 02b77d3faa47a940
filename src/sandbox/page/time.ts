import { markup } from '../../page/markup.ts';
import type { Section } from './section.ts';

const steps = [
  ['30s', '30 s'],
  ['2m', '2 min'],
  ['1h', '1 h'],
] as const;

/** The one clock, and what moves it. */
export const timeSection: Section = {
  name: 'clock',
  title: 'Clock',
  changedBy: ['clock'],
  render: ({ clock: { frozen, now } }) => {
    const at = new Date(now()).toISOString();
    const buttons = steps.map(
      ([value, label]) => markup`<button name="advance" value="${value}">+ ${label}</button>`,
    );
    return markup`<div id="clock-live" data-live><p id="clock-now" class="clock" data-now="${now()}" data-frozen="${String(frozen)}">
<time datetime="${at}"><span data-clock>${at.slice(0, 19).replace('T', ' ')}</span> UTC</time>
${frozen ? markup`<span class="tag">stands still</span>` : undefined}</p>
<form id="clock-freeze" method="post" action="/__sandbox/clock" data-done="${frozen ? 'The clock goes on.' : 'The clock stands still.'}">
<button id="clock-freeze-button" name="freeze" value="${String(!frozen)}">${frozen ? 'Let it go on' : 'Freeze'}</button></form></div>
<form method="post" action="/__sandbox/clock" class="buttons" data-done="The clock was moved." aria-label="Advance the clock">${buttons}</form>
<form method="post" action="/__sandbox/clock" class="line" data-done="The clock was moved." data-clear>
<label for="advance">Advance by</label>
<input id="advance" name="advance" required placeholder="121s, 1h30m, 30d" autocomplete="off" autocapitalize="none"
  pattern="\\d{1,9}|(\\d{1,9}(ms|s|m|h|d))+" title="A duration such as 121s, 1h30m or 30d">
<button>Advance</button></form>
<p class="quiet">Every expiry is read from this clock: codes, tokens, QR sign-ins, and the codes of authenticators.</p>`;
  },
};
