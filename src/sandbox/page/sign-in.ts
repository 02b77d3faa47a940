import type { Decision, SignIns } from '../sign-ins.ts';
import type { SandboxAnswer, SandboxPage, SandboxRequest } from '../vendor.ts';
import { page } from '../../page/shell.ts';

const decisions = new Map<string, Decision>([
  ['approve', { decision: 'approve', risk: false }],
  ['approve-risk', { decision: 'approve', risk: true }],
  ['deny', { decision: 'deny' }],
]);

/** The page that a customer's phone would open, where a person with a browser plays the customer. */
export function signInPages(path: string, provider: string, signIns: SignIns): SandboxPage[] {
  const stateOf = ({ params }: SandboxRequest): string | undefined => {
    const signIn = signIns.find(params['id'] ?? '');
    return signIn?.provider === provider ? signIn.state : undefined;
  };
  return [
    {
      method: 'GET',
      path,
      answer: (request) => {
        const state = stateOf(request);
        if (state === 'pending') return html(200, 'Sign in?', form);
        return state === undefined ? html(404, 'No such sign-in.') : html(410, 'This sign-in is over.');
      },
    },
    {
      method: 'POST',
      path,
      answer: (request) => {
        const decision = decisions.get(new URLSearchParams(request.body).get('decision') ?? '');
        if (decision === undefined) return html(400, 'Approve or deny?', form);
        if (stateOf(request) === undefined) return html(404, 'No such sign-in.');
        const done = signIns.decide(request.params['id'] ?? '', decision);
        return done ? html(200, 'Done: you can close this page.') : html(409, 'This sign-in is over.');
      },
    },
  ];
}

// Nothing of the request is ever part of the page.
const form = `<p>This is authrig's sandbox: you play the customer.</p>
<form method="post">
<button name="decision" value="approve">Approve</button>
<button name="decision" value="approve-risk">Approve, seen as a risk</button>
<button name="decision" value="deny">Deny</button>
</form>`;

function html(status: number, title: string, body = ''): SandboxAnswer {
  // `no-referrer` would turn the form's Origin into `null`.
  return page(status, title, body, { content: "form-action 'self'", referrer: 'same-origin' });
}
