import type { Outbox, OutboxMessage } from '../outbox.ts';
import { markup, type Markup } from '../../page/markup.ts';
import type { PortalView } from './part.ts';

const shown = 20;

/** What the sandbox's customers have received, newest first: their mailbox and phone, for whoever plays them. */
export function mailboxView(outbox: Outbox): PortalView {
  const messages = outbox.list().slice(-shown).toReversed();
  return {
    title: 'Mailbox',
    main: markup`<p>
        What reached the customers of this sandbox by mail or phone, the newest first. You play the customer
        here; the portal's own pages never see it. Load the page again for what is new.
      </p>
      ${messages.length === 0 ? markup`<p class="quiet">No message yet.</p>` : messages.map(message)}`,
  };
}

function message({ provider, to, code, sentAt }: OutboxMessage): Markup {
  return markup`<section class="card">
    <p class="number">${code}</p>
    <p>to ${to} <span class="quiet">by ${provider}, ${sentAt}</span></p>
  </section>`;
}
