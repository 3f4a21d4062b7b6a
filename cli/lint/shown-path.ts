import path from 'node:path';
import { workingDirectory } from '../../engine/host/working-directory.ts';

/** Returns a path for messages: relative to the working directory, or absolute if it is outside, with `/` as the separator. */
export function shownPath(file: string): string {
  const directory = workingDirectory();
  const relative = directory === undefined ? '' : path.relative(directory, file);
  const isOutside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  return (isOutside ? file : relative).replaceAll(path.sep, '/');
}
