import { jsonObject } from '../../json-object.ts';
import { mistakenForm } from '../form.ts';
import { problem } from '../problem.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';
import type { Mistake } from './part.ts';

/** Which mistakes the portal makes; none of them at the start. */
export interface Mistakes {
  has(id: string): boolean;
  /** All of them, as a script reads it. */
  list(): SandboxAnswer;
  /** `toggle=ID` or `off=all` from the page's form, or `{"on":["ID"]}` from a script. */
  change(request: SandboxRequest): SandboxAnswer;
}

/** The switches over the mistakes that `known` lists. */
export function createMistakes(known: () => readonly Mistake[], page: string): Mistakes {
  let on: ReadonlySet<string> = new Set();
  const isKnown = (id: string): boolean => known().some((mistake) => mistake.id === id);
  const list = (): SandboxAnswer => ({
    body: { mistakes: known().map(({ id, row, title }) => ({ id, row, title, on: on.has(id) })) },
  });

  function fromForm(form: URLSearchParams): SandboxAnswer {
    const id = form.get('toggle');
    if (form.get('off') === 'all') on = new Set();
    else if (id === null || !isKnown(id)) return unusable;
    else on = new Set(on.has(id) ? [...on].filter((each) => each !== id) : [...on, id]);
    return { status: 303, headers: { location: id === null ? page : `${page}#${id}` }, body: undefined };
  }

  return {
    has: (id) => on.has(id),
    list,
    change: (request) => {
      const { headers, body } = request;
      if (headers['content-type']?.startsWith('application/json') !== true) {
        const mistaken = mistakenForm(request);
        return mistaken === undefined ? fromForm(new URLSearchParams(body)) : refused(mistaken);
      }
      const wanted = readIds(body);
      if (wanted === undefined || !wanted.every(isKnown)) return unusable;
      on = new Set(wanted);
      return list();
    },
  };
}

function readIds(body: string): readonly string[] | undefined {
  const on = jsonObject(body)?.['on'];
  return Array.isArray(on) && on.every((id) => typeof id === 'string') ? on : undefined;
}

const refused = (hint: string): SandboxAnswer => problem(400, 'The switches were not changed.', hint);

const unusable = refused('Send {"on":["ID"]} with ids that GET /__sandbox/portal/mistakes lists.');
