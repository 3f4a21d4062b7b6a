/** Names of files that may be configurations. */
const configuration = /\.(?:conf|conflist|json)$/;
/** Maximum number of files that are read. A configuration directory contains a few small files. */
const mostFiles = 200;
const mostFolders = 20;
/** In bytes. */
export const largestNeighbor = 256 * 1024;

/** A neighbor file of a configuration. */
export interface FileAround {
  readonly uri: string;
  readonly text: string;
}

/** Whether data from a client is a file. */
export function isFileAround(file: unknown): file is FileAround {
  if (typeof file !== 'object' || file === null || !('uri' in file) || !('text' in file)) {
    return false;
  }
  return typeof file.uri === 'string' && typeof file.text === 'string';
}

/** Reads directories; `D` is a path or URI. Skips what cannot be read and never rejects. */
export interface DirectoryReader<D> {
  /** Returns the path of a location, with `/` between its parts. */
  pathOf(location: D): string;
  join(directory: D, name: string): D;
  parent(location: D): D;
  list(directory: D): Promise<readonly { readonly name: string; readonly kind: 'file' | 'directory' }[]>;
  /** Returns undefined for a file that is missing, unreadable or larger than {@link largestNeighbor}. */
  read(file: D): Promise<FileAround | undefined>;
}

/**
 * Returns the files that matter for the configurations of a directory: those in it and one level below (side-loaded
 * plugins), and for a directory of side-loaded plugins those above.
 */
export async function filesAround<D>(reader: DirectoryReader<D>, directory: D): Promise<readonly FileAround[]> {
  const files = await filesIn(reader, directory, true);
  const above = reader.parent(directory);
  return reader.pathOf(above).endsWith('/net.d') ? [...files, ...(await filesIn(reader, above, false))] : files;
}

async function filesIn<D>(reader: DirectoryReader<D>, directory: D, deep: boolean): Promise<FileAround[]> {
  const entries = await reader.list(directory);
  const names = entries.flatMap(({ name, kind }) => (kind === 'file' && configuration.test(name) ? [name] : []));
  const read = names.slice(0, mostFiles).map((name) => reader.read(reader.join(directory, name)));
  const files = (await Promise.all(read)).filter((file) => file !== undefined);
  const folders = deep ? entries.filter(({ kind }) => kind === 'directory') : [];
  for (const { name } of folders.slice(0, mostFolders)) {
    files.push(...(await filesIn(reader, reader.join(directory, name), false)));
  }
  return files;
}
