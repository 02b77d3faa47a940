import {
  everyCommand,
  type CommandShape,
  type InputShape,
  type OptionShape,
  type TreeShape,
} from './tree.ts';
import type { Values } from './values.ts';

/** A completion script for PowerShell 5.1 and later. */
export function powershellScript(tree: TreeShape): string {
  const commands = everyCommand(tree);
  const places = commands.flatMap(placesOf);
  return `
$authrigBelow = @{
  '' = ${list(tree.nouns.map(described))}
${commands
  .filter(isNoun)
  .map(({ words, commands: verbs }) => `  '${words.join(' ')}' = ${list(verbs.map(described))}`)
  .join('\n')}
}

# An option that takes a value ends in =.
$authrigCommon = ${list(tree.options.flatMap(optionEntries))}
$authrigOptions = @{
${commands
  .filter((command) => !isNoun(command))
  .map(({ words, options }) => `  '${words.join(' ')}' = ${list(options.flatMap(optionEntries))}`)
  .join('\n')}
}

# What may stand at a place: words, !KIND for what has to be asked for, * for a file, *.ENDING for one whose name ends so,
# and PREFIX* for a file behind it.
$authrigPlaces = @{
${tree.options
  .flatMap(({ long, value }) => (value === undefined ? [] : [[long, value.values] as const]))
  .flatMap(placeLine)
  .join('\n')}
${places.flatMap(placeLine).join('\n')}
}
${engine}`;
}

const isNoun = ({ commands }: CommandShape): boolean => commands.length > 0;

function placesOf({ words, options, inputs, fields }: CommandShape): (readonly [string, Values])[] {
  const path = words.join(' ');
  return [
    [`${path} --field`, { words: fields, files: [] }] as const,
    ...options.flatMap(({ long, value }) =>
      value === undefined ? [] : [[`${path} ${long}`, value.values] as const],
    ),
    ...inputs.map(
      ({ variadic, values }: InputShape, at) => [`${path} ${variadic ? '*' : at}`, values] as const,
    ),
  ];
}

function placeLine([place, { words, live, files, endings = [] }]: readonly [
  string,
  Values,
]): readonly string[] {
  const entries = [
    ...words,
    ...(live === undefined ? [] : [`!${live}`]),
    ...(endings.length > 0
      ? [endings.map((ending) => `*.${ending}`).join(',')]
      : files === true
        ? ['*']
        : files.map((before) => `${before}*`)),
  ];
  return entries.length === 0 ? [] : [`  ${quoted(place)} = ${list(entries)}`];
}

const described = ({ name, summary }: CommandShape): string => `${name}|${summary}`;

function optionEntries({ long, short, summary, value }: OptionShape): readonly string[] {
  const mark = value === undefined ? '' : '=';
  return [long, ...(short === undefined ? [] : [short])].map((spelling) => `${spelling}${mark}|${summary}`);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('’', '’’')}'`;
const list = (texts: readonly string[]): string => `@(${texts.map(quoted).join(', ')})`;

const engine = String.raw`
Register-ArgumentCompleter -Native -CommandName authrig -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($_.Extent.EndOffset -eq $cursorPosition -and $wordToComplete -eq '') } | ForEach-Object { $_.ToString() })
  $command = ''
  $option = ''
  $count = 0
  foreach ($word in ($typed | Select-Object -Skip 1)) {
    $options = @($authrigCommon) + @($authrigOptions[$command])
    $below = @($authrigBelow[$command] | ForEach-Object { "$_".Split('|')[0] })
    if ($option -ne '') { $option = '' }
    elseif ($word -like '--*=*') { continue }
    elseif ($word -like '-*') {
      if (@($options | Where-Object { "$_".StartsWith("$word=|") }).Count -gt 0) { $option = $word }
    }
    elseif ($below -contains $word) { $command = "$command $word".Trim() }
    else { $count++ }
  }

  $prefix = ''
  $value = $wordToComplete
  $place = "$command $count"
  if ($option -ne '') { $place = "$command $option" }
  elseif ($wordToComplete -like '--*=*') {
    $option = $wordToComplete.Split('=')[0]
    $prefix = "$option="
    $value = $wordToComplete.Substring($prefix.Length)
    $place = "$command $option"
  }

  $found = @()
  if ($option -eq '' -and $wordToComplete -like '-*') {
    $found = @($authrigCommon) + @($authrigOptions[$command]) | ForEach-Object {
      $name, $about = "$_".Split([char[]]'|', 2)
      "$($name.TrimEnd('='))|$about"
    }
  }
  elseif ($option -eq '' -and $authrigBelow.ContainsKey($command)) { $found = @($authrigBelow[$command]) }
  else {
    $entries = $authrigPlaces[$place]
    if ($null -eq $entries -and $option -ne '') { $entries = $authrigPlaces[$option] }
    if ($null -eq $entries) { $entries = $authrigPlaces["$command *"] }
    foreach ($entry in @($entries)) {
      if ("$entry".StartsWith('!')) {
        $found += & $typed[0] __complete $entry.Substring(1) ($typed | Select-Object -Skip 1) 2>$null | ForEach-Object { "$_".Replace([char]9, '|') }
      }
      elseif ("$entry".StartsWith('*.')) {
        $found += Get-ChildItem -Path "$value*" -ErrorAction SilentlyContinue | Where-Object { $_.PSIsContainer -or "$entry".Split(',') -contains "*$($_.Extension)" } | ForEach-Object { "$($_.Name)|file" }
      }
      elseif ("$entry".EndsWith('*')) {
        $before = "$entry".TrimEnd('*')
        if ($value.StartsWith($before)) {
          $found += Get-ChildItem -Path "$($value.Substring($before.Length))*" -Name -ErrorAction SilentlyContinue | ForEach-Object { "$before$_|file" }
        }
      }
      elseif ($null -ne $entry) { $found += "$entry|$entry" }
    }
  }

  $found | Where-Object { $_ -and "$_".StartsWith($value) } | ForEach-Object {
    $name, $about = "$_".Split([char[]]'|', 2)
    if (-not $about) { $about = $name }
    [System.Management.Automation.CompletionResult]::new("$prefix$name", $name, 'ParameterValue', $about)
  }
}
`;
