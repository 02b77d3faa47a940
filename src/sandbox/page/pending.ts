import { type Markup, markup } from '../../page/markup.ts';
import type { Controlled } from '../control/calls.ts';
import type { SignIn } from '../sign-ins.ts';
import { copyButton, moment, type Section } from './section.ts';

/** A code is drawn for so many: beyond that nobody looks for one with a phone in hand. */
const mostShown = 12;
const mostEarlier = 10;

/** Sign-ins that wait for their customer, and what became of the last ones. */
export const pendingSection: Section = {
  name: 'sign-ins',
  title: 'Pending sign-ins',
  changedBy: ['sessions', 'clock'],
  render: async ({ signIns, clock }) => {
    const newestFirst = signIns.list().toReversed();
    const pending = newestFirst.filter(({ state }) => state === 'pending');
    const earlier = newestFirst.filter(({ state }) => state !== 'pending').slice(0, mostEarlier);
    const cards = await Promise.all(pending.slice(0, mostShown).map((each) => card(each, clock)));
    const more = pending.length - cards.length;
    return markup`<ul id="sign-ins-list" class="cards" data-live>${cards}${none(pending)}${
      more > 0 ? markup`<li id="sign-ins-more" class="quiet">${more} older ones wait too.</li>` : undefined
    }</ul>
<div id="sign-ins-earlier" data-live>${earlier.length === 0 ? undefined : past(earlier)}</div>`;
  },
};

function none(pending: readonly SignIn[]): Markup | undefined {
  if (pending.length > 0) return undefined;
  return markup`<li id="sign-ins-none" class="empty">Nobody waits. A QR or eKYC sign-in that your product starts shows up
    here, and you decide it as its customer would.</li>`;
}

async function card(signIn: SignIn, clock: Controlled['clock']): Promise<Markup> {
  const { id, provider, url, createdAt, expiresAt, secondFactor } = signIn;
  const place = encodeURIComponent(id);
  const until = Date.parse(expiresAt);
  const left = Math.max(0, Math.ceil((until - clock.now()) / 1000));
  return markup`<li id="sign-in-${place}" class="card sign-in" data-news-text="A sign-in of ${provider} waits.">
${await picture(url, provider)}
<div class="facts">
<h3>${provider}${secondFactor === true ? markup` <span class="tag">second factor asked for</span>` : undefined}</h3>
<p><b class="left" data-until="${until}">${left} s left</b><span class="quiet">, opened at ${moment(createdAt)}</span></p>
<p class="links"><a id="open-${place}" href="${isLink(url) ? url : ''}" target="_blank" rel="noopener">Open its page</a>
${copyButton('the link', url, 'Copy link')}</p>
<div class="buttons">
${decide(place, 'approve', 'Approve', 'good')}
${secondFactor === true ? decide(place, 'approve-risk', 'Approve with risk') : undefined}
${decide(place, 'deny', 'Deny', 'bad')}
${decide(place, 'timeout', 'Time out')}
</div>
</div></li>`;
}

/** A code too long to be drawn is left out: its link is there. */
async function picture(url: string, provider: string): Promise<Markup | undefined> {
  const { qrPng } = await import('../../terminal/qr-file.ts');
  try {
    const base64 = Buffer.from(await qrPng(url)).toString('base64');
    return markup`<img class="qr" alt="QR code of this ${provider} sign-in" src="data:image/png;base64,${base64}">`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isLink(url: string): boolean {
  return /^https?:\/\//.test(url);
}

function decide(place: string, decision: string, label: string, look = ''): Markup {
  const risk =
    decision === 'approve-risk' ? markup`<input type="hidden" name="risk" value="true">` : undefined;
  return markup`<form method="post" action="/__sandbox/sessions/${place}" data-done="Done: ${label}.">${risk}<button
    id="${decision}-${place}" class="${look}" name="decision" value="${decision.replace('-risk', '')}">${label}</button></form>`;
}

function past(earlier: readonly SignIn[]): Markup {
  const rows = earlier.map(
    ({ provider, createdAt, state, id }) => markup`<tr><td data-label="Provider">${provider}</td><td
      data-label="Opened">${moment(createdAt)}</td><td data-label="State">${state}</td><td
      data-label="Id"><code>${shortened(id)}</code></td></tr>`,
  );
  return markup`<details id="sign-ins-past"><summary>Earlier ones (${earlier.length})</summary>
<table><thead><tr><th scope="col">Provider</th><th scope="col">Opened</th><th scope="col">State</th><th
  scope="col">Id</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function shortened(id: string): string {
  return id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id;
}
