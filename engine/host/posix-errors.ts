import { FileError } from '../libcni/store.ts';

/** errno names and how Go words them (syscall.Errno.Error). */
const goWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'device or resource busy',
  EEXIST: 'file exists',
  EFBIG: 'file too large',
  EINVAL: 'invalid argument',
  EIO: 'input/output error',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  ENXIO: 'no such device or address',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
};

/** A FileError worded as Go's *PathError: `open PATH: no such file or directory`. */
export function fileError(verb: string, path: string, code: string): FileError {
  return new FileError(path, code, `${verb} ${path}: ${goWords[code] ?? code}`);
}

/** The errno behind what a POSIX tool said (in the C locale, any case); EIO when it cannot be told. */
export function errnoOf(said: string): string {
  const text = said.toLowerCase();
  for (const [code, words] of Object.entries(goWords)) {
    if (text.includes(words)) {
      return code;
    }
  }
  // dash words a redirection's ENOENT so.
  return text.includes('nonexistent') || text.includes('no such file') ? 'ENOENT' : 'EIO';
}
