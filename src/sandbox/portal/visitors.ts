import type { RandomBytes } from '../../machine.ts';
import type { Visitor } from './part.ts';

export interface Visitors {
  /** The visitor whose cookie this is; undefined for a cookie that was never handed out, or is long gone. */
  find(cookieHeader: string | undefined): Visitor | undefined;
  /** A new visitor, with the header that gives the browser its cookie. */
  create(): { readonly visitor: Visitor; readonly setCookie: string };
}

const most = 1000;

/**
 * The browsers that have been here, the newest 1000. Their cookie is 128 random bits that no script can read; its name
 * holds the port, since a browser keeps one jar for all ports of a machine.
 */
export function createVisitors(randomBytes: RandomBytes, port: string, path: string): Visitors {
  const visitors = new Map<string, Visitor>();
  const name = `authrig-portal-${port}`;
  return {
    find: (header = '') => {
      const pairs = header.split('; ').map((pair) => pair.split('='));
      const ours = pairs.find(([key]) => key === name);
      return visitors.get(ours?.[1] ?? '');
    },
    create: () => {
      const id = Buffer.from(randomBytes(16)).toString('hex');
      const visitor = Object.freeze({}) as Visitor;
      visitors.set(id, visitor);
      const [oldest] = visitors.keys();
      if (visitors.size > most && oldest !== undefined) visitors.delete(oldest);
      return { visitor, setCookie: `${name}=${id}; Path=${path}; HttpOnly; SameSite=Lax` };
    },
  };
}
