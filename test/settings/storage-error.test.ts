import { expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { storageError } from '../../src/settings/storage-error.ts';

const path = '/home/ada/authrig/config.json';
const coded = (code: string) => Object.assign(new Error('Something.'), { code });
const folder = 'set AUTHRIG_CONFIG_DIR to a folder where you may write';
const look = 'Type `ls -ld /home/ada/authrig` to';

test.each([
  ['ENOSPC', 'the disk is full', 'Free some space and type the same command again.'],
  ['EDQUOT', 'the disk is full', 'Free some space and type the same command again.'],
  [
    'EFBIG',
    'it would exceed the size that files may have',
    'Raise `ulimit -f` and type the same command again.',
  ],
  ['EACCES', 'permission denied', `${look} see whose it is, or ${folder}.`],
  ['EPERM', 'permission denied', `${look} see whose it is, or ${folder}.`],
  ['EROFS', 'the file system is read-only', `Make it writable, or ${folder}.`],
  ['ENOTDIR', 'a part of this path is a file where a folder is needed', `Move that file away, or ${folder}.`],
  ['EEXIST', 'a part of this path is a file where a folder is needed', `Move that file away, or ${folder}.`],
  ['ENAMETOOLONG', 'the path is too long', `Take a shorter one: ${folder}.`],
  ['ENOENT', 'its folder is gone', 'Type the same command again.'],
  ['EIO', 'the system says EIO', `${look} look at the folder, or ${folder}.`],
])('F51: %s is told in words, with what to do', (code, why, hint) => {
  const error = coded(code);
  const told = storageError(error, path, 'read');
  expect(told).toBeInstanceOf(CliError);
  expect(told).toMatchObject({
    kind: 'local',
    message: `${path} could not be read: ${why}.`,
    details: { hint, cause: error },
  });
});

test('a write says that what was there is unchanged, and the file may lie elsewhere', () => {
  expect(storageError(coded('EROFS'), path, 'written', 'name another file')).toMatchObject({
    message: `${path} could not be written: the file system is read-only. What was stored before is unchanged.`,
    details: { hint: 'Make it writable, or name another file.' },
  });
  expect(storageError(coded('EROFS'), path, 'removed')).toMatchObject({
    message: `${path} could not be removed: the file system is read-only.`,
  });
});

test('what is no error of the system, or told already, comes back as it is', () => {
  const bug = new TypeError('undefined is not a function');
  const told = Object.assign(new CliError('local', 'Told.'), { code: 'EIO' });
  expect(storageError(bug, path, 'read')).toBe(bug);
  expect(storageError(told, path, 'read')).toBe(told);
});

test('the command in its hint works where the path has a space', () => {
  const told = storageError(coded('EACCES'), '/home/ada/my rig/config.json', 'read');
  expect(told).toMatchObject({
    details: { hint: expect.stringContaining("`ls -ld '/home/ada/my rig'`") as string },
  });
});
