import { FileError } from '../../libcni/operation/store.ts';
import { limits } from '../limits.ts';

/** errno names and their texts in Go (syscall.Errno.Error). */
const goWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'device or resource busy',
  EDQUOT: 'disk quota exceeded',
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

/** Returns the text of an errno name in Go; an unknown name unchanged. */
export function wordsOfErrno(code: string): string {
  return goWords[code] ?? code;
}

/** Creates a FileError worded as Go's *PathError: `open PATH: no such file or directory`. */
export function fileError(verb: string, path: string, code: string): FileError {
  return new FileError(path, code, `${verb} ${path}: ${wordsOfErrno(code)}`);
}

/** Returns the errno for a message of a POSIX tool (in the C locale, any case); EIO if unknown. */
export function errnoOf(said: string): string {
  const text = said.slice(0, limits.complaint).toLowerCase();
  for (const [code, words] of Object.entries(goWords)) {
    if (text.includes(words)) {
      return code;
    }
  }
  // dash uses these words for ENOENT of a redirection.
  return text.includes('nonexistent') || text.includes('no such file') ? 'ENOENT' : 'EIO';
}
