import { expect, test } from 'vitest';
import { readSources } from '../../helpers/sources.ts';

test('the start of the sandbox pays for none of the page: it is loaded when somebody looks', () => {
  const byPath = new Map(readSources().map((source) => [source.path, source]));
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { target, kind } of byPath.get(path)?.imports ?? []) if (kind === 'value') load(target);
  };
  load('sandbox/start.ts');
  expect([...loaded].filter((path) => path.startsWith('sandbox/page/'))).toEqual(['sandbox/page/routes.ts']);
});
