import { describe, expect, test } from 'vitest';
import { keptKeys } from '../../../src/commands/smoke/kept-keys.ts';
import type { Examiner } from '../../../src/commands/smoke/target.ts';
import { jekimo } from '../../../src/providers/jekimo/index.ts';
import { withKeychainNames } from '../../../src/settings/profiles.ts';
import { fakeKeychain } from '../../helpers/fake-keychain.ts';
import { settingsContext } from '../../helpers/settings-context.ts';

const examiners = [
  { card: { ...jekimo, settings: jekimo.settings.slice(0, 1) }, probe: {} } as unknown as Examiner,
];

describe('a key in the keychain', () => {
  const marked = async () => {
    const keychain = fakeKeychain({ 'default/jekimo.apiKey': 'key-of-the-keychain' });
    const rig = settingsContext({ keychain });
    await rig.context.store.change((contents) => withKeychainNames(contents, 'default', ['jekimo.apiKey']));
    return rig;
  };

  test('is tested as any other', async () => {
    const { context } = await marked();
    expect(await keptKeys(context, examiners)).toMatchObject([{ key: { value: 'key-of-the-keychain' } }]);
  });

  test('that is not handed over spoils its own test alone', async () => {
    const { context, keychain } = await marked();
    keychain.lock();
    expect(await keptKeys(context, examiners)).toMatchObject([
      { key: { problem: 'The keychain is locked.' } },
    ]);
  });
});
