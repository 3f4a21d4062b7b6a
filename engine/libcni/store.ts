/** One file of a directory listing, with its bytes. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Why it could not be read; `bytes` is empty then. libcni complains of such a file only when it gets to it. */
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

/** True for a {@link FileError}. */
export function isFileError(error: unknown): error is FileError {
  return error instanceof Error && error.name === 'FileError' && 'path' in error;
}

/** Reads configuration files of a host. Rejects with {@link FileError}. */
export interface ConfigFiles {
  readFile(path: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Regular files (and symlinks to them) directly in `dir` whose name ends in one of `extensions` (with the dot), sorted by name in byte order, in one round trip. A missing directory is an empty list (libcni: ConfFiles). */
  readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]>;
}

/** Where cached results live. Rejects with {@link FileError}. */
export interface ResultStore {
  /** The bytes, or undefined when there is no such file. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Writes the file whole (temporary file, then rename), mode 0600; makes its directory, mode 0700. */
  write(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Removes the file; a missing one is no error. */
  remove(path: string, signal?: AbortSignal): Promise<void>;
  /** All regular files of `dir` with their bytes, by name, in one round trip. A missing directory is an empty list. */
  list(dir: string, signal?: AbortSignal): Promise<readonly StoredFile[]>;
}
