/** One file of a directory listing, with its bytes. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Why it could not be read; `bytes` is empty then. libcni reports such a file only when it reaches it. */
  readonly problem?: FileError;
}

/** Why a file could not be read or written; `code` is the errno name (ENOENT, EACCES …), `message` as Go's *PathError words it ("open PATH: no such file or directory"). */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly path: string;
  readonly code: string;

  constructor(path: string, code: string, message: string) {
    super(message);
    this.path = path;
    this.code = code;
  }
}

/** Returns true for a {@link FileError}. */
export function isFileError(error: unknown): error is FileError {
  return error instanceof Error && error.name === 'FileError' && 'path' in error;
}

/** Reads configuration files of a host. Rejects with {@link FileError}. */
export interface ConfigFiles {
  readFile(path: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Returns regular files (and symlinks to them) in `dir` whose name ends in one of `extensions` (with the dot), sorted by name in byte order, in one round trip. A missing directory is an empty list (libcni: ConfFiles). */
  readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]>;
}

/**
 * Storage of the cached results. Rejects with {@link FileError} for a problem of a file. Any other rejection means that the
 * host cannot be reached.
 */
export interface ResultStore {
  /** Returns the bytes, or undefined if the file does not exist. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Writes a whole file (temporary file, then rename) with mode 0600; creates its directory with mode 0700. */
  write(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Removes a file, if it exists. */
  remove(path: string, signal?: AbortSignal): Promise<void>;
  /** Returns all regular files of `dir` with their bytes, by name, in one round trip. A missing directory is an empty list. */
  list(dir: string, signal?: AbortSignal): Promise<readonly StoredFile[]>;
}
