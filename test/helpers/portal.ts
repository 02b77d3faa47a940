import { type Answered, ask } from './sandbox.ts';

/** A browser as the portal sees one: it keeps its cookies, follows nothing by itself, and runs no script. */
export interface PortalBrowser {
  get(path: string): Promise<Answered>;
  /** Posts a form. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Gets a page, or posts a form, and goes where redirects lead until a page is there. */
  open(path: string, fields?: Readonly<Record<string, string>>): Promise<Answered>;
  readonly cookie: string;
}

/** A fresh browser at one part of the portal; paths are relative to it, or whole URLs. */
export function portalBrowser(origin: string, part: string): PortalBrowser {
  let cookie = '';
  const place = (path: string): string => (path.startsWith('http') ? path : `${origin}${path}`);
  const urlOf = (path: string): string =>
    /^(?:http|\/__sandbox)/.test(path) ? place(path) : `${origin}/__sandbox/portal/${part}${path}`;

  async function send(path: string, fields?: Readonly<Record<string, string>>): Promise<Answered> {
    const sent = fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields).toString() };
    const headers = {
      ...(cookie === '' ? {} : { cookie }),
      ...(fields === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', origin }),
    };
    const answer = await ask(urlOf(path), { ...sent, headers });
    const [given] = answer.headers['set-cookie'] ?? [];
    if (given !== undefined) [cookie = ''] = given.split(';');
    return answer;
  }

  return {
    get: async (path) => send(path),
    post: async (path, fields = {}) => send(path, fields),
    open: async (path, fields) => {
      let answer = await send(path, fields);
      while (typeof answer.headers['location'] === 'string') answer = await send(answer.headers['location']);
      return answer;
    },
    get cookie() {
      return cookie;
    },
  };
}

/** Switches exactly these mistakes on. */
export async function makeMistakes(origin: string, ...on: readonly string[]): Promise<Answered> {
  return ask(`${origin}/__sandbox/portal/mistakes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ on }),
  });
}

/** The page's title, as it is headed. */
export function titleOf({ text }: Answered): string {
  return /<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? 'no title';
}

/** What the page's script is told. */
export function dataOf({ text }: Answered): Readonly<Record<string, unknown>> {
  return JSON.parse(/id="data">(.*?)<\/script>/s.exec(text)?.[1] ?? '{}') as Record<string, unknown>;
}
