import ignore, { type Ignore } from 'ignore';
import { globPattern, type PathPattern } from '../../language/workspace/globs.ts';

/** A `.gitignore` file: its directory relative to the folder ('' for the folder itself), and its text. */
export interface IgnoreFile {
  readonly directory: string;
  readonly text: string;
}

/**
 * Returns the test for files of a folder that the editor's search leaves out, by their path relative to the folder.
 * @param settings values of `files.exclude` and `search.exclude`; entries that are false or have a condition are ignored
 */
export function excludedFiles(
  settings: readonly unknown[],
  ignoreFiles: readonly IgnoreFile[],
): (path: string) => boolean {
  const patterns = settings.flatMap(patternsOf);
  const ignores = ignoreFiles
    .toSorted((a, b) => a.directory.length - b.directory.length)
    .map(({ directory, text }) => ({ prefix: directory === '' ? '' : `${directory}/`, rules: ignore().add(text) }));
  return (path) => isExcluded(patterns, path) || isIgnored(ignores, path);
}

function patternsOf(setting: unknown): readonly PathPattern[] {
  return Object.entries(typeof setting === 'object' && setting !== null ? setting : {}).flatMap(([glob, value]) =>
    value === true ? (globPattern(glob.startsWith('/') ? glob : `/${glob}`) ?? []) : [],
  );
}

/** A pattern excludes a file by its own path or by that of a folder that contains it. */
function isExcluded(patterns: readonly PathPattern[], path: string): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => {
    const part = `/${parts.slice(0, index + 1).join('/')}`;
    return patterns.some((pattern) => pattern.test(part));
  });
}

/** The last file that matches decides: the one in the deepest folder. */
function isIgnored(ignores: readonly { readonly prefix: string; readonly rules: Ignore }[], path: string): boolean {
  let ignored = false;
  for (const { prefix, rules } of ignores) {
    if (path.startsWith(prefix)) {
      const result = rules.test(path.slice(prefix.length));
      ignored = result.ignored || (ignored && !result.unignored);
    }
  }
  return ignored;
}
