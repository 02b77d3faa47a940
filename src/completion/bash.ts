import { everyCommand, type CommandShape, type OptionShape, type TreeShape } from './tree.ts';
import type { Values } from './values.ts';

/** A completion script for bash 4 and later. It works with and without bash-completion. */
export function bashScript(tree: TreeShape): string {
  const commands = everyCommand(tree);
  const common = tree.options.flatMap(spellings).join(' ');
  return `
# Sets \`below\` to the commands below this one, and \`options\` to what it takes; = marks those with a value.
_authrig_command() {
  below='' options='${common}'
  case $1 in
    '') below='${names(tree.nouns)}' ;;
${commands.map(commandCase).join('\n')}
  esac
}

# Sets what may stand at a place: \`words\`; \`live\`, what has to be asked for; \`files\`, always or behind a word, and
# \`endings\`, how their names end.
_authrig_place() {
  choices='' live='' files='' endings=''
  case $1 in
${placeCases(tree, commands)}
  esac
}
${engine}`;
}

function names(commands: readonly CommandShape[]): string {
  return commands.map(({ name }) => name).join(' ');
}

function spellings({ long, short, value }: OptionShape): readonly string[] {
  const mark = value === undefined ? '' : '=';
  return [...(short === undefined ? [] : [`${short}${mark}`]), `${long}${mark}`];
}

function commandCase({ words, commands, options }: CommandShape): string {
  const path = `'${words.join(' ')}'`;
  if (commands.length > 0) return `    ${path}) below='${names(commands)}' ;;`;
  return `    ${path}) options+=' ${options.flatMap(spellings).join(' ')}' ;;`;
}

/** Places with the same values share a line. */
function placeCases(tree: TreeShape, commands: readonly CommandShape[]): string {
  const byValues = new Map<string, string[]>();
  const add = (place: string, values: Values): void => {
    const text = assignments(values);
    if (text !== '') byValues.set(text, [...(byValues.get(text) ?? []), place]);
  };
  for (const { long, value } of tree.options) if (value !== undefined) add(`*' ${long}'`, value.values);
  for (const { words, options, inputs, fields } of commands) {
    const path = words.join(' ');
    add(`'${path} --field'`, { words: fields, files: [] });
    for (const { long, value } of options) if (value !== undefined) add(`'${path} ${long}'`, value.values);
    for (const [at, { values, variadic }] of inputs.entries())
      add(`'${path} '${variadic ? '[0-9]*' : at}`, values);
  }
  return [...byValues].map(([text, places]) => `    ${places.join(' | ')})\n      ${text} ;;`).join('\n');
}

function assignments({ words, live, files, endings = [] }: Values): string {
  return [
    ...(words.length === 0 ? [] : [`choices='${words.join(' ')}'`]),
    ...(live === undefined ? [] : [`live=${live}`]),
    ...(files === true ? ["files='*'"] : files.length === 0 ? [] : [`files='${files.join(' ')}'`]),
    ...(endings.length === 0 ? [] : [`endings='${endings.join(' ')}'`]),
  ].join(' ');
}

const engine = String.raw`
# Fills COMPREPLY with whole words for what is typed of a value, each behind the prefix.
_authrig_values() {
  local place=$1 typed=$2 prefix=$3 choices live files endings before line
  _authrig_place "$place"
  for before in $files; do
    if [[ $before == '*' || $typed == "$before"* ]]; then
      [[ $before == '*' ]] && before=''
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do
        [[ -z $endings || -d $line || " $endings " == *" ${'${line##*.}'} "* ]] && COMPREPLY+=("$prefix$before$line")
      done < <(compgen -f -- "${'${typed#"$before"}'}")
      return
    fi
  done
  while IFS= read -r line; do COMPREPLY+=("$prefix$line"); done < <(compgen -W "$choices" -- "$typed")
  [[ -n $live ]] || return
  while IFS=$'\t' read -r line _; do
    [[ $line == "$typed"* ]] && COMPREPLY+=("$prefix$line")
  done < <("${'${typed_words[0]}'}" __complete "$live" "${'${typed_words[@]:1}'}" 2>/dev/null)
}

_authrig() {
  # Words are cut at = : and @; they are joined again where no space is between them.
  local i word line=$COMP_LINE
  local -a typed_words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${'${COMP_WORDS[i]}'}
    if ((i > 0)) && [[ $line != [[:space:]]* ]]; then
      typed_words[${'${#typed_words[@]}'}-1]+=$word
    else
      typed_words+=("$word")
    fi
    line=${'${line#"${line%%[![:space:]]*}"}'}
    line=${'${line#"$word"}'}
  done

  # The command, the option that waits for its value, and how many arguments there are already.
  local command='' option='' rest='' count=0 below options last=$((${'${#typed_words[@]}'} - 1))
  _authrig_command ''
  set -f
  for ((i = 1; i < last; i++)); do
    word=${'${typed_words[i]}'}
    if [[ -n $option ]]; then
      option=''
    elif [[ $word == -- ]]; then
      rest=1
      break
    elif [[ $word == --*=* ]]; then
      :
    elif [[ $word == -* ]]; then
      [[ " $options " == *" $word= "* ]] && option=$word
    elif [[ " $below " == *" $word "* ]]; then
      command=${'${command:+$command }'}$word
      _authrig_command "$command"
    else
      ((++count))
    fi
  done

  local current=${'${typed_words[last]}'}
  COMPREPLY=()
  if [[ -n $rest ]]; then
    compopt -o default 2>/dev/null
  elif [[ -n $option ]]; then
    _authrig_values "$command $option" "$current" ''
  elif [[ $current == --*=* ]]; then
    _authrig_values "$command ${'${current%%=*}'}" "${'${current#*=}'}" "${'${current%%=*}'}="
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "${'${options//=/}'}" -- "$current"))
  elif [[ -n $below ]]; then
    COMPREPLY=($(compgen -W "$below" -- "$current"))
  else
    _authrig_values "$command $count" "$current" ''
  fi
  set +f

  if [[ ${'${#COMPREPLY[@]}'} -eq 1 && ${'${COMPREPLY[0]}'} == *[:=] ]]; then compopt -o nospace 2>/dev/null; fi
  # Only what follows the last cut is replaced.
  local cuts=${'${COMP_WORDBREAKS//[!=:@]/}'} head
  [[ -n $cuts ]] || return
  head=${'${current%"${current##*[$cuts]}"}'}
  [[ -z $head ]] || COMPREPLY=("${'${COMPREPLY[@]#"$head"}'}")
}

complete -F _authrig authrig
`;
