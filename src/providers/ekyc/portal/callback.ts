import type { PortalPage, PortalRequest } from '../../../sandbox/portal/part.ts';
import { problem } from '../../../sandbox/problem.ts';
import type { SandboxAnswer } from '../../../sandbox/vendor.ts';
import { isSame } from '../../../same.ts';
import type { Parts } from './visit.ts';

const nothingHere = problem(404, 'Nothing stands at this path.', 'A callback address is no page to open.');

/**
 * Where eKYC tells the backend the outcome, https://authen.ekyc.com/docs, "API receive verification response". Its
 * method is not stated, so both are taken (EKY-24); what is known about a token is told to nobody (EKY-55).
 */
export function callbackPages({ backend, pendings }: Parts): PortalPage[] {
  const answer = ({ params, query }: PortalRequest): SandboxAnswer => {
    const called = params['secret'] === undefined ? '/callback' : `/callback/${params['secret']}`;
    if (!isSame(called, backend.callbackPath())) return nothingHere;
    pendings.take(query);
    return { body: 'Received.\n' };
  };
  return [
    { method: 'ALL', path: '/callback', answer },
    { method: 'ALL', path: '/callback/:secret', answer },
  ];
}
