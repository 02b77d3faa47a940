import { start } from './built.ts';
import { type Answered, ask, post } from './sandbox.ts';

/** A sandbox in a process of its own, whose customer acts when told. It is killed when the test ends. */
export interface StartedSandbox {
  readonly origin: string;
  /** Base URLs and sandbox keys, by setting name. */
  readonly settings: Readonly<Record<string, string>>;
  /** What leads a command to it. */
  readonly env: Readonly<Record<string, string>>;
  /** Posts to one of the rig's own routes. */
  post(path: string, value: unknown): Promise<Answered>;
  /** The code of the last message to this recipient. */
  message(to: string): Promise<string | undefined>;
  /** What the sandbox had to say about the last request to this path of a vendor's. */
  hintAt(path: string): Promise<string | undefined>;
}

/** Starts `authrig sandbox start --json` as built. */
export async function startedSandbox(): Promise<StartedSandbox> {
  const run = start(['sandbox', 'start', '--json']);
  let text = '';
  run.child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await run.says('\n');
  const { data } = JSON.parse(text) as {
    data: { url: string; settings: Record<string, string>; environment: Record<string, string> };
  };
  const { url: origin, settings, environment: env } = data;
  const list = async <Item>(route: string, name: string): Promise<Item[]> =>
    ((await ask(`${origin}/__sandbox/${route}`)).json as Record<string, Item[]>)[name] ?? [];
  return {
    origin,
    settings,
    env,
    post: (path, value) => post(`${origin}/__sandbox/${path}`, value),
    message: async (to) => {
      const query = new URLSearchParams({ to });
      return (await list<{ code: string }>(`outbox?${query}`, 'messages')).at(-1)?.code;
    },
    hintAt: async (path) => {
      const arrived = await list<{ path: string; hint?: string }>('requests', 'requests');
      const last = arrived.findLast((each) => each.path.split('?')[0]?.endsWith(path));
      if (last === undefined) throw new Error(`Nothing arrived at ${path}.`);
      return last.hint;
    },
  };
}
