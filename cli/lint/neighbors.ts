import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import { type DirectoryReader, type FileAround, filesAround, largestNeighbor } from '../../language/index.ts';

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
      const bytes = await readBounded(file, { accept: 'regular', limit: largestNeighbor });
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      return { uri: pathToFileURL(file).href, text };
    } catch {
      // A problem is reported when the file itself is linted. As a neighbor it counts as absent.
      return undefined;
    }
  },
};

/** Returns the files that affect the configurations of a directory, as the editor sends them to the language server. */
export function neighborsOf(directory: string): Promise<readonly FileAround[]> {
  return filesAround(reader, directory);
}
