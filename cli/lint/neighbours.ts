import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type DirectoryReader,
  type FileAround,
  filesAround,
  LARGEST_NEIGHBOUR,
} from '../../server/service/directory/files-around.ts';

const reader: DirectoryReader<string> = {
  pathOf: (place) => place.replaceAll(path.sep, '/'),
  join: (directory, name) => path.join(directory, name),
  parent: (place) => path.dirname(place),
  async list(directory) {
    const entries = await readdir(directory, { withFileTypes: true }).catch((): Dirent[] => []);
    const known = await Promise.all(
      entries.map(async ({ name }) => {
        const status = await stat(path.join(directory, name)).catch(() => undefined);
        return { name, isFile: status?.isFile() === true, isDirectory: status?.isDirectory() === true };
      }),
    );
    return known
      .filter(({ isFile, isDirectory }) => isFile || isDirectory)
      .map(({ name, isFile }) => ({ name, kind: isFile ? ('file' as const) : ('directory' as const) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  },
  async read(file) {
    try {
      if ((await stat(file)).size > LARGEST_NEIGHBOUR) {
        return undefined;
      }
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readFile(file));
      return { uri: pathToFileURL(file).href, text };
    } catch {
      // It is told of when it is linted itself; beside another file it counts as absent.
      return undefined;
    }
  },
};

/** The files that count for the configurations of a directory, as the editor sends them to the language server. */
export function neighboursOf(directory: string): Promise<readonly FileAround[]> {
  return filesAround(reader, directory);
}
