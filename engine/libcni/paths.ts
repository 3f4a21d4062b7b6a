/** POSIX paths of the host, which need not be the system we run on. Source: Go's path/filepath on Unix. */

/** The shortest path that means the same (filepath.Clean): no `.`, `..` only at the start of a relative one, no final slash. */
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

/** The parts as one clean path (filepath.Join); empty parts are left out, '' when all are. */
export function joinPath(...parts: readonly string[]): string {
  const joined = parts.filter((part) => part !== '').join('/');
  return joined === '' ? '' : cleanPath(joined);
}

/** The clean directory part of a path (filepath.Dir). */
export function directoryOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}
