import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textFields } from '../src/flow/sources/mailbox.ts';
import { providers } from '../src/providers/index.ts';
import { optionOf, variableOf } from '../src/settings/names.ts';
import { root } from './helpers/sources.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const settings = providers.flatMap((provider) => provider.settings);

/** From this heading to the next one of its rank. */
function section(title: string): string {
  const [, text = ''] = readme.split(`\n## ${title}\n`);
  return text.split('\n## ')[0] ?? '';
}

describe('the README keeps up with the providers', () => {
  test.each(settings)('Settings has $name, with its option, variable and default', (setting) => {
    const { name, secret, default: usual } = setting;
    const row = section('Settings')
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row).toContain(`| \`${optionOf(name, secret === true)} `);
    expect(row).toContain(`| \`${variableOf(name)}\` | ${usual === undefined ? '' : `\`${usual}\` `}|`);
  });

  test('the sample of `config list` has every setting, in its order', () => {
    const [, sample = ''] = readme.split('$ authrig config list\n');
    const lines = sample.split('\n').slice(1, settings.length + 1);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(settings.map(({ name }) => name));
  });

  test('Sources has every field that a message may have its text under', () => {
    for (const field of textFields) expect(section('Sources')).toContain(`\`${field}\``);
  });

  test('no recipe fetches from npm a name that may be another’s', () => {
    expect(readme).not.toMatch(/npx (?:--yes |-y )*authrig (?!`)/);
  });

  test.each(providers)('The sandbox has the places and the key of $name', async ({ sandbox }) => {
    const { mount, web, settings: own } = await sandbox();
    const text = section('The sandbox');
    for (const place of [mount, web?.mount ?? mount]) expect(text).toContain(`${place}\``);
    for (const [name, value] of Object.entries(own))
      if (name.endsWith('.apiKey')) expect(text).toContain(`\`${value}\``);
  });
});
