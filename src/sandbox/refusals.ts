import type { Route } from './route.ts';
import { problem } from './problem.ts';
import type { SandboxAnswer } from './vendor.ts';

export const unreadable = problem(
  400,
  'The request line cannot be read.',
  'Check the path for stray characters.',
);
export const tooLarge = problem(
  413,
  'The body is larger than 1 MB.',
  'No call of the sandbox needs that much: send less.',
);
export const failed = problem(
  500,
  'The sandbox failed: this is a bug in it.',
  'Please report it with the request that led here.',
);

/** The Host header names another server: how a page reaches a loopback port through a name of its own. */
export function foreignHost(origin: string): SandboxAnswer {
  return problem(
    421,
    'The Host header names another server.',
    `Call the sandbox by its own address: ${origin}`,
  );
}

export function foreignOrigin(origin: string): SandboxAnswer {
  return problem(
    403,
    'A page of another origin may not do this.',
    `Open ${origin} itself, or send it without a browser.`,
  );
}

export function wrongMethod(methods: readonly string[]): SandboxAnswer {
  const allow = methods.map((method) => (method === 'GET' ? 'GET, HEAD' : method)).join(', ');
  return problem(405, 'This path does not take that method.', `Use ${allow}.`, { allow });
}

/** Where the path begins as a vendor's calls do, they are listed; who lacks that looks for a base URL. */
export function unknownRoute(
  origin: string,
  path: string,
  routes: readonly Pick<Route, 'method' | 'path' | 'ownOrigin'>[] = [],
): SandboxAnswer {
  const vendor = path.split('/')[1] ?? '';
  const calls = routes
    .filter((each) => each.ownOrigin !== true && each.method !== 'ALL' && each.path.startsWith(`/${vendor}/`))
    .map((each) => `${each.method} ${each.path}`);
  return problem(
    404,
    'Nothing stands at this path.',
    calls.length === 0
      ? `See ${origin}/__sandbox/health for the providers' base URLs.`
      : `There is: ${calls.join(', ')}.`,
  );
}
