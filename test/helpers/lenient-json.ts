/**
 * Reads JSON as vendors print it: with line comments, and without commas at the ends of lines (ALL-05). For
 * proving that an example, once it is JSON, is what the schema says; answers on the wire are read strictly.
 */
export function readLeniently(text: string): unknown {
  const plain = text.replaceAll(/^((?:[^"\n]|"(?:[^"\\\n]|\\.)*")*?)\s*\/\/.*$/gm, '$1');
  return JSON.parse(plain.replaceAll(/(["\d\w])\s*\n\s*(?=")/g, '$1,\n'));
}
