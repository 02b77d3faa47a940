import type { Route } from './route.ts';

/** A route that was found, with what stood in place of its `:name` segments. */
export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The routes of one server, by path and method. */
export interface Router {
  /** The route; or the methods that the path takes, none where nothing stands there. */
  find(method: string, path: string): Found | readonly string[];
}

const none: Found['params'] = {};

interface Stand {
  readonly segments: readonly string[];
  readonly isPattern: boolean;
  readonly methods: Map<string, Route>;
}

/**
 * Most paths are found by one look into a map; those with a `:name` segment, or open at their end, are walked. A framework would take more
 * time to load than the sandbox takes to start, and more than half of each request.
 */
export function createRouter(routes: readonly Route[]): Router {
  const plain = new Map<string, Stand>();
  const patterns: Stand[] = [];
  for (const route of routes) {
    let stand = plain.get(route.path);
    if (stand === undefined) {
      const isPattern = /\/(?::|\*$)/.test(route.path);
      stand = { segments: route.path.split('/'), isPattern, methods: new Map() };
      plain.set(route.path, stand);
      if (isPattern) patterns.push(stand);
    }
    if (!stand.methods.has(route.method)) stand.methods.set(route.method, route);
  }
  return {
    find: (method, path) => {
      const stand = plain.get(path) ?? patterns.find(({ segments }) => matches(segments, path.split('/')));
      if (stand === undefined) return [];
      const { methods, segments } = stand;
      // A HEAD is a GET whose body stays away.
      const route = methods.get(method === 'HEAD' ? 'GET' : method) ?? methods.get('ALL');
      return route === undefined
        ? [...methods.keys()]
        : { route, params: stand.isPattern ? paramsOf(segments, path.split('/')) : none };
    },
  };
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  const open = pattern.at(-1) === '*';
  const wanted = open ? pattern.slice(0, -1) : pattern;
  return (
    (open ? segments.length >= wanted.length : segments.length === wanted.length) &&
    wanted.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : part === segments[index]))
  );
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decode(segments[index] ?? '');
  }
  return params;
}

/** What is not percent-encoded text is taken as it stands. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
