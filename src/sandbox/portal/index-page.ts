import { markup, type Markup } from '../../page/markup.ts';
import type { Mistake, PortalPart, PortalView } from './part.ts';

export interface Shown {
  readonly path: string;
  readonly part: PortalPart;
}

/** The portal's first page: what there is to try, and a switch for each mistake. */
export function indexView(parts: readonly Shown[], isOn: (id: string) => boolean, home: string): PortalView {
  const anyOn = parts.some(({ part }) => part.mistakes.some(({ id }) => isOn(id)));
  return {
    title: 'Demo portal',
    main: markup`<p>
        A small web application that signs its customers in with the providers of this sandbox, the way each
        provider asks for. Everything here is made up: accounts, keys and mails stay on this machine.
      </p>
      <p>
        Each switch below makes the portal commit one mistake that a real integration may have. Switch it on,
        sign in, and watch the panel beside the page: it shows what the browser got, and what somebody could
        do with it.
      </p>
      <form method="post" action="${home}/mistakes">
        <div class="demos">${parts.map((shown) => demo(shown, isOn))}</div>
        <p>
          <button name="off" value="all" ${anyOn ? '' : markup` disabled`}>Switch every mistake off</button>
        </p>
      </form>`,
  };
}

function demo({ path, part }: Shown, isOn: (id: string) => boolean): Markup {
  return markup`<section>
    <h2>${part.title}</h2>
    <p>${part.summary}</p>
    <p><a class="button primary" href="${path}">Open the ${part.title} demo</a></p>
    <h3>Mistakes</h3>
    ${part.mistakes.map((mistake) => switchOf(mistake, isOn(mistake.id)))}
  </section>`;
}

function switchOf({ id, row, title, explanation }: Mistake, on: boolean): Markup {
  return markup`<div class="mistake card" id="${id}">
    <div>
      <p id="${id}-title"><strong>${title}</strong> <span class="quiet">${row}</span></p>
      <p>${explanation}</p>
    </div>
    <button
      name="toggle"
      value="${id}"
      role="switch"
      aria-checked="${on ? 'true' : 'false'}"
      aria-labelledby="${id}-title"
    >
      ${on ? 'On' : 'Off'}
    </button>
  </div>`;
}
