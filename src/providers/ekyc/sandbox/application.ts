import { escapeHtml, page } from '../../../page/shell.ts';
import { isCallable } from '../../../sandbox/notify.ts';
import { isForm, mistakenForm } from '../../../sandbox/form.ts';
import { problem } from '../../../sandbox/problem.ts';
import type { SandboxAnswer, SandboxCore, SandboxPage, SandboxRequest } from '../../../sandbox/vendor.ts';
import { type Fields, readFields } from './fields.ts';

/** Fixed and public, like every key of the sandbox; the client ID is the one that the page documents. */
export const apiKey = 'sandbox-ekyc-key';
export const clientId = '84c2ad6c-62eb-4217-8f46-a66852e6fe92';

/** What an application has in the Domain Console (R-EKY-7). */
export interface Application {
  readonly application_name: string;
  /** Whose calls are taken (EKY-02). */
  readonly ip: string;
  /** Where the backend's notice goes; empty for nowhere. */
  readonly callback_url: string;
  readonly is_active: boolean;
}

const initial: Application = {
  application_name: 'Sandbox',
  ip: '127.0.0.1',
  callback_url: '',
  is_active: true,
};

export interface Console {
  readonly application: Application;
  readonly pages: readonly SandboxPage[];
  /** Why a call is not taken; undefined where it is. */
  refusal(request: SandboxRequest, givenClientId: unknown): string | undefined;
}

/** The Domain Console with its one application, as a page and as JSON. */
export function createConsole({ table }: Pick<SandboxCore, 'table'>): Console {
  const kept = table<Application>('application');
  const current = (): Application => kept.get(clientId) ?? initial;

  function change(request: SandboxRequest): SandboxAnswer {
    const mistaken = isForm(request) ? mistakenForm(request) : undefined;
    const wrong = mistaken ?? problemOf(readFields(request));
    if (wrong !== undefined) return problem(400, 'The application was not changed.', wrong);
    kept.set(clientId, { ...current(), ...valuesOf(readFields(request)) });
    return show(request, current());
  }

  return {
    get application() {
      return current();
    },
    pages: [
      {
        method: 'GET',
        path: '/console',
        title: 'eKYC’s Domain Console',
        answer: (request) => show(request, current()),
      },
      { method: 'POST', path: '/console', answer: change },
    ],
    refusal: ({ headers, peer }, givenClientId) => {
      if (headers['x-api-key'] !== apiKey) return `the sandbox's X-API-Key is ${apiKey}`;
      if (givenClientId !== clientId) return `the sandbox's client_id is ${clientId}`;
      const { ip } = current();
      return peer === ip ? undefined : `calls are taken from ${ip} alone, and this is ${peer}`;
    },
  };
}

function problemOf(fields: Fields): string | undefined {
  const unknown = Object.keys(fields).find((name) => !Object.hasOwn(initial, name));
  if (unknown !== undefined || Object.keys(fields).length === 0)
    return `It takes ${Object.keys(initial).join(', ')}.`;
  const { is_active: active, callback_url: url, ...texts } = fields;
  if (active !== undefined && ![true, false, 'true', 'false'].includes(active as boolean))
    return 'is_active takes true or false.';
  if (url !== undefined && url !== '' && !(typeof url === 'string' && isCallable(url)))
    return 'callback_url takes an http or https URL on 127.0.0.1 or localhost: a sandbox calls nobody else.';
  return Object.values(texts).every((text) => typeof text === 'string' && text !== '')
    ? undefined
    : 'application_name and ip take a text.';
}

function valuesOf({ is_active: active, ...rest }: Fields): Partial<Application> {
  return { ...rest, ...(active === undefined ? {} : { is_active: String(active) === 'true' }) };
}

function show({ headers }: SandboxRequest, application: Application): SandboxAnswer {
  const { application_name: name, ip, callback_url: url, is_active: active } = application;
  if (headers['accept']?.includes('text/html') !== true)
    return { body: { ...application, client_id: clientId, api_key: apiKey } };
  const field = (label: string, id: string, value: string): string =>
    `<p><label for="${id}">${label}</label><br><input id="${id}" name="${id}" value="${escapeHtml(value)}"></p>`;
  return page(
    200,
    'Domain Console',
    `<p class="quiet">This is authrig's sandbox: one application, for everybody.</p>
<p>Client ID <code>${clientId}</code><br>API key <code>${apiKey}</code></p>
<form method="post">
${field('Application name', 'application_name', name)}
${field('Address of the server that calls', 'ip', ip)}
${field('Callback URL', 'callback_url', url)}
<p><label for="is_active">Active</label><br><select id="is_active" name="is_active">
<option value="true"${active ? ' selected' : ''}>yes</option>
<option value="false"${active ? '' : ' selected'}>no</option>
</select></p>
<button>Save</button>
</form>`,
    // `no-referrer` would turn the form's Origin into `null`.
    { content: "form-action 'self'", referrer: 'same-origin' },
  );
}
