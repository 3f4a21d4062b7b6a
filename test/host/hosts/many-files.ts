import type { Host } from '../../../engine/host/index.ts';

/** For awk, which is quick at it: as many files of libcni's cache, and of host-local, as its argument says. */
const furnish = `
mkdir -p /var/lib/cni/results /var/lib/cni/networks/many
awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) {
  id = sprintf("container-%05d", i)
  address = "10." int(i / 65536) "." int(i / 256) % 256 "." i % 256
  file = "/var/lib/cni/results/many-" id "-eth0"
  printf "{\\"kind\\":\\"cniCacheV1\\",\\"containerId\\":\\"%s\\",\\"config\\":\\"%s\\",\\"ifName\\":\\"eth0\\",\\"networkName\\":\\"many\\",\\"netns\\":\\"/run/netns/%s\\",\\"result\\":{\\"cniVersion\\":\\"1.0.0\\",\\"ips\\":[{\\"address\\":\\"%s/8\\"}]}}", id, "eyJuYW1lIjoibWFueSJ9", id, address >file
  close(file)
  file = "/var/lib/cni/networks/many/" address
  printf "%s\\r\\neth0", id >file
  close(file)
} }'
echo 10.0.0.1 >/var/lib/cni/networks/many/last_reserved_ip.0; : >/var/lib/cni/networks/many/lock`;

/** Puts `count` cached results and as many reservations, of a network "many", on a host that may be spoilt. */
export async function furnishManyFiles(host: Host, count: number): Promise<void> {
  const outcome = await host.run({ argv: ['/bin/sh', '-c', furnish, 'sh', String(count)] });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new Error(JSON.stringify(outcome));
  }
}
