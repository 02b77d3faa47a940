import type { CommandShape, InputShape, OptionShape, TreeShape } from './tree.ts';
import type { Values } from './values.ts';

/** A completion script for zsh 5: the file \`_authrig\` of a folder in fpath, or to be read as it is. */
export function zshScript(tree: TreeShape): string {
  return `
_authrig() {
  local curcontext="$curcontext" state line
  local -a common below typed=("\${(@)words}")
  common=(
${tree.options.map((option) => `    ${optionSpec(option)}`).join('\n')}
  )
  _arguments -C -s -S $common ': :->noun' '*:: :->rest'
  case $state in
    noun)
      below=(
${describedList(tree.nouns, '        ')}
      )
      _describe -t commands command below
      ;;
    rest)
      curcontext="\${curcontext%:*:*}:authrig-$words[1]:"
      case $words[1] in
${tree.nouns.map(({ name }) => `        ${name}) _authrig_${identifier(name)} ;;`).join('\n')}
      esac
      ;;
  esac
}
${tree.nouns.map(nounFunction).join('\n')}
${engine}`;
}

function nounFunction(noun: CommandShape): string {
  if (noun.commands.length === 0)
    return `\n_authrig_${identifier(noun.name)}() {\n${verbCall(noun, '  ')}\n}`;
  return `
_authrig_${identifier(noun.name)}() {
  local state line
  local -a below
  _arguments -C -s -S $common ': :->verb' '*:: :->rest'
  case $state in
    verb)
      below=(
${describedList(noun.commands, '        ')}
      )
      _describe -t commands command below
      ;;
    rest)
      case $words[1] in
${noun.commands.map((verb) => `        ${verb.name})\n${verbCall(verb, '          ')}\n          ;;`).join('\n')}
      esac
      ;;
  esac
}`;
}

function verbCall({ options, inputs, fields }: CommandShape, indent: string): string {
  const field = quoted(
    `--field=[print one value of the result, raw]:path:${action({ words: fields, files: [] })}`,
  );
  const specs = [
    ...(fields.length === 0 ? ['$common'] : ['${common:#--field*}', field]),
    ...options.map(optionSpec),
    ...inputs.map(inputSpec),
  ];
  return `${indent}_arguments -s -S \\\n${specs.map((spec) => `${indent}  ${spec}`).join(' \\\n')}`;
}

function optionSpec({ long, short, summary, value }: OptionShape): string {
  const text = `[${inBrackets(summary)}]`;
  const tail =
    value === undefined ? text : `${text}:${afterColon(value.placeholder)}:${action(value.values)}`;
  if (value !== undefined)
    return quoted(`${long === '--report' || long === '--var' ? '*' : ''}${long}=${tail}`);
  return short === undefined
    ? quoted(`${long}${tail}`)
    : `'(${short} ${long})'{${short},${long}}${quoted(tail)}`;
}

function inputSpec({ name, summary, variadic, values }: InputShape, at: number): string {
  return quoted(`${variadic ? '*' : at + 1}:${afterColon(`${name}, ${summary}`)}:${action(values)}`);
}

/** What _arguments does at the place; a lone space completes nothing. */
function action({ words, live, files }: Values): string {
  if (live !== undefined) return `_authrig_live ${live}`;
  if (files === true) return '_files';
  if (files.length > 0) return `_authrig_sources "(${files.join('|')})" ${words.join(' ')}`;
  return words.length === 0 ? ' ' : `(${words.join(' ')})`;
}

function describedList(commands: readonly CommandShape[], indent: string): string {
  return commands.map(({ name, summary }) => `${indent}${quoted(`${name}:${summary}`)}`).join('\n');
}

const identifier = (name: string): string => name.replaceAll('-', '_');
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const inBrackets = (text: string): string => text.replaceAll(/[[\]\\]/g, '\\$&');
const afterColon = (text: string): string => text.replaceAll(/[:\\]/g, '\\$&');

const engine = String.raw`
# What only this machine knows: a value a line, and what it is behind a tab.
_authrig_live() {
  local entry
  local -a found
  for entry in "${'${(@f)$(${~typed[1]} __complete $1 "${(@)typed[2,-1]}" 2>/dev/null)}'}"; do
    [[ -n $entry ]] && found+=("${"${${entry%%$'\\t'*}//:/\\\\:}"}:${"${entry#*$'\\t'}"}")
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
