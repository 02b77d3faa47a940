import { describe, expect, test } from 'vitest';
import { everyCommand, shapeOf } from '../../src/completion/tree.ts';
import { known, valuesAt } from '../../src/completion/values.ts';
import { exampleNames } from '../../src/scenario/examples.ts';
import { readVendorWords } from '../../src/completion/vendor-words.ts';
import { reportKinds } from '../../src/report/option.ts';
import { declaredTree } from '../../src/verbs.ts';

const vendor = await readVendorWords();
const tree = shapeOf(await declaredTree(), vendor);
const commands = everyCommand(tree);

const options = commands.flatMap(({ words, options: own }) =>
  own.map((option) => ({ command: words.join(' '), ...option })),
);
const inputs = commands.flatMap(({ words, inputs: own }) =>
  own.map((input) => ({ command: words.join(' '), ...input })),
);

/** The values of an option, or of an argument, of a command. */
function at(command: string, name: string) {
  const option = options.find((each) => each.command === command && each.long === name);
  return (
    option?.value?.values ?? inputs.find((each) => each.command === command && each.name === name)?.values
  );
}

/** What only the user can know. A word that is new here wants a decision: are its values known, or files? */
const free = new Set(
  (
    'address code count duration id kind name name=value number n i/n ' +
    'recipient=code regex seconds share text time token url value word years path'
  ).split(' '),
);

describe('what may stand where', () => {
  test('every placeholder is known, or is one that only the user can fill', () => {
    const open = [
      ...options.flatMap(({ value }) =>
        value === undefined ? [] : [[value.placeholder, value.values] as const],
      ),
      ...inputs.map(({ name, values }) => [name, values] as const),
    ].filter(([, { words, live, files }]) => words.length === 0 && live === undefined && files !== true);
    expect([...new Set(open.map(([placeholder]) => placeholder))].filter((name) => !free.has(name))).toEqual(
      [],
    );
  });

  test('no entry is left of an option or an argument that is gone', () => {
    const places = [
      ...tree.options.map(({ long }) => ({ command: '', name: long })),
      ...options.map(({ command, long }) => ({ command, name: long })),
      ...inputs.map(({ command, name }) => ({ command, name })),
    ];
    const used = new Set(places.flatMap(({ command, name }) => [name, `${command} ${name}`]));
    expect(Object.keys(known).filter((key) => !used.has(key))).toEqual([]);
  });

  test.each([
    ['jekimo login', '--qr', ['auto', 'full', 'half', 'ascii', 'none']],
    ['juvlon verify', '--otp-from', ['prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox']],
    ['report merge', '--report', reportKinds.map((kind) => `${kind}=`)],
    ['sandbox fault', '--provider', ['jekimo', 'verifik', 'elixir', 'ekyc', 'juvlon']],
    ['run', '--example', exampleNames()],
    ['sandbox fault', '--operation', [...vendor.operations]],
    ['sandbox start', '--set', [...vendor.switches]],
    ['completion install', 'shell', ['bash', 'zsh', 'fish', 'powershell']],
  ])('%s %s: what the tree lists', (command, name, words) => {
    expect(at(command, name)?.words).toEqual(words);
  });

  test('settings, profiles and files by the commands that take them', () => {
    expect(at('config get', 'name')?.words).toContain('jekimo.apiKey');
    expect(at('profile use', 'name')?.live).toBe('profiles');
    expect(at('config import', 'file')?.files).toBe(true);
    expect(at('jekimo login', '--qr-file')?.files).toBe(true);
    expect(at('juvlon verify', '--otp-from')?.files).toEqual(['file:']);
  });

  test('what the modules of the vendors know: calls of their contracts, and readings of their switches', () => {
    expect(vendor.operations).toEqual(expect.arrayContaining(['check', 'phoneConfirm', 'verifyOneTimeCode']));
    expect(vendor.switches).toEqual(
      expect.arrayContaining(['jekimo.expiredToken=KO', 'sandbox.answers=docs-literal']),
    );
  });

  test('scenario files are YAML', () => {
    expect(at('run', 'files')).toMatchObject({ files: true, endings: ['yaml', 'yml'] });
  });

  test('a secret of a source without a list takes them all', () => {
    const place = { command: 'x', name: '--pin-from', placeholder: 'source', choices: undefined, fields: [] };
    expect(valuesAt({ ...place, summary: 'the pin' }, vendor).words).toContain('env:');
    expect(valuesAt({ ...place, summary: 'the pin: prompt, file:PATH' }, vendor).words).toEqual([
      'prompt',
      'file:',
    ]);
  });

  test('--field names the members of the result', () => {
    expect(commands.find(({ words }) => words.join(' ') === 'juvlon verify')?.fields).toContain(
      'transactionId',
    );
  });
});
