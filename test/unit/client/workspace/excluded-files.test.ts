import { expect, test } from 'vitest';
import { excludedFiles } from '../../../../client/workspace/excluded-files.ts';

const files = [
  'net.d/10-a.conflist',
  'node_modules/x/net.d/10-a.conflist',
  'build/10-a.conflist',
  'src/build/10-a.conflist',
  'src/keep/10-a.conflist',
];

const kept = (
  settings: readonly unknown[],
  ...ignoreFiles: readonly (readonly [directory: string, text: string])[]
) => {
  const isExcluded = excludedFiles(
    settings,
    ignoreFiles.map(([directory, text]) => ({ directory, text })),
  );
  return files.filter((path) => !isExcluded(path));
};

test.each([
  ['nothing', [], files],
  ['a folder at any depth', [{ '**/node_modules': true }], files.filter((path) => !path.startsWith('node'))],
  ['a folder of the root only', [{ build: true }], files.filter((path) => !path.startsWith('build'))],
  ['the files of a folder', [{ 'src/**': true }], files.filter((path) => !path.startsWith('src'))],
  ['what is off or has a condition', [{ '**/net.d': false, '**/build': { when: '$(basename).ts' } }], files],
  ['settings of another shape', [undefined, 1, 'x', []], files],
] as const)('the settings exclude %s', (_, settings, expected) => {
  expect(kept(settings)).toEqual(expected);
});

test('a .gitignore excludes files below it, and a deeper one decides last', () => {
  expect(kept([], ['', 'node_modules/\n/build\n'])).toEqual([files[0], files[3], files[4]]);
  expect(kept([], ['src', 'build/\n'])).toEqual([files[0], files[1], files[2], files[4]]);
  expect(kept([], ['src/keep', '!*.conflist\n'], ['', '*.conflist\n'])).toEqual([files[4]]);
});
