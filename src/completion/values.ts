import { reportKinds } from '../report/option.ts';
import { providers } from '../providers/index.ts';
import { exampleNames } from '../scenario/examples.ts';
import { faultKinds } from '../sandbox/fault-kinds.ts';
import { topics } from '../commands/help/topics.ts';
import type { LiveKind } from './live.ts';
import type { VendorWords } from './vendor-words.ts';

/** What may stand in the place of an option's value or of an argument. */
export interface Values {
  /** Those that are known; one that ends in `:` or `=` goes on. */
  readonly words: readonly string[];
  /** Those that only this machine knows, asked for when they are wanted. */
  readonly live?: LiveKind;
  /** Whether files are meant: always, or behind one of these words. */
  readonly files: true | readonly string[];
  /** How the names of files end, where that is known: `yaml`. Folders lead to them. */
  readonly endings?: readonly string[];
}

/** What the tree says of the place that is to be filled. */
export interface Place {
  /** `verifik confirm` */
  readonly command: string;
  /** `--challenge`, or the name of an argument. */
  readonly name: string;
  /** `source` of `--otp-from <source>`. */
  readonly placeholder: string;
  readonly summary: string;
  readonly choices: readonly string[] | undefined;
  /** The members of the command's result. */
  readonly fields: readonly string[];
}

const none: Values = { words: [], files: [] };
const listed = (words: readonly string[]): Values => ({ words, files: [] });
const live = (kind: LiveKind): Values => ({ words: [], live: kind, files: [] });
const settings = listed(providers.flatMap((provider) => provider.settings.map(({ name }) => name)));
const reports = reportKinds.map((kind) => `${kind}=`);
const allSources = ['prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'sandbox'];

/** By option, and by command and argument. */
export const known: Readonly<Record<string, Values>> = {
  '--profile': live('profiles'),
  '--challenge': live('challenges'),
  '--provider': listed(providers.map(({ name }) => name)),
  '--to': live('recipients'),
  '--drop': live('faults'),
  '--report': { words: reports, files: reports },
  '--callback-path': none,
  '--example': listed(exampleNames()),
  'run files': { words: [], files: true, endings: ['yaml', 'yml'] },
  'profile use name': live('profiles'),
  'profile delete name': live('profiles'),
  'config get name': settings,
  'config set name': settings,
  'config unset name': settings,
  'sandbox approve id': live('sign-ins'),
  'sandbox deny id': live('sign-ins'),
  'sandbox exec command': { words: [], files: true },
  'sandbox fault kind': listed(Object.keys(faultKinds)),
  'help words': listed(Object.keys(topics)),
};

/** What may stand there; nothing where only the user can know. */
export function valuesAt(place: Place, { operations, switches }: VendorWords): Values {
  const { command, name, placeholder, summary, choices, fields } = place;
  if (choices !== undefined) return listed(choices);
  if (name === '--field') return listed(fields);
  if (name === '--operation') return listed(operations);
  if (name === '--set') return listed(switches);
  const found = known[name] ?? known[`${command} ${name}`];
  if (found !== undefined) return found;
  if (placeholder === 'source') return { words: sourcesIn(summary), files: ['file:'] };
  return /^(?:file|files|path)$/.test(placeholder) ? { words: [], files: true } : none;
}

/** The sources that the help of an option lists, such as `file:PATH`, without what follows their colon. */
function sourcesIn(summary: string): readonly string[] {
  const [, list] = /: (prompt, .*)$/.exec(summary) ?? [];
  return list?.split(', ').map((form) => form.replace(/:.*/, ':')) ?? allSources;
}
