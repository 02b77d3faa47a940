import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { checkSetting, type SettingDefinition } from '../../settings/settings.ts';

const longest = 64 * 1024;

/** The value of a setting from a person or from stdin. Throws `usage` where neither can give one, or it is not right. */
export async function readValue(definition: SettingDefinition, context: Context): Promise<string> {
  const { name, secret } = definition;
  const { prompter, stdin } = context;
  if (!stdin.isTTY) return accepted(definition, withoutLineEnd(await stdin.text(longest)));
  if (!prompter.available) {
    throw new CliError('usage', `${name} needs a value and nobody may be asked for it.`, {
      hint: secret
        ? `Pipe it in: authrig config set ${name} < FILE`
        : `Give it as an argument: authrig config set ${name} VALUE`,
    });
  }
  const question = {
    message: `${name} (${definition.summary})`,
    option: secret ? 'standard input' : 'VALUE',
    validate: (answer: string) => checkSetting(definition, answer),
  };
  return accepted(definition, secret ? await prompter.secret(question) : await prompter.text(question));
}

/** The value, if the setting may have it. Throws `usage` without showing a secret. */
export function accepted(definition: SettingDefinition, value: string): string {
  const verdict = checkSetting(definition, value);
  if (verdict === true) return value;
  throw new CliError('usage', `This is no value for ${definition.name}: ${verdict}.`, {
    hint:
      definition.secret === true
        ? `Nothing was stored. Type it at the prompt, or pipe it in: authrig config set ${definition.name} < FILE`
        : 'Nothing was stored. Type the same command again with another value.',
  });
}

/** What `echo` and editors put at the end of a line, once. */
function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
