import { escapeHtml, page } from '../../../page/shell.ts';
import { problem } from '../../../sandbox/problem.ts';
import type { Table } from '../../../sandbox/table.ts';
import type { SandboxAnswer, SandboxCore, SandboxPage, SandboxRequest } from '../../../sandbox/vendor.ts';
import { type ReadKey, readTotpKey } from '../../../totp/secret.ts';
import type { TotpKey } from '../../../totp/totp.ts';
import type { Attempts } from './attempts.ts';
import { readFields, textOf } from './fields.ts';
import { customer } from './users.ts';

export interface Phone {
  readonly pages: readonly SandboxPage[];
  /** Puts in the account that is there from the start. */
  seed(): void;
}

const most = 100;

/** The customer's phone with the eAuthenticator app: it scans QR codes, shows codes, and is asked for numbers. */
export function createPhone(
  { clock, outbox, table }: Pick<SandboxCore, 'clock' | 'outbox' | 'table'>,
  attempts: Attempts,
): Phone {
  const accounts = table<TotpKey>('phone', most);

  /** The app shows the code; whoever plays the customer reads it in the outbox. */
  async function showCode(email: string, key: TotpKey): Promise<SandboxAnswer> {
    const { totpCode } = await import('../../../totp/totp.ts');
    const { code, secondsLeft } = totpCode(key, clock.now());
    outbox.deliver({ provider: 'ekyc', to: email, code });
    return { status: 201, body: { email, code, secondsLeft } };
  }

  async function scan(request: SandboxRequest): Promise<SandboxAnswer> {
    const read = readUri(textOf(readFields(request)['uri']));
    if (typeof read === 'string') return problem(400, 'The app can’t read this code.', read);
    const email = read.account ?? '';
    accounts.set(email, read.key);
    return showCode(email, read.key);
  }

  async function tap(request: SandboxRequest): Promise<SandboxAnswer> {
    const fields = readFields(request);
    const attempt = attempts.find(textOf(fields['id']));
    if (attempt === undefined) return problem(404, 'No such sign-in.', 'See GET /__sandbox/sessions.');
    attempts.decide(attempt, fields['number'] === attempt.number ? 'approve' : 'deny');
    return show(accounts, clock.now(), attempts);
  }

  return {
    pages: [
      {
        method: 'GET',
        path: '/phone',
        title: 'The phone of eKYC’s customer',
        answer: () => show(accounts, clock.now(), attempts),
      },
      { method: 'POST', path: '/phone', answer: scan },
      { method: 'POST', path: '/phone/tap', answer: tap },
      {
        method: 'POST',
        path: '/phone/code',
        answer: async (request) => {
          const email = textOf(readFields(request)['email']);
          const key = accounts.get(email);
          if (key !== undefined) return showCode(email, key);
          return problem(404, 'The app has no account of this name.', 'Scan a code first: POST /ekyc/phone');
        },
      },
    ],
    seed: () => accounts.set(customer.email, customer.key),
  };
}

function readUri(uri: string): ReadKey | string {
  if (!uri.startsWith('otpauth://')) return 'Send {"uri":"otpauth://totp/…"}, what the QR code carries.';
  try {
    const read = readTotpKey(uri, 'the QR code', {});
    return read.account === undefined ? 'The URI names no account.' : read;
  } catch (error) {
    return error instanceof Error ? error.message : 'It is not usable.';
  }
}

async function show(accounts: Table<TotpKey>, now: number, attempts: Attempts): Promise<SandboxAnswer> {
  const { totpCode } = await import('../../../totp/totp.ts');
  const asked = attempts.pending().map(({ id, session, choices }) => {
    const buttons = choices.map((each) => `<button name="number" value="${each}">${each}</button>`);
    return `<form method="post" action="phone/tap"><input type="hidden" name="id" value="${id}">
<p>Are you signing in as <strong>${escapeHtml(session.email)}</strong>? Tap the number that you see.</p>
${buttons.join('\n')}
</form>`;
  });
  const codes = accounts.keys().map((email) => {
    const { code, secondsLeft } = totpCode(accounts.get(email) ?? customer.key, now);
    return `<p>${escapeHtml(email)}<br><span class="number">${code}</span> <span class="quiet">for ${secondsLeft} s</span></p>`;
  });
  return page(
    200,
    'eAuthenticator',
    `<p class="quiet">This is the phone of the sandbox's customer. Load it again for what is new.</p>
${asked.join('\n')}
${codes.join('\n')}`,
    { content: "form-action 'self'", referrer: 'same-origin' },
  );
}
