import {
  type CommandShape,
  everyCommand,
  type InputShape,
  type OptionShape,
  type TreeShape,
} from './tree.ts';
import type { Values } from './values.ts';

/** A completion script for zsh 5: the file `_authrig` of a folder in fpath, or to be read as it is. */
export function zshScript(tree: TreeShape): string {
  const commands = everyCommand(tree);
  const takers = tree.options.filter(({ value }) => value !== undefined).map(({ long }) => long);
  return `
_authrig() {
  local curcontext="$curcontext" state line word skip place=_authrig
  local -a common below typed=("\${(@)words}")
  integer at
  common=(
${tree.options.map((option) => `    ${optionSpec(option)}`).join('\n')}
  )
  # Which command is it? Its own options and arguments are completed without what stands before it.
  for ((at = 2; at < CURRENT; at++)); do
    word=$words[at]
    if [[ -n $skip ]]; then
      skip=
    elif [[ $word == (${takers.join('|')}) ]]; then
      skip=yes
    elif [[ $word != -* ]]; then
      place+=_\${word//-/_}
      if (( $+functions[$place] )); then
        words=("$word" "\${(@)words[at+1,-1]}")
        (( CURRENT -= at - 1 ))
        curcontext="\${curcontext%:*:*}:\${place#_}:"
        $place
        return
      fi
    fi
  done
  _arguments -C -s -S $common '*: :->below'
  [[ $state == below ]] || return
  case $place in
${belowCase('_authrig', tree.nouns)}
${tree.nouns
  .filter(({ commands: verbs }) => verbs.length > 0)
  .map(({ name, commands: verbs }) => belowCase(`_authrig_${identifier(name)}`, verbs))
  .join('\n')}
  esac
  _describe -t commands command below
}
${commands
  .filter(({ commands: verbs }) => verbs.length === 0)
  .map((verb) => `\n_authrig_${verb.words.map(identifier).join('_')}() {\n${verbCall(verb, '  ')}\n}`)
  .join('\n')}
${engine}`;
}

function belowCase(place: string, commands: readonly CommandShape[]): string {
  const entries = commands.map(({ name, summary }) => `        ${quoted(`${name}:${summary}`)}`);
  return `    ${place})\n      below=(\n${entries.join('\n')}\n      )\n      ;;`;
}

function verbCall({ options, inputs, fields }: CommandShape, indent: string): string {
  const field = quoted(
    `--field=[print one value of the result, raw]:path:${action({ words: fields, files: [] })}`,
  );
  const specs = [
    ...(fields.length === 0 ? ['$common'] : ['${common:#*--field=*}', field]),
    ...options.map(optionSpec),
    ...inputs.map(inputSpec),
  ];
  return `${indent}_arguments -s -S \\\n${specs.map((spec) => `${indent}  ${spec}`).join(' \\\n')}`;
}

function optionSpec({ long, short, summary, value }: OptionShape): string {
  const text = `[${inBrackets(summary)}]`;
  const tail =
    value === undefined ? text : `${text}:${afterColon(value.placeholder)}:${action(value.values)}`;
  // Some may be given again; which ones, the tree does not say.
  if (value !== undefined) return quoted(`*${long}=${tail}`);
  return short === undefined
    ? quoted(`${long}${tail}`)
    : `'(${short} ${long})'{${short},${long}}${quoted(tail)}`;
}

function inputSpec({ name, summary, variadic, values }: InputShape, at: number): string {
  return quoted(`${variadic ? '*' : at + 1}:${afterColon(`${name}, ${summary}`)}:${action(values)}`);
}

/** What _arguments does at the place: a space before a function keeps options from being added; alone it does nothing. */
function action({ words, live, files, endings = [] }: Values): string {
  if (live !== undefined) return ` _authrig_live ${live}`;
  if (files === true) return endings.length === 0 ? '_files' : `_files -g "*.(${endings.join('|')})"`;
  if (files.length > 0) return afterColon(` _authrig_sources "(${files.join('|')})" ${words.join(' ')}`);
  return words.length === 0 ? ' ' : afterColon(`(${words.join(' ')})`);
}

const identifier = (name: string): string => name.replaceAll('-', '_');
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const inBrackets = (text: string): string => text.replaceAll(/[[\]\\]/g, '\\$&');
const afterColon = (text: string): string => text.replaceAll(/[:\\]/g, '\\$&');

const engine = String.raw`
# What only this machine knows: a value a line, and what it is behind a tab.
_authrig_live() {
  local entry tab=$'\t'
  local -a found
  for entry in "${'${(@f)$(${~typed[1]} __complete $1 "${(@)typed[2,-1]}" 2>/dev/null)}'}"; do
    [[ -n $entry ]] && found+=("${'${${entry%%$tab*}//:/\\\\:}:${entry#*$tab}'}")
  done
  _describe -t values value found
}

# Words, of which those that end in : or = go on; behind those of the pattern stands a file.
_authrig_sources() {
  if compset -P "$1"; then
    _files
  else
    compadd -S '' -- ${'${(M)@[2,-1]:#*[:=]}'}
    compadd -- ${'${@[2,-1]:#*[:=]}'}
  fi
}

if [[ $funcstack[1] == _authrig ]]; then
  _authrig "$@"
else
  compdef _authrig authrig
fi
`;
