import { expect, test } from 'vitest';
import type { Route } from '../../src/sandbox/route.ts';
import { createRouter } from '../../src/sandbox/router.ts';

const at = (method: Route['method'], path: string): Route => ({
  method,
  path,
  answer: () => ({ body: path }),
});
const router = createRouter([at('GET', '/a/b'), at('POST', '/a/:id'), at('ALL', '/open/*')]);
const pathOf = (method: string, path: string) => {
  const found = router.find(method, path);
  return 'route' in found ? found.route.path : found;
};

test('a path that is open at its end takes what is below it, and itself', () => {
  for (const path of ['/open', '/open/', '/open/a', '/open/a/b']) expect(pathOf('PUT', path)).toBe('/open/*');
  for (const path of ['/opening', '/', '/x/open']) expect(pathOf('GET', path)).toEqual([]);
});

test('every other path is whole, and a named segment is not empty', () => {
  expect(pathOf('HEAD', '/a/b')).toBe('/a/b');
  expect(pathOf('POST', '/a/x')).toBe('/a/:id');
  expect(router.find('POST', '/a/x%20y')).toMatchObject({ params: { id: 'x y' } });
  expect(pathOf('GET', '/a/x')).toEqual(['POST']);
  for (const path of ['/a', '/a/', '/a/b/c']) expect(pathOf('POST', path)).toEqual([]);
});
