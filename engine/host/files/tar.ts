import * as l10n from '@vscode/l10n';
import { damagedArchive } from './file-errors.ts';
import { limits } from '../limits.ts';

/** One regular file of an archive. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const blockSize = 512;

/** Names from an extra header, which are too long for the header of the next entry. */
interface Names {
  readonly name?: string;
  readonly link?: string;
}

/**
 * Returns the regular files of consecutive tar archives by GNU tar or busybox: ustar with prefix, GNU long names ("L" and
 * "K") and pax paths ("x"). A hard link, which `-h` creates for a second symbolic link to a file, has the bytes of its
 * target. The archive is untrusted: every step advances, and only names are copied.
 * @throws WorkbenchError damagedArchive
 */
export function readTar(archive: Buffer): readonly TarEntry[] {
  const entries = new Map<string, Uint8Array>();
  let names: Names = {};
  let offset = 0;
  while (offset + blockSize <= archive.length) {
    const header = archive.subarray(offset, offset + blockSize);
    if (header[0] === 0) {
      // The end of an archive; another may follow.
      offset += blockSize;
      continue;
    }
    const size = tarEntrySize(header);
    const body = archive.subarray(offset + blockSize, offset + blockSize + size);
    if (body.length < size) {
      throw damagedArchive(l10n.t('The archive ends within a file of {0} bytes.', size));
    }
    offset += blockSize + Math.ceil(size / blockSize) * blockSize;
    const type = String.fromCharCode(header[156] ?? 0);
    const extra = namesOf(type, body);
    if (extra !== undefined) {
      names = { ...names, ...extra };
      continue;
    }
    const target = names.link ?? textField(header, 157, 100);
    const bytes = type === '1' ? entries.get(target) : body;
    if (bytes !== undefined && (type === '0' || type === '\0' || type === '1')) {
      entries.set(names.name ?? nameOf(header), bytes);
    }
    names = {};
  }
  return [...entries].map(([name, bytes]) => ({ name, bytes }));
}

/** Returns the names in an extra header; undefined for an entry. */
function namesOf(type: string, body: Buffer): Names | undefined {
  if (/[LKx]/.test(type) && body.length > limits.tarHeader) {
    throw damagedArchive(l10n.t('The archive has a name of {0} bytes.', body.length));
  }
  switch (type) {
    case 'L':
      return { name: textField(body, 0, body.length) };
    case 'K':
      return { link: textField(body, 0, body.length) };
    case 'x':
      return paxNames(body);
    default:
      return undefined;
  }
}

function nameOf(header: Buffer): string {
  const name = textField(header, 0, 100);
  // "ustar" and a NUL; GNU's own format has "ustar  " and no prefix.
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? textField(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textField(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}

/**
 * Returns the size of an entry's body from its header block, in bytes. Sizes beyond octal digits (8 GiB) are not
 * supported. @throws WorkbenchError damagedArchive
 */
export function tarEntrySize(header: Buffer): number {
  const digits = textField(header, 124, 12).trim();
  if (!/^[0-7]{0,12}$/.test(digits)) {
    throw damagedArchive(l10n.t('The archive has a file with an invalid size.'));
  }
  return Number.parseInt(digits || '0', 8);
}

/** Reads records `LENGTH key=value\n`; LENGTH counts the whole record. */
function paxNames(body: Buffer): Names {
  let names: Names = {};
  for (let offset = 0; offset < body.length;) {
    const [start, digits = ''] = /^(\d{1,6}) /.exec(body.toString('latin1', offset, offset + 7)) ?? [];
    const end = offset + Number(digits);
    if (start === undefined || end <= offset + start.length || end > body.length) {
      throw damagedArchive(l10n.t('The archive has an invalid extended header.'));
    }
    const record = body.toString('utf8', offset + start.length, end - 1);
    if (record.startsWith('path=')) {
      names = { ...names, name: record.slice('path='.length) };
    } else if (record.startsWith('linkpath=')) {
      names = { ...names, link: record.slice('linkpath='.length) };
    }
    offset = end;
  }
  return names;
}
