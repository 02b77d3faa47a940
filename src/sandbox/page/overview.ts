import { type Markup, markup } from '../../page/markup.ts';
import { page } from '../../page/shell.ts';
import type { Controlled } from '../control/calls.ts';
import { problem } from '../problem.ts';
import type { SandboxAnswer } from '../vendor.ts';
import { providersSection, recipientsSection, switchesSection } from './arrangements.ts';
import { faultsSection } from './faults.ts';
import { look } from './look.ts';
import { messagesSection } from './messages.ts';
import { pendingSection } from './pending.ts';
import { requestsSection } from './requests.ts';
import { script } from './script.ts';
import type { Section } from './section.ts';
import { timeSection } from './time.ts';

/** Two columns side by side, then what takes the whole width. */
const columns = [
  [pendingSection, messagesSection],
  [timeSection, faultsSection],
] as const;
const below = [requestsSection, providersSection, recipientsSection, switchesSection] as const;
const sections: readonly Section[] = [...columns.flat(), ...below];

/** The page for people: all that the sandbox holds, live where scripts run, and with plain forms where they don't. */
export async function overview(rig: Controlled, host: string): Promise<SandboxAnswer> {
  const write = (some: readonly Section[]): Promise<Markup[]> =>
    Promise.all(some.map((section) => whole(section, rig)));
  const [left, right, rest] = await Promise.all([...columns, below].map(write));
  const body = markup`<link rel="icon" href="data:,">
<a class="skip" href="#main">Skip to the sign-ins and messages</a>
<header><h1>authrig sandbox</h1> <code>${host}</code>
<p class="connection"><span class="unscripted"><a href="/">Reload</a> to see what is new</span><span id="connection"
  class="scripted" role="status">Connecting</span></p>${links(rig)}</header>
<main id="main"><div class="columns"><div>${left}</div><div>${right}</div></div>
${rest}
<section id="reset" aria-labelledby="reset-title"><details><summary><h2 id="reset-title">Reset</h2></summary>
<p>Forgets every message, sign-in, request, fault, recipient and switch, and puts the clock back.</p>
<form method="post" action="/__sandbox/reset" data-done="The sandbox is as new."><button class="bad">Forget everything</button></form>
</details></section></main>
<p id="news" class="unseen" role="status"></p>
<p id="notice" class="scripted" role="status"></p>
`;
  return page(200, 'authrig sandbox', body.html, {
    // `no-referrer` would turn the forms' Origin into `null`.
    referrer: 'same-origin',
    content: "connect-src 'self'; form-action 'self'; img-src data:",
    script,
    wide: look,
  });
}

function links({ links: all }: Controlled): Markup | undefined {
  if (all.length === 0) return undefined;
  return markup`<nav aria-label="Other pages of the sandbox">${all.map(
    ({ title, url }) => markup`<a href="${url}">${title}</a> `,
  )}</nav>`;
}

/** What stands below the heading of one section, for the script to fetch. */
export async function fragment(rig: Controlled, name: string): Promise<SandboxAnswer> {
  const section = sections.find((each) => each.name === name);
  if (section === undefined)
    return problem(
      404,
      'The page has no such section.',
      `It has ${sections.map((each) => each.name).join(', ')}.`,
    );
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
  return { headers, body: (await section.render(rig)).html };
}

async function whole({ name, title, changedBy, folded, render }: Section, rig: Controlled): Promise<Markup> {
  const heading = markup`<h2 id="${name}-title" tabindex="-1">${title}</h2>`;
  const content = await render(rig);
  return markup`<section id="${name}" aria-labelledby="${name}-title" data-changed-by="${changedBy.join(' ')}">${
    folded === true
      ? markup`<details><summary>${heading}</summary>${content}</details>`
      : markup`${heading}${content}`
  }</section>
`;
}
