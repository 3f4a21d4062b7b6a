/** One regular file of an archive. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const blockSize = 512;

/** What an extra header says of the entry behind it: names too long for the entry's own header. */
interface Names {
  readonly name?: string;
  readonly link?: string;
}

/**
 * The regular files of tar archives, one behind the other, as GNU tar and busybox write them: ustar with prefix, GNU long names ("L" and "K")
 * and pax paths ("x"). A hard link, which a second symbolic link to a file becomes with `-h`, has the bytes of its
 * target. @throws Error when the archive is cut short.
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
    const size = numberField(header, 124, 12);
    const body = archive.subarray(offset + blockSize, offset + blockSize + size);
    if (body.length < size) {
      throw new Error(`The archive ends within a file of ${size} bytes.`);
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

/** The names in an extra header; undefined for an entry. */
function namesOf(type: string, body: Buffer): Names | undefined {
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

function numberField(block: Buffer, start: number, length: number): number {
  return Number.parseInt(textField(block, start, length).trim() || '0', 8);
}

/** Records `LENGTH key=value\n`. */
function paxNames(body: Buffer): Names {
  let names: Names = {};
  let offset = 0;
  while (offset < body.length) {
    const blank = body.indexOf(0x20, offset);
    const length = Number.parseInt(body.toString('latin1', offset, blank), 10);
    if (blank === -1 || !(length > 0)) {
      break;
    }
    const record = body.toString('utf8', blank + 1, offset + length - 1);
    if (record.startsWith('path=')) {
      names = { ...names, name: record.slice('path='.length) };
    } else if (record.startsWith('linkpath=')) {
      names = { ...names, link: record.slice('linkpath='.length) };
    }
    offset += length;
  }
  return names;
}
