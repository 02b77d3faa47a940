import { expect, test } from 'vitest';
import { createRouter } from '../../src/sandbox/router.ts';
import type { Route } from '../../src/sandbox/route.ts';

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  answer: () => ({ body: path }),
});
const routes = [
  route('GET', '/'),
  route('GET', '/faults'),
  route('POST', '/faults'),
  route('DELETE', '/faults/:id'),
  route('GET', '/faults/:id/calls/:call'),
  route('POST', '/pay'),
  route('ALL', '/pay'),
];
const router = createRouter(routes);
const found = (method: string, path: string) => {
  const at = router.find(method, path);
  return 'route' in at ? [`${at.route.method} ${at.route.path}`, at.params] : at;
};

test.each([
  ['GET', '/', 'GET /', {}],
  ['POST', '/faults', 'POST /faults', {}],
  ['DELETE', '/faults/7', 'DELETE /faults/:id', { id: '7' }],
  ['DELETE', '/faults/a%2Fb%20%C3%A9', 'DELETE /faults/:id', { id: 'a/b é' }],
  ['DELETE', '/faults/%zz', 'DELETE /faults/:id', { id: '%zz' }],
  ['GET', '/faults/7/calls/8', 'GET /faults/:id/calls/:call', { id: '7', call: '8' }],
])('%s %s is %s', (method, path, expected, params) => {
  expect(found(method, path)).toEqual([expected, params]);
});

test('a HEAD is a GET', () => {
  expect(found('HEAD', '/faults')).toEqual(['GET /faults', {}]);
  expect(found('HEAD', '/faults/7')).toEqual(['DELETE']);
});

test('ALL takes what no other route at its path takes', () => {
  expect(found('POST', '/pay')).toEqual(['POST /pay', {}]);
  for (const method of ['GET', 'HEAD', 'PUT', 'OPTIONS'])
    expect(found(method, '/pay')).toEqual(['ALL /pay', {}]);
});

test('where a path stands and the method does not, its methods are told', () => {
  expect(found('PUT', '/faults')).toEqual(['GET', 'POST']);
  expect(found('GET', '/faults/7')).toEqual(['DELETE']);
});

test.each(['/nothing', '/faults/', '//faults', '/faults/7/calls', '/faults/7/calls/', '/FAULTS', ''])(
  'nothing stands at %j',
  (path) => {
    expect(found('GET', path)).toEqual([]);
  },
);

test('the first route of a method and path is the one', () => {
  const second = createRouter([...routes, { ...route('GET', '/faults'), ownOrigin: true }]);
  expect(second.find('GET', '/faults')).toEqual({ route: routes[1], params: {} });
});

test('a path that is open at its end takes what is below it, and itself', () => {
  const open = createRouter([route('GET', '/a/b'), route('ALL', '/open/*')]);
  const pathOf = (path: string) => {
    const at = open.find('PUT', path);
    return 'route' in at ? at.route.path : at;
  };
  for (const path of ['/open', '/open/', '/open/a', '/open/a/b']) expect(pathOf(path)).toBe('/open/*');
  for (const path of ['/opening', '/', '/x/open']) expect(pathOf(path)).toEqual([]);
});
