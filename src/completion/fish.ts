import type { CommandShape, OptionShape, TreeShape } from './tree.ts';
import type { Values } from './values.ts';

/** A completion script for fish 3. */
export function fishScript(tree: TreeShape): string {
  const takers = tree.options.filter(({ value }) => value !== undefined).map(({ long }) => long);
  return `${engine(takers)}
complete -c authrig -f
${tree.options
  .filter(({ long }) => long !== '--field')
  .map((option) => optionLine(option, ''))
  .join('\n')}
${tree.nouns.map(({ name, summary }) => below(name, summary, '__authrig_is')).join('\n')}
${tree.nouns
  .flatMap((noun) => [noun, ...noun.commands])
  .map(commandLines)
  .join('\n')}
`;
}

function commandLines(command: CommandShape): string {
  const path = command.words.join(' ');
  if (command.commands.length > 0)
    return `\n# authrig ${path}\n${command.commands.map(({ name, summary }) => below(name, summary, `__authrig_is ${path}`)).join('\n')}`;
  const when = ` -n '__authrig_at ${path}'`;
  const field: OptionShape = {
    long: '--field',
    short: undefined,
    summary: 'print one value of the result, raw',
    value: { placeholder: 'path', values: { words: command.fields, files: [] } },
  };
  const inputs = command.inputs.map(({ values }) => `complete -c authrig${when}${argumentsOf(values)}`);
  const options = [...command.options, field].map((option) => optionLine(option, when));
  return [`\n# authrig ${path}`, ...inputs.filter((line) => / -[Fa]/.test(line)), ...options].join('\n');
}

function below(name: string, summary: string, condition: string): string {
  return `complete -c authrig -n '${condition}' -a ${name} -d ${quoted(summary)}`;
}

function optionLine({ long, short, summary, value }: OptionShape, when: string): string {
  const spelt = `${short === undefined ? '' : ` -s ${short.slice(1)}`} -l ${long.slice(2)}`;
  const taken =
    value === undefined ? '' : ` -r${value.values.files === true ? '' : ' -f'}${argumentsOf(value.values)}`;
  return `complete -c authrig${when}${spelt}${taken} -d ${quoted(summary)}`;
}

function argumentsOf({ words, live, files, endings = [] }: Values): string {
  if (live !== undefined) return ` -a '(__authrig_live ${live})'`;
  if (endings.length > 0) return ` -a '(__authrig_ending ${endings.join(' ')})'`;
  if (files === true) return ' -F';
  if (files.length > 0) return ` -a '(__authrig_sources ${words.join(' ')} -- ${files.join(' ')})'`;
  return words.length === 0 ? '' : ` -a '${words.join(' ')}'`;
}

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;

const engine = (takers: readonly string[]): string => String.raw`
# The words of the line that are no options of every command, as far as a command can go.
function __authrig_words
    set -l skip
    set -l found
    for word in (commandline -opc)[2..-1]
        if set -q skip[1]
            set -e skip
            continue
        end
        switch $word
            case ${takers.join(' ')}
                set skip yes
            case '-*'
                continue
            case '*'
                set -a found $word
                test (count $found) -ge 2; and break
        end
    end
    string join \n -- $found
end

# True where the line holds these words and no other yet.
function __authrig_is
    set -l words (__authrig_words)
    test "$words" = "$argv"
end

# True where the line begins with these words.
function __authrig_at
    set -l words (__authrig_words)
    string match -q -- "$argv *" "$words "
end

# What only this machine knows: a value a line, and what it is behind a tab.
function __authrig_live
    set -l typed (commandline -opc)
    $typed[1] __complete $argv[1] $typed[2..-1] 2>/dev/null
end

# Folders, and files whose names end so.
function __authrig_ending
    set -l typed (commandline -ct)
    for path in (complete -C "__authrig_no_command $typed")
        set -l name (string split -f1 \t -- $path)
        for ending in / .$argv
            if string match -q -- "*$ending" $name
                echo $name
                break
            end
        end
    end
end

# Words, and files behind those that are named after --.
function __authrig_sources
    set -l at (contains -i -- -- $argv)
    set -l typed (string replace -r -- '^--[^=]*=' '' (commandline -ct))
    for before in $argv[(math $at + 1)..-1]
        if string match -q -- "$before*" $typed
            set -l rest (string sub -s (math (string length -- $before) + 1) -- $typed)
            for path in (complete -C "__authrig_no_command $rest")
                echo $before(string split -f1 \t -- $path)
            end
            return
        end
    end
    string join \n -- $argv[1..(math $at - 1)]
end
`;
