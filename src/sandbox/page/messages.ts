import { type Markup, markup } from '../../page/markup.ts';
import type { OutboxMessage } from '../outbox.ts';
import { copyButton, moment, type Section } from './section.ts';

const mostShown = 50;
/** More characters than a code has that somebody types: a QR code's value. */
const longCode = 12;

/** What was "sent", newest first. */
export const messagesSection: Section = {
  name: 'outbox',
  title: 'Outbox',
  changedBy: ['outbox'],
  render: ({ outbox }) => {
    const all = outbox.list();
    const shown = all.slice(-mostShown).toReversed();
    const more = all.length - shown.length;
    return markup`<ul id="outbox-list" class="cards scroll" data-live>${shown.map(card)}${
      shown.length === 0
        ? markup`<li id="outbox-none" class="empty">Nothing was sent yet. Codes that a provider would send by SMS or e-mail
            show up here; nothing leaves this machine.</li>`
        : undefined
    }${
      more > 0
        ? markup`<li id="outbox-more" class="quiet">${more} older ones: <a href="/__sandbox/outbox">all as JSON</a></li>`
        : undefined
    }</ul>`;
  },
};

function card({ id, provider, to, code, sentAt }: OutboxMessage): Markup {
  return markup`<li id="message-${id}" class="card message" data-news-text="New message of ${provider} to ${to}: ${code}">
<p class="code"><code${code.length > longCode ? markup` class="long"` : undefined}>${code}</code> ${copyButton('the code', code)}</p>
<p class="to">${to}<br><span class="quiet">${provider}, ${moment(sentAt)}</span></p></li>`;
}
