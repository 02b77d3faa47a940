/** CSI, then OSC, DCS, SOS, PM and APC with their strings, then the short sequences; in 7-bit and 8-bit form. */
const sequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;

/** C0 but for the line feed, DEL, C1. */
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** Bidi controls, zero-width and other invisible characters, annotation marks. */
const invisible = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/**
 * Text from outside, made safe to print: no escape sequence, control or invisible character is left. Line breaks of
 * all kinds become `\n`, a tab becomes a space, half a surrogate pair U+FFFD.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, '\u{fffd}')
    .replaceAll(sequences, '')
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(controls, '')
    .replaceAll(invisible, '');
}

/**
 * As `plain`, on one line: each run of white space is one space. A text of more than `max` characters is cut and ends
 * with `…`. Cut only for show: a redactor still recognises a secret that was cut in this way.
 */
export function plainLine(text: string, max = 80): string {
  if (max < 1) return '';
  const line = plain(text).replaceAll(/\s+/g, ' ').trim();
  // A character has at most two code units.
  const start = line.slice(0, max * 2 + 2);
  const characters = [...start];
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
}

const unsafeInJson = /[\u007f-\u009f\ufff9-\ufffb\u2028\u2029]|\p{Default_Ignorable_Code_Point}|(?<=##)\[/gu;

/**
 * The value as JSON in which everything that a terminal would act on, or would not show, is a \u escape; so is the
 * bracket of `##[`, which a runner of GitHub Actions would act on.
 */
export function jsonText(value: unknown, options: { readonly pretty?: boolean } = {}): string {
  const json = JSON.stringify(value, undefined, options.pretty === true ? 2 : undefined) as
    | string
    | undefined;
  return (json ?? 'null').replaceAll(unsafeInJson, (character) =>
    Array.from({ length: character.length }, (_, index) => escaped(character.charCodeAt(index))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
