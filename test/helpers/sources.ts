import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
  /** A package's name, a built-in, or the path below `src` of a file. */
  readonly target: string;
  readonly kind: 'value' | 'type' | 'dynamic';
  /** What is imported by name. */
  readonly names: readonly string[];
}

export interface Source {
  /** Below `src`, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Every name that is read from nowhere nearer than the global scope may be here: `process`, `Math.random`. */
  readonly words: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Every source file with its imports, parsed. */
export function readSources(): Source[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => sourceOf(path.replaceAll('\\', '/'), readFileSync(join(root, 'src', path), 'utf8')));
}

/** One source file as the rules see it. */
export function sourceOf(path: string, text: string): Source {
  const imports: Import[] = [];
  const words = new Set<string>();
  walk(parseAst(text, { lang: 'ts' }) as unknown as Node, (node) => {
    const found = importOf(node);
    if (found !== undefined) imports.push({ ...found, target: resolve(path, found.target) });
    const word = wordOf(node);
    if (word !== undefined) words.add(word);
  });
  return { path, lines: text.split('\n').length, imports, words };
}

function importOf(node: Node): Import | undefined {
  const target = (node['source'] as { value?: unknown } | null | undefined)?.value;
  if (typeof target !== 'string') return undefined;
  if (node.type === 'ImportExpression') return { target, kind: 'dynamic', names: [] };
  const specifiers = (node['specifiers'] ?? []) as Node[];
  const allTypes =
    specifiers.length > 0 &&
    specifiers.every((each) => (each['importKind'] ?? each['exportKind']) === 'type');
  const type = node['importKind'] === 'type' || node['exportKind'] === 'type' || allTypes;
  const names = specifiers.map((each) => (each['imported'] as { name?: string } | undefined)?.name ?? '');
  return { target, kind: type ? 'type' : 'value', names };
}

/** `new Date()` and `Date.now()` as such, `context.clock.now` by its last two members, and plain names. */
function wordOf(node: Node): string | undefined {
  const name = (of: unknown) => (of as { type?: string; name?: string } | undefined)?.name;
  if (node.type === 'NewExpression' && (node['arguments'] as unknown[]).length === 0)
    return `new ${name(node['callee'])}()`;
  if (node.type === 'MemberExpression')
    return `${name(node['object']) ?? ''}.${name(node['property']) ?? ''}`;
  if (node.type === 'CallExpression') return `${name(node['callee']) ?? ''}()`;
  return undefined;
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) {
      if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Node, visit);
    }
  }
}

function resolve(from: string, target: string): string {
  if (target.startsWith('.')) return normalize(join(dirname(from), target)).replaceAll('\\', '/');
  if (target.startsWith('node:')) return target;
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
