import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  attachmentContainerID,
  type NetworkConfigList,
  printResult,
  type RuntimeConf,
} from '../../../engine/libcni/index.ts';
import { goCnitool } from '../machine.ts';
import { referenceChains } from './reference-chains.ts';
import type { ReferenceChain } from './reference-life.ts';
import { type Place, ReferenceSite, referencePlugins } from './reference-site.ts';

/** Each chain in one version, so that among them all are compared. */
const compared: readonly (readonly [string, string])[] = [
  ['bridge with host-local and masquerading', '0.1.0'],
  ['bridge with host-local, IPv4 and IPv6', '0.3.0'],
  ['bridge with static addresses from the runtime', '0.2.0'],
  ['ptp with host-local and masquerading by nftables', '0.4.0'],
  ['bridge, host-local and portmap with iptables', '0.3.1'],
  ['bridge, host-local and portmap with nftables', '1.0.0'],
  ['bridge, host-local and bandwidth', '1.1.0'],
  ['bridge, host-local and firewall with iptables', '1.0.0'],
  ['bridge, host-local and tuning', '1.1.0'],
  ['bridge, host-local and sbr', '1.1.0'],
  ['loopback', '1.1.0'],
];

/** What a runtime shows of an ADD: the printed result and the cache file, random names and addresses made alike. */
interface Shown {
  readonly printed: string;
  readonly cached: string;
}

function normalised(text: string): string {
  return text
    .replaceAll(/\bveth[0-9a-f]{8}\b/g, 'vethXXXXXXXX')
    .replaceAll(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, 'XX:XX:XX:XX:XX:XX');
}

const cacheFileOf = (place: Place, rt: RuntimeConf): string => `${place.site.dir}/cache/results/${place.cacheFile(rt)}`;

async function addWithEngine(place: Place, list: NetworkConfigList, rt: RuntimeConf): Promise<Shown> {
  const cni = place.site.engine(() => undefined);
  const result = await cni.addNetworkList(list, rt);
  const cached = await place.site.sh('cat "$1"', cacheFileOf(place, rt));
  await cni.delNetworkList(list, rt);
  // host-local goes on after the address that it gave last.
  await place.site.sh('rm -rf "$1"', place.dataDir);
  return { printed: Buffer.from(printResult(result)).toString(), cached };
}

async function addWithCnitool(cnitool: string, place: Place, list: NetworkConfigList, rt: RuntimeConf): Promise<Shown> {
  const { site, network } = place;
  const confDir = `${site.dir}/${network}`;
  await site.sh(
    'mkdir -p "$1" && printf %s "$2" >"$1/$3.conflist"',
    confDir,
    Buffer.from(list.bytes).toString(),
    network,
  );
  const env = {
    NETCONFPATH: confDir,
    CNI_PATH: site.pluginDir,
    CNI_IFNAME: rt.ifName,
    CAP_ARGS: JSON.stringify(rt.capabilityArgs),
  };
  const run = async (verb: string): Promise<string> => {
    const outcome = await site.host.run({ argv: [cnitool, verb, network, rt.netNS], env });
    expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
    return outcome.kind === 'exited' ? Buffer.from(outcome.stdout).toString() : '';
  };
  const printed = await run('add');
  // cnitool knows no other cache directory; the sandbox has one of its own there.
  const cached = await site.sh('cat "/var/lib/cni/results/$1"', place.cacheFile(rt));
  await run('del');
  return { printed, cached };
}

async function compare(cnitool: string, chain: ReferenceChain, place: Place): Promise<readonly [Shown, Shown]> {
  await chain.prepare?.(place);
  const list = place.list(chain.plugins(place));
  const own = place.attachment('a', chain.ifName ?? 'eth0', chain.capabilityArgs?.('a') ?? {});
  const rt = { ...own, containerID: attachmentContainerID(own.netNS) };
  return [await addWithEngine(place, list, rt), await addWithCnitool(cnitool, place, list, rt)];
}

describe("what our ADD shows is what Go's cnitool shows, with the same reference plugins", () => {
  const site = new ReferenceSite({ kind: 'sandbox' }, referencePlugins ?? '', [path.dirname(goCnitool ?? '/')]);
  afterAll(() => site.close());

  test.for(compared)('%s in spec %s', async ([name, version], { skip }) => {
    if (goCnitool === undefined || referencePlugins === undefined) {
      return skip("Go's cnitool or the reference plugins v1.9.1 are not there: Go is not installed");
    }
    const chain = referenceChains.find((one) => one.name === name);
    if (chain === undefined) {
      throw new Error(`no chain is called ${name}`);
    }
    const place = site.place(version);
    try {
      await place.open();
      const [ours, theirs] = await compare(goCnitool, chain, place);
      expect(normalised(ours.printed)).toBe(normalised(theirs.printed));
      expect(normalised(ours.cached)).toBe(normalised(theirs.cached));
      expect(JSON.parse(ours.printed)).toMatchObject({ cniVersion: version });
    } finally {
      await place.close();
    }
  });
});
