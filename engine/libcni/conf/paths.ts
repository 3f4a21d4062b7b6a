/** POSIX paths of the host, which may run another system than this process. Source: Go's path/filepath on Unix. */

/** Returns the shortest equivalent path (filepath.Clean): no `.`, `..` only at the start of a relative one, no final slash. */
export function cleanPath(path: string): string {
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') {
      kept.pop();
    } else if (part !== '' && part !== '.' && !(part === '..' && absolute)) {
      kept.push(part);
    }
  }
  const joined = kept.join('/');
  return absolute ? `/${joined}` : joined || '.';
}

/** Joins parts to a clean path (filepath.Join) without empty parts; '' if all are empty. */
export function joinPath(...parts: readonly string[]): string {
  const joined = parts.filter((part) => part !== '').join('/');
  return joined === '' ? '' : cleanPath(joined);
}

/** Returns the clean directory part of a path (filepath.Dir). */
export function directoryOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}
