import path from 'node:path';

/** A path as people are told it: from the working directory, or whole where it is outside; with `/` between its parts. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  const isOutside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  return (isOutside ? file : relative).replaceAll(path.sep, '/');
}
