import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { type Host, HostError } from './host.ts';
import { readSections, type Section } from './sections.ts';

/** One address that host-local holds. */
export interface Reservation {
  /** The data directory with the network's own folder: `/var/lib/cni/networks/mynet`. */
  readonly directory: string;
  readonly address: string;
  readonly containerID: string;
  /** Since host-local of v0.8; '' before. */
  readonly ifName: string;
}

/** How many are read at most: a /16 of IPv4. */
const limit = 65_536;

/** For scripts with `section`: lists what is held below the directories, by built-ins alone, one line for each network and address. */
export const reservationScript = `
reservations() {
  count=0
  for d; do
    for net in "$d"/*/; do
      [ -d "$net" ] || continue
      section networks "$net"
      for f in "$net"*; do
        case \${f##*/} in lock|last_reserved_ip*) continue ;; esac
        [ -f "$f" ] && [ -r "$f" ] || continue
        count=$((count + 1)); [ $count -le ${limit} ] || return
        id= if=; { read -r id; read -r if; } <"$f"
        printf '%s %s %s\\n' "\${f##*/}" "$id" "$if"
      done
    done
  done
}`;

const script = `n=$1; shift
section() { printf '\\n%s %s %s\\n' "$n" "$1" "$2"; }
${reservationScript}
reservations "$@"; section end -`;

/**
 * The addresses that host-local holds on a host, of every network below the data directories, in one round trip,
 * whatever their number. Rejects with HostError.
 */
export async function listReservations(
  host: Host,
  dataDirs: readonly string[] = ['/var/lib/cni/networks'],
  signal?: AbortSignal,
): Promise<readonly Reservation[]> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const outcome = await host.run(
    { argv: ['/bin/sh', '-c', script, 'sh', nonce, ...dataDirs], env: { LC_ALL: 'C' } },
    signal === undefined ? {} : { signal },
  );
  if (outcome.kind === 'aborted') {
    throw signal?.reason instanceof Error ? signal.reason : new Error(`Stopped in ${host.label}: ${outcome.reason}.`);
  }
  const sections = outcome.kind === 'exited' ? readSections(Buffer.from(outcome.stdout).toString(), nonce) : [];
  if (outcome.kind === 'unknown' || !sections.some(({ kind }) => kind === 'end')) {
    const message = outcome.kind === 'unknown' ? outcome.reason : `${host.label} did not tell its reservations.`;
    throw new HostError({ code: 'connectionLost', message, cure: 'Try again.' });
  }
  return reservationsOf(sections);
}

/** What {@link reservationScript} found. */
export function reservationsOf(sections: readonly Section[]): readonly Reservation[] {
  return sections
    .filter(({ kind }) => kind === 'networks')
    .flatMap(({ name, text }) => {
      const directory = name.replace(/\/+$/, '');
      return (
        text
          .split('\n')
          .map((line) => reservationOf(directory, line))
          // Of a data directory of somebody's own there may be other things below, such as libcni's cached results.
          .filter(({ address }) => isIP(address) !== 0)
      );
    });
}

/** host-local writes an address as its file's name; IPv6 with `_` for `:` in some releases. Its lines end in CR LF. */
function reservationOf(directory: string, line: string): Reservation {
  const [address = '', containerID = '', ifName = ''] = line.replaceAll('\r', '').split(' ');
  return {
    directory,
    address: address.includes('.') ? address : address.replaceAll('_', ':'),
    containerID,
    ifName,
  };
}
