/** As deep as Elixir's documented answers go: the envelope, its data, the user in it. */
const deepest = 3;

/**
 * The same JSON with its documented members spelt as the page spells them, whichever of `refreshToken` and
 * `refresh_token` came (R-ELX-12). Where both came, the page's own spelling counts.
 */
export function camelCase(value: unknown): unknown {
  return respell(value, 0);
}

function respell(value: unknown, depth: number): unknown {
  if (depth >= deepest || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => ({
    name: spell(name),
    asIs: spell(name) === name,
    member: respell(member, depth + 1),
  }));
  // Of two members with one name the later one wins.
  const ordered = members.toSorted((a, b) => Number(a.asIs) - Number(b.asIs));
  return Object.fromEntries(ordered.map(({ name, member }) => [name, member]));
}

/** `_id` keeps its underscore; `token_life_ms` is the page's tokenLifeMS. */
function spell(name: string): string {
  const camel = name.replaceAll(/(?<=[a-z0-9])_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return camel === 'tokenLifeMs' ? 'tokenLifeMS' : camel;
}
