/** One regular file of an archive. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const blockSize = 512;

/**
 * The regular files of a tar archive as GNU tar and busybox write it: ustar with prefix, GNU long names ("L") and pax
 * paths ("x"). @throws Error when the archive is cut short.
 */
export function readTar(archive: Buffer): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  let offset = 0;
  while (offset + blockSize <= archive.length) {
    const header = archive.subarray(offset, offset + blockSize);
    if (header[0] === 0) {
      return entries;
    }
    const size = numberField(header, 124, 12);
    const body = archive.subarray(offset + blockSize, offset + blockSize + size);
    if (body.length < size) {
      throw new Error(`The archive ends within a file of ${size} bytes.`);
    }
    offset += blockSize + Math.ceil(size / blockSize) * blockSize;
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'L') {
      longName = textField(body, 0, body.length);
    } else if (type === 'x') {
      longName = paxPath(body) ?? longName;
    } else {
      if (type === '0' || type === '\0') {
        entries.push({ name: longName ?? nameOf(header), bytes: body });
      }
      longName = undefined;
    }
  }
  return entries;
}

function nameOf(header: Buffer): string {
  const name = textField(header, 0, 100);
  const isUstar = textField(header, 257, 6) === 'ustar';
  const prefix = isUstar ? textField(header, 345, 155) : '';
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
function paxPath(body: Buffer): string | undefined {
  let offset = 0;
  while (offset < body.length) {
    const blank = body.indexOf(0x20, offset);
    const length = Number.parseInt(body.toString('latin1', offset, blank), 10);
    if (blank === -1 || !(length > 0)) {
      return undefined;
    }
    const record = body.toString('utf8', blank + 1, offset + length - 1);
    if (record.startsWith('path=')) {
      return record.slice('path='.length);
    }
    offset += length;
  }
  return undefined;
}
