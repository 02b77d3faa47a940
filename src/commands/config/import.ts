import type { Result } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, errorCode } from '../../errors.ts';
import { readPlainFile } from '../../plain-file.ts';
import { valuesOf } from '../../settings/profiles.ts';
import { masksOf } from '../../settings/settings.ts';
import { inKeychain, keepValues } from './keep.ts';
import { knownSetting } from './known.ts';
import { accepted } from './read-value.ts';

const longest = 1024 * 1024;

/** `authrig config import [FILE]` */
export async function importSettings(context: Context, _options: unknown, file?: string): Promise<Result> {
  const { settings, store, terminal, redactor } = context;
  await store.putAsideDamaged();
  const { name: profile } = settings.profile;
  const text = file === undefined || file === '-' ? await readStdin(context) : await readFile(file);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(settingsIn(text))) {
    const definition = knownSetting(settings, name);
    if (typeof value !== 'string') throw unreadable(`${name} is not a string`);
    values[name] = accepted(definition, value);
    const kind = masksOf(definition);
    if (kind !== undefined) redactor.learn(value, kind);
  }
  const names = Object.keys(values);
  valuesOf(store.read(), profile);
  if (names.length > 0) await keepValues(context, profile, values, inKeychain(context, profile, names));
  terminal.message(
    `${names.length} ${names.length === 1 ? 'setting is' : 'settings are'} kept in the profile "${profile}".`,
    'good',
  );
  return { data: { profile, names } };
}

async function readStdin({ stdin }: Context): Promise<string> {
  if (!stdin.isTTY) return stdin.text(longest);
  throw new CliError('usage', 'There is nothing to import.', { hint: 'Type: authrig config import FILE' });
}

async function readFile(file: string): Promise<string> {
  try {
    const bytes = await readPlainFile(file, longest);
    if (typeof bytes === 'string') throw unreadable(`${file} is no file of at most 1 MB`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT') throw unreadable(`there is no file ${file}`, error);
    throw unreadable(`${file} could not be read as text (${code ?? 'not UTF-8'})`, error);
  }
}

/** The settings of an export, of its `--json` document, or of a plain object of names and values. */
function settingsIn(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unreadable('it is not JSON');
  }
  let found = recordOf(parsed);
  if (Object.hasOwn(found, 'ok')) found = recordOf(found['data']);
  if (!Object.hasOwn(found, 'settings')) return found;
  if (found['schemaVersion'] !== 1) throw unreadable('its schemaVersion is not 1');
  return recordOf(found['settings']);
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable('it holds no settings');
  return value as Record<string, unknown>;
}

function unreadable(why: string, cause?: unknown): CliError {
  return new CliError('usage', `This cannot be imported: ${why}.`, {
    hint: 'Nothing was stored. To see what is expected, type: authrig config export',
    ...(cause === undefined ? {} : { cause }),
  });
}
