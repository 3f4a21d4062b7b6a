/** What matters beside a configuration, by name. */
const CONFIGURATION = /\.(?:conf|conflist|json)$/;
/** A configuration directory holds a handful of small files; in any other we stop here. */
const MOST_FILES = 200;
const MOST_FOLDERS = 20;
/** In bytes. */
export const LARGEST_NEIGHBOUR = 256 * 1024;

/** A file beside a configuration. */
export interface FileAround {
  readonly uri: string;
  readonly text: string;
}

/** How to look into a directory; `D` is what names a place. What cannot be read is left out, so nothing here rejects. */
export interface DirectoryReader<D> {
  /** The path of a place, with `/` between its parts. */
  pathOf(place: D): string;
  join(directory: D, name: string): D;
  parent(place: D): D;
  list(directory: D): Promise<readonly { readonly name: string; readonly kind: 'file' | 'directory' }[]>;
  /** Undefined for a file that is gone, unreadable or larger than {@link LARGEST_NEIGHBOUR}. */
  read(file: D): Promise<FileAround | undefined>;
}

/**
 * The files that count for the configurations of a directory: those in it and one level below (side-loaded plugins),
 * and for a directory of side-loaded plugins those above.
 */
export async function filesAround<D>(reader: DirectoryReader<D>, directory: D): Promise<readonly FileAround[]> {
  const files = await filesIn(reader, directory, true);
  const above = reader.parent(directory);
  return reader.pathOf(above).endsWith('/net.d') ? [...files, ...(await filesIn(reader, above, false))] : files;
}

async function filesIn<D>(reader: DirectoryReader<D>, directory: D, deep: boolean): Promise<FileAround[]> {
  const entries = await reader.list(directory);
  const names = entries.flatMap(({ name, kind }) => (kind === 'file' && CONFIGURATION.test(name) ? [name] : []));
  const read = names.slice(0, MOST_FILES).map((name) => reader.read(reader.join(directory, name)));
  const files = (await Promise.all(read)).filter((file) => file !== undefined);
  const folders = deep ? entries.filter(({ kind }) => kind === 'directory') : [];
  for (const { name } of folders.slice(0, MOST_FOLDERS)) {
    files.push(...(await filesIn(reader, reader.join(directory, name), false)));
  }
  return files;
}
