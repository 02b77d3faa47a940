import { expect, test } from 'vitest';
import { markup } from '../../src/page/markup.ts';

test('every text that is put in is escaped, in an element and in an attribute', () => {
  const text = `<b title="x" id='y'>&`;
  const escaped = '&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;';
  expect(markup`<p title="${text}">${text}</p>`.html).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test('markup goes in whole, alone or as a list; numbers as they are, and nothing as nothing', () => {
  const items = [1, 2].map((number) => markup`<li>${number}</li>`);
  expect(markup`<ul>${items}${undefined}</ul>${markup`<br>`}`.html).toBe('<ul><li>1</li><li>2</li></ul><br>');
});
