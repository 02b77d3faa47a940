// The command reference in the README, from the command tree: each command with its own options, a block a noun.

/**
 * @typedef {import('../../../src/completion/tree.ts').TreeShape} TreeShape
 * @typedef {import('../../../src/completion/tree.ts').CommandShape} CommandShape
 * @typedef {import('../../../src/completion/tree.ts').OptionShape} OptionShape
 */

const width = 110;

/** @param {TreeShape} tree */
export function commandReference({ options, nouns }) {
  const blocks = nouns.map(({ name, summary, commands, ...noun }) => {
    const verbs = commands.length === 0 ? [{ name, summary, commands, ...noun }] : commands;
    return `**\`authrig ${name}\`**: ${summary}\n\n\`\`\`text\n${verbs.map(entry).join('\n')}\n\`\`\``;
  });
  return [
    '<details>',
    '<summary>Every command with its own options; <code>--help</code> says what each of them means</summary>',
    '',
    `Every command also has ${options.map(({ long }) => `\`${long}\``).join(' ')}.`,
    '',
    blocks.join('\n\n'),
    '',
    '</details>',
  ].join('\n');
}

/** @param {CommandShape} command */
function entry({ words, summary, options, inputs }) {
  const taken = inputs.map(({ name, variadic }) => `${name.toUpperCase()}${variadic ? '…' : ''}`);
  const head = ['authrig', ...words, ...taken].join(' ');
  const lines = wrapped(options.map(spelt)).map((line) => `    ${line}`);
  return [`${head.padEnd(40)} ${summary}`, ...lines].join('\n');
}

/** @param {OptionShape} option */
function spelt({ long, value }) {
  if (value === undefined) return long;
  const { words, files } = value.values;
  const few =
    words.length > 0 && words.length <= 5 && files !== true && files.length === 0 && long !== '--provider';
  return `${long} ${few ? words.join('|') : value.placeholder.toUpperCase()}`;
}

/** @param {readonly string[]} pieces */
function wrapped(pieces) {
  /** @type {string[]} */
  const lines = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.length + 7 <= width)
      lines[lines.length - 1] = `${last}  ${piece}`;
    else lines.push(piece);
  }
  return lines;
}
