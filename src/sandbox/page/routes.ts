import { backToPage } from '../control/call.ts';
import type { Controlled } from '../control/calls.ts';
import { problem } from '../problem.ts';
import type { Route } from '../route.ts';
import type { SandboxAnswer, SandboxRequest } from '../vendor.ts';

/** The page for people at `/`, and what its script and its forms need. None of it is loaded before somebody looks. */
export function pageRoutes(rig: Controlled): Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      answer: async ({ headers }) => {
        const { overview } = await import('./overview.ts');
        return overview(rig, headers['host'] ?? '');
      },
    },
    {
      method: 'GET',
      path: '/__sandbox/page/:section',
      answer: async ({ params }) => {
        const { fragment } = await import('./overview.ts');
        return fragment(rig, params['section'] ?? '');
      },
    },
    {
      method: 'POST',
      path: '/__sandbox/page/faults/drop',
      ownOrigin: true,
      answer: (request) => dropFaults(rig, new URLSearchParams(request.body).get('id')),
    },
  ];
}

/** Whoever looks at the page is no client of a vendor. */
export function isOfThePage({ method, path }: SandboxRequest): boolean {
  return path === '/' && (method === 'GET' || method === 'HEAD');
}

/** What DELETE does, for a form, which knows no such method: one fault, or all of them without an id. */
function dropFaults({ faults, changes }: Controlled, id: string | null): SandboxAnswer {
  if (id === null) faults.clear();
  else if (!faults.remove(id))
    return problem(404, 'No fault has this id.', 'Somebody else may have dropped it: reload the page.');
  changes.tell('faults');
  return backToPage({ body: undefined });
}
