import { asShellWord } from '../shell-word.ts';

/** A value in a text, and the shell's variable that stands for it. */
export interface Variable {
  readonly value: string;
  /** Without the dollar sign. */
  readonly name: string;
}

/**
 * The text as one word of a POSIX shell, in which each value that has a variable stands as that: `'key: '"${KEY:?}"`. The
 * longest value wins where one is a part of another.
 */
export function shellWord(text: string, variables: readonly Variable[]): string {
  const pieces: string[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') pieces.push(asShellWord(plain));
    plain = '';
  };
  const longestFirst = variables.toSorted((a, b) => b.value.length - a.value.length);
  for (let at = 0; at < text.length;) {
    const found = longestFirst.find(({ value }) => value !== '' && text.startsWith(value, at));
    if (found === undefined) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    flush();
    pieces.push(valueOf(found));
    at += found.value.length;
  }
  flush();
  return pieces.length === 0 ? "''" : pieces.join('');
}

/** The variable's value; the shell says its name and goes no further where it is empty or not set. */
export function valueOf({ name }: Pick<Variable, 'name'>): string {
  return `"\${${name}:?}"`;
}

/** `refreshToken` and `session_token` as the end of a variable's name: REFRESH_TOKEN, SESSION_TOKEN. */
export function shouted(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/\W+/g, '_')
    .toUpperCase();
}
