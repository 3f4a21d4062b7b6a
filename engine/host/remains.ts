import { randomBytes } from 'node:crypto';
import { type Host, HostError } from './host.ts';
import { readSections } from './sections.ts';

/** Which attachment to look for, and where. */
export interface RemainsQuery {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** Path of the namespace. */
  readonly netNS: string;
  /** Directory above libcni's `results`. Default /var/lib/cni. */
  readonly cacheDir?: string;
  /** Directories in which host-local keeps networks: its default, and what the configuration says. Default /var/lib/cni/networks. */
  readonly dataDirs?: readonly string[];
}

/** What there is of an attachment after an operation whose outcome is unknown. */
export interface Remains {
  /** libcni has a cached result: ADD came to its end, and no DEL did. */
  readonly cached: boolean;
  readonly namespace: boolean;
  /** The interface in the namespace; undefined where it cannot be looked for. */
  readonly interface: boolean | undefined;
  /** With prefix length. */
  readonly addresses: readonly string[];
  readonly reservations: readonly { readonly directory: string; readonly address: string }[];
  /**
   * `check`: it is there, and CHECK tells whether it is whole. `delete`: parts of it are there, which DEL takes away.
   * `nothing`: there is nothing of it.
   */
  readonly advice: 'check' | 'delete' | 'nothing';
}

/** Arguments: a nonce, cache file, namespace, interface, container ID, network, data directories. Changes nothing. */
const script = `
n=$1 cache=$2 ns=$3 if=$4 id=$5 net=$6; shift 6
section() { printf '\\n%s %s %s\\n' "$n" "$1" "$2"; }
[ -f "$cache" ] && section cached -
if [ -e "$ns" ]; then
  section namespace -
  if command -v nsenter >/dev/null && command -v ip >/dev/null; then
    section looked -
    if nsenter --net="$ns" ip link show dev "$if" >/dev/null 2>&1; then
      section interface -; nsenter --net="$ns" ip -o address show dev "$if"
    fi
  fi
else section looked -; fi
for d; do for f in "$d/$net"/*; do
  [ -f "$f" ] && [ -r "$f" ] || continue
  held=; read -r held <"$f"
  [ "\${held%$(printf '\\r')}" = "$id" ] && section reserved "$f"
done; done
section end -
`;

/**
 * Finds out what there is of an attachment, for example after the connection was lost in the middle of an ADD. One
 * round trip; runs no plugin and changes nothing. Rejects with HostError.
 */
export async function inspectAttachment(host: Host, query: RemainsQuery, signal?: AbortSignal): Promise<Remains> {
  const {
    network,
    containerID,
    ifName,
    netNS,
    cacheDir = '/var/lib/cni',
    dataDirs = ['/var/lib/cni/networks'],
  } = query;
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const cache = `${cacheDir}/results/${network}-${containerID}-${ifName}`;
  const outcome = await host.run(
    { argv: ['/bin/sh', '-c', script, 'sh', nonce, cache, netNS, ifName, containerID, network, ...new Set(dataDirs)] },
    signal === undefined ? {} : { signal },
  );
  if (outcome.kind === 'aborted') {
    throw signal?.reason instanceof Error ? signal.reason : new Error(`Stopped in ${host.label}: ${outcome.reason}.`);
  }
  const sections = outcome.kind === 'exited' ? readSections(Buffer.from(outcome.stdout).toString(), nonce) : [];
  const has = (kind: string): boolean => sections.some((section) => section.kind === kind);
  if (outcome.kind === 'unknown' || !has('end')) {
    const message = outcome.kind === 'unknown' ? outcome.reason : `${host.label} did not tell what is there.`;
    throw new HostError({ code: 'connectionLost', message, cure: 'Try again.' });
  }
  const shown = sections.find(({ kind }) => kind === 'interface')?.text ?? '';
  const found = {
    cached: has('cached'),
    namespace: has('namespace'),
    interface: has('looked') ? has('interface') : undefined,
    addresses: [...shown.matchAll(/ inet6? (\S+)/g)].map(([, address = '']) => address),
    reservations: sections.filter(({ kind }) => kind === 'reserved').map(({ name }) => reservationOf(name)),
  };
  const hasParts = found.interface === true || found.reservations.length > 0;
  return { ...found, advice: found.cached ? 'check' : hasParts ? 'delete' : 'nothing' };
}

function reservationOf(file: string): Remains['reservations'][number] {
  const at = file.lastIndexOf('/');
  return { directory: file.slice(0, at), address: file.slice(at + 1) };
}
