/** The text as one word of a POSIX shell: in single quotes, where it is none by itself. */
export function asShellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
