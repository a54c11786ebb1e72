import { expect, it } from 'vitest';
import { zipFiles } from '../../../src/slack/deliver/zip-files.ts';
import { unzip } from '../unzip.ts';

it.each([
  ['no file', []],
  ['an empty one', [{ path: 'empty', text: '' }]],
  [
    'folders, and words of other alphabets',
    [
      { path: 'grüße/case.yaml', text: 'about: 注文が遅い\n'.repeat(500) },
      { path: 'b/bundle.json', text: '{}' },
    ],
  ],
])('packs %s', (_what, files) => {
  expect(unzip(zipFiles(files))).toStrictEqual(files.map((file) => ({ ...file, isSound: true })));
});

it('packs the same files to the same bytes', () => {
  const files = [{ path: 'a', text: 'b' }];
  expect(zipFiles(files)).toStrictEqual(zipFiles(files));
});
