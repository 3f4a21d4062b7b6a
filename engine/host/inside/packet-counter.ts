/** Byte order marks of the classic format, with times in microseconds or nanoseconds. */
const magics = new Set([0xa1b2c3d4, 0xa1b23c4d]);

const fileHeader = 24;
const recordHeader = 16;

/** Longest packet of a valid file: the largest snapshot length of tcpdump. */
const longest = 262_144;

/** Counts the packets of a .pcap file that arrives in pieces. */
export class PacketCounter {
  /** Number of complete packets. */
  packets = 0;
  /** Bytes up to the end of the last complete packet. */
  completeBytes = 0;
  #rest: Buffer = Buffer.alloc(0);
  #isLittle: boolean | undefined;

  /** Adds the next bytes of the file. @throws RangeError if it is not a .pcap file */
  push(bytes: Uint8Array): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    let at = 0;
    if (this.#isLittle === undefined) {
      if (this.#rest.length < fileHeader) {
        return;
      }
      this.#isLittle = magics.has(this.#rest.readUInt32LE(0));
      if (!this.#isLittle && !magics.has(this.#rest.readUInt32BE(0))) {
        throw new RangeError('not a .pcap file');
      }
      at = fileHeader;
    }
    while (at + recordHeader <= this.#rest.length) {
      const length = this.#isLittle ? this.#rest.readUInt32LE(at + 8) : this.#rest.readUInt32BE(at + 8);
      if (length > longest) {
        throw new RangeError('not a packet');
      }
      if (at + recordHeader + length > this.#rest.length) {
        break;
      }
      at += recordHeader + length;
      this.packets += 1;
    }
    this.completeBytes += at;
    this.#rest = this.#rest.subarray(at);
  }
}
