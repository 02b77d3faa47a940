import { describe, expect, test } from 'vitest';
import { configFolder, findConfigFolder } from '../../src/settings/folder.ts';

describe('the config folder', () => {
  test.each([
    ['linux', { HOME: '/home/ada' }, '/home/ada/.config/authrig'],
    ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '/xdg dir/é' }, '/xdg dir/é/authrig'],
    ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/authrig'],
    ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '' }, '/home/ada/.config/authrig'],
    ['linux', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/authrig'],
    ['darwin', { HOME: '/Users/ada', XDG_CONFIG_HOME: '/xdg' }, '/Users/ada/Library/Preferences/authrig'],
    ['win32', { APPDATA: String.raw`C:\Users\ada\AppData` }, String.raw`C:\Users\ada\AppData\authrig`],
    ['linux', { HOME: '/home/ada', AUTHRIG_CONFIG_DIR: '/elsewhere' }, '/elsewhere'],
    ['linux', { HOME: '/home/ada', AUTHRIG_CONFIG_DIR: '' }, '/home/ada/.config/authrig'],
  ] as const)('UX-21: on %s with %o it is %s', (platform, env, folder) => {
    expect(configFolder({ platform, env })).toBe(folder);
  });

  test.each([
    ['linux', {}],
    ['linux', { HOME: '' }],
    ['linux', { HOME: 'relative' }],
    ['darwin', {}],
    ['win32', { HOME: '/home/ada' }],
  ] as const)('F56: on %s with %o there is none, and what needs one says how to name it', (platform, env) => {
    expect(findConfigFolder({ platform, env })).toBeUndefined();
    expect(() => configFolder({ platform, env })).toThrow(
      expect.objectContaining({
        kind: 'local',
        details: expect.objectContaining({ hint: expect.stringContaining('AUTHRIG_CONFIG_DIR') }),
      }),
    );
  });

  test.each(['relative', './dir', '/nul\0byte'])('a bad AUTHRIG_CONFIG_DIR %j is refused', (value) => {
    expect(() => findConfigFolder({ platform: 'linux', env: { AUTHRIG_CONFIG_DIR: value } })).toThrow(
      expect.objectContaining({ kind: 'usage' }),
    );
  });
});
