import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { InstallError } from './install-error.ts';

const blockSize = 512;
/** As much of an ELF file as says for which machine it is. */
const elfHead = 20;

/**
 * e_machine of the first ELF file of a .tgz, read no further than that; undefined when it holds none.
 * Rejects with InstallError when it is no gzip archive.
 */
export async function archiveMachine(path: string): Promise<number | undefined> {
  const file = createReadStream(path);
  const unpacked = file.pipe(createGunzip());
  file.once('error', (error) => unpacked.destroy(error));
  try {
    return await firstMachine(unpacked);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InstallError(`${path} is no .tgz archive: ${why}.`, 'Give a release archive of the plugins.', {
      cause: error,
    });
  } finally {
    file.destroy();
    unpacked.destroy();
  }
}

async function firstMachine(chunks: AsyncIterable<Buffer>): Promise<number | undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let skip = 0;
  for await (const chunk of chunks) {
    const cut = Math.min(skip, chunk.length);
    skip -= cut;
    rest = Buffer.concat([rest, chunk.subarray(cut)]);
    while (rest.length >= blockSize + elfHead) {
      const machine = elfMachine(rest.subarray(blockSize));
      if (machine !== undefined) return machine;
      const whole = blockSize + Math.ceil(sizeOf(rest) / blockSize) * blockSize;
      skip = Math.max(0, whole - rest.length);
      rest = rest.subarray(whole);
    }
  }
  return undefined;
}

/** The size field of a tar header; of the blocks of zeros at the end 0. */
function sizeOf(header: Buffer): number {
  return Number.parseInt(header.toString('latin1', 124, 136).replaceAll('\0', ' ').trim() || '0', 8) || 0;
}

function elfMachine(body: Buffer): number | undefined {
  if (!body.subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1'))) return undefined;
  return body[5] === 2 ? body.readUInt16BE(18) : body.readUInt16LE(18);
}
