import { linesOf } from '../state/state-entry.ts';

/** A socket that waits for connections or packets. */
export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0` and `::` mean every address. */
  readonly address: string;
  readonly port: number;
  /** A process that holds it, as far as this user may see. */
  readonly process?: { readonly pid: number; readonly name: string } | undefined;
}

/**
 * Reads the sockets in the output of listening-sockets.sh.
 * @param holders Lines `INODE PID NAME`.
 * @returns The sockets by process ID of the namespace.
 */
export function listeningSockets(sockets: string, holders: string): ReadonlyMap<number, readonly ListeningSocket[]> {
  const held = new Map<string, { readonly pid: number; readonly name: string }>();
  for (const line of linesOf(holders)) {
    const [, inode, pid, name = ''] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
    const known = inode === undefined ? undefined : held.get(inode);
    if (inode !== undefined && (known === undefined || known.pid > Number(pid))) {
      held.set(inode, { pid: Number(pid), name });
    }
  }
  const found = new Map<number, ListeningSocket[]>();
  for (const line of linesOf(sockets)) {
    const [, pid, protocol, address, port, rest = ''] =
      /^\/proc\/(\d+)\/net\/(tcp|udp)6?: *\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ \S+ (.*)$/.exec(line) ?? [];
    if (pid === undefined || protocol === undefined || address === undefined || port === undefined) {
      continue;
    }
    const inode = rest.trim().split(/\s+/)[5] ?? '';
    const all = found.get(Number(pid)) ?? [];
    found.set(Number(pid), all);
    all.push({
      protocol: protocol === 'tcp' ? 'tcp' : 'udp',
      address: addressOf(address),
      port: Number.parseInt(port, 16),
      process: held.get(inode),
    });
  }
  return found;
}

/** Returns an address that the kernel prints as words of its byte order, which is little-endian on every host we support. */
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    bytes.subarray(at, at + 4).reverse();
  }
  if (bytes.length === 4) {
    return bytes.join('.');
  }
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
