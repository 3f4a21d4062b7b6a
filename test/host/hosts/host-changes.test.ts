import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ChangeRecorder,
  createHost,
  createNamespace,
  type Host,
  leaksOf,
  residueText,
} from '../../../engine/host/index.ts';
import {
  addWithRollback,
  attachmentContainerID,
  type ChangeDocument,
  CNIConfig,
  dataDirsOf,
  networkConfFromBytes,
  runOperation,
  type RuntimeConf,
  sysctlsOf,
} from '../../../engine/libcni/index.ts';
import { hostChanges } from '../../../engine/host/state/host-changes.ts';
import { type HostState, readHostState } from '../../../engine/host/state/host-state.ts';
import { hasTool } from '../machine.ts';
import { noReferencePlugins, referencePlugins } from '../reference/reference-site.ts';
import { skipBecause } from '../../skip.ts';

/** Directory of the plugins that leave something behind, in the sandbox. */
const leakyDir = '/run/leaky';

let host: Host;
const problems: unknown[] = [];
const recorder = new ChangeRecorder((error) => problems.push(error));

beforeAll(async () => {
  host = createHost({ kind: 'sandbox' }, { pluginDirs: referencePlugins === undefined ? [] : [referencePlugins] });
  await run(`mkdir -p ${leakyDir}`);
});
afterAll(() => host.dispose());

async function run(script: string): Promise<void> {
  const outcome = await host.run({ argv: ['/bin/sh', '-ec', script] });
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
}

/** Writes a plugin whose ADD runs a command that its DEL does not undo. */
const plant = (name: string, command: string): Promise<void> =>
  run(`cat >${leakyDir}/${name} <<'END'
#!/bin/sh
if [ "$CNI_COMMAND" = ADD ]; then
${command}
echo '{"cniVersion":"1.0.0"}'
fi
END
chmod 755 ${leakyDir}/${name}`);

/** What ADD and DEL changed, as lines without random names and addresses. */
interface Life {
  readonly added: readonly string[];
  readonly deleted: readonly string[];
  /** What remains after DEL, by residue. */
  readonly left: Readonly<Record<string, readonly string[]>>;
  readonly leaks: readonly string[];
}

/** Adds and deletes a network in a new namespace with its name. */
async function live(
  name: string,
  plugins: readonly object[],
  capabilityArgs: RuntimeConf['capabilityArgs'] = {},
): Promise<Life> {
  const list = networkConfFromBytes(new TextEncoder().encode(JSON.stringify({ cniVersion: '1.0.0', name, plugins })));
  const { path: netNS } = await createNamespace(host, name);
  const rt: RuntimeConf = {
    containerID: attachmentContainerID(netNS),
    netNS,
    ifName: 'eth0',
    args: [],
    capabilityArgs,
  };
  const pluginDirs = [leakyDir, ...(referencePlugins === undefined ? [] : [referencePlugins])];
  const cni = new CNIConfig({ pluginDirs, exec: host.exec, store: host.store });
  const [dataDirs, sysctls] = [dataDirsOf(list.bytes), sysctlsOf(list.bytes)];
  const attachment = { ...rt, host, network: name, dataDirs, sysctls };
  const adding = await recorder.begin(attachment);
  const { add } = await addWithRollback(cni, list, rt);
  expect(add.error).toBeUndefined();
  const added = (await adding?.finishAdd(add))?.changes ?? [];
  const deleting = await recorder.begin(attachment);
  const { operation: del } = await runOperation({ verb: 'DEL', network: name, rt }, (observer) =>
    cni.withObserver(observer).delNetworkList(list, rt),
  );
  expect(del.error).toBeUndefined();
  const deleted = (await deleting?.finishDelete(del))?.changes ?? [];
  expect(problems).toEqual([]);
  const lines = (changes: readonly ChangeDocument[]): readonly string[] =>
    changes.map((change) => lineOf(change, rt.containerID));
  const left = deleted.filter(({ residue }) => residue !== undefined);
  return {
    added: lines(added),
    deleted: lines(deleted.filter(({ residue }) => residue === undefined)),
    left: Object.fromEntries(
      left.map(({ residue = '' }) => [residue, lines(left.filter((change) => change.residue === residue))]),
    ),
    leaks: leaksOf(deleted).map((change) => residueText(change)),
  };
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

function lineOf(
  { area, where, kind, before = '', after = '', namespace }: ChangeDocument,
  containerID: string,
): string {
  const value = kind === 'changed' ? `${before} -> ${after}` : kind === 'added' ? after : before;
  return `${namespace === undefined ? '' : 'in '}${signs[kind]} ${area} ${where} ${value}`
    .replaceAll(containerID, 'ID')
    .replaceAll(/veth[0-9a-f]{8}/g, 'veth')
    .replaceAll(/mac [0-9a-f:]{17}/g, 'mac')
    .replaceAll(/CNI-(DN-)?[0-9a-f]{20,}/g, 'CNI-$1HASH')
    .replaceAll(/"[0-9a-f]{16}-[0-9a-f]{16}, /g, '"HASH, ')
    .trimEnd();
}

const hostLocal = (subnet: string): object => ({
  type: 'host-local',
  ranges: [[{ subnet }]],
  routes: [{ dst: '0.0.0.0/0' }],
});

/** A chain of four plugins with the bridge cni0. */
const bridged = [
  { type: 'bridge', bridge: 'cni0', isGateway: true, ipMasq: true, ipam: hostLocal('10.88.0.0/16') },
  { type: 'portmap', capabilities: { portMappings: true }, backend: 'iptables' },
  { type: 'firewall', backend: 'iptables' },
  { type: 'tuning', sysctl: { 'net.core.somaxconn': '500', 'net.ipv4.conf.IFNAME.arp_filter': '1' } },
];
const mapped = { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] };

/** The lines of an area. */
const of = (area: string, lines: readonly string[] = []): readonly string[] =>
  lines.filter((line) => new RegExp(`^(?:in )?[-+~] ${area} `).test(line));

const needed = skipBecause(referencePlugins === undefined ? noReferencePlugins : undefined);

describe('changes by bridges', needed, () => {
  test('bridge, portmap, firewall and tuning leave a bridge, base chains, marks and a sysctl of the namespace', async () => {
    const { added, deleted, left } = await live('web', bridged, mapped);
    expect(of('link', added)).toEqual([
      '+ link cni0 bridge up mtu 1500 mac',
      '+ link veth veth up mtu 1500 mac master cni0 peer eth0',
      'in + link eth0 veth up mtu 1500 mac peer veth',
    ]);
    expect(of('address', added)).toEqual(['+ address cni0 10.88.0.1/16', 'in + address eth0 10.88.0.2/16']);
    expect(of('route', added)).toEqual([
      '+ route IPv4 10.88.0.0/16 dev cni0 proto kernel scope link src 10.88.0.1',
      'in + route IPv4 default via 10.88.0.1 dev eth0',
      'in + route IPv4 10.88.0.0/16 dev eth0 proto kernel scope link src 10.88.0.2',
    ]);
    expect(of('iptables', added)).toContain(
      '+ iptables iptables nat -A CNI-DN-HASH -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.88.0.2:80',
    );
    expect(of('sysctl', added)).toEqual(
      expect.arrayContaining([
        '+ sysctl net.ipv4.conf.cni0.route_localnet 1',
        'in ~ sysctl net.core.somaxconn 4096 -> 500',
        'in + sysctl net.ipv4.conf.eth0.arp_filter 1',
      ]),
    );
    expect(of('reservation', added)).toEqual([
      '+ reservation /var/lib/cni/networks/web/10.88.0.2 ID eth0',
      '+ reservation /var/lib/cni/networks/web/last_reserved_ip.0 10.88.0.2',
      '+ reservation /var/lib/cni/networks/web/lock',
    ]);
    // What DEL removed and what remains is what ADD made.
    expect([...deleted.map((line) => line.replace('- ', '+ ')), ...Object.values(left).flat()].toSorted()).toEqual(
      added.toSorted(),
    );
    expect(left).toEqual({
      bridge: [
        '+ link cni0 bridge up mtu 1500 mac',
        '+ address cni0 10.88.0.1/16',
        '+ route IPv4 10.88.0.0/16 dev cni0 proto kernel scope link src 10.88.0.1',
        ...of('sysctl', added).filter((line) => line.includes('.cni0.')),
      ],
      baseChains: of('iptables', added).filter((line) => !/HASH|10\.88\./.test(line)),
      reservationMarks: of('reservation', added).slice(1),
      namespaceSysctl: ['in ~ sysctl net.core.somaxconn 4096 -> 500'],
    });
    expect(of('iptables', left['baseChains'])).toHaveLength(12);
  });

  test('the second attachment of a bridge leaves only the marks of its network', async () => {
    const { added, left } = await live('web2', bridged, mapped);
    expect(Object.keys(left).toSorted()).toEqual(['namespaceSysctl', 'reservationMarks']);
    expect(of('link', added)).toEqual([
      '+ link veth veth up mtu 1500 mac master cni0 peer eth0',
      'in + link eth0 veth up mtu 1500 mac peer veth',
    ]);
  });
});

describe('changes by ptp', needed, () => {
  test('with ipMasq in nftables, and by sbr, leave base chains and marks', async () => {
    const ptp = { type: 'ptp', ipMasq: true, ipMasqBackend: 'nftables', ipam: hostLocal('10.90.0.0/24') };
    const { added, left } = await live('ptp', [ptp, { type: 'sbr' }]);
    expect(added.filter((line) => !/ (?:nft|sysctl) /.test(line))).toEqual([
      '+ link veth veth up mtu 1500 mac peer eth0',
      '+ address veth 10.90.0.1/32',
      '+ route IPv4 10.90.0.2 dev veth scope host',
      '+ reservation /var/lib/cni/networks/ptp/10.90.0.2 ID eth0',
      '+ reservation /var/lib/cni/networks/ptp/last_reserved_ip.0 10.90.0.2',
      '+ reservation /var/lib/cni/networks/ptp/lock',
      'in + link eth0 veth up mtu 1500 mac peer veth',
      'in + address eth0 10.90.0.2/24',
      'in + route IPv4 default via 10.90.0.1 dev eth0 table 100',
      'in + route IPv4 10.90.0.0/24 via 10.90.0.1 dev eth0 table 100 src 10.90.0.2',
      'in + route IPv4 10.90.0.1 dev eth0 table 100 scope link src 10.90.0.2',
      'in + rule IPv4 32765: from 10.90.0.2 lookup 100',
    ]);
    const masquerade =
      '+ nft inet cni_plugins_masquerade chain masq_checks ip saddr 10.90.0.2 ip daddr != 10.90.0.0/24 masquerade comment "HASH, net: ptp, if: eth0, id: ID"';
    expect(of('nft', added)).toContain(masquerade);
    expect(left).toEqual({
      baseChains: of('nft', added).filter((line) => line !== masquerade),
      reservationMarks: of('reservation', added).slice(1),
    });
  });
});

/** What the plugin leaves: the command that makes it, and the remedy. */
const planted: readonly (readonly [command: string, remedy: string])[] = [
  ['ip link add leak0 type veth peer name eth0 netns leak', 'ip link delete dev leak0'],
  ['ip address add 10.5.5.5/32 dev lo', 'ip address delete 10.5.5.5/32 dev lo'],
  ['ip route add 10.77.0.0/24 dev eth0', 'ip route delete 10.77.0.0/24 dev eth0 scope link'],
  ['ip rule add from 10.77.0.9 lookup 77', 'ip rule delete from 10.77.0.9 lookup 77 priority 32765'],
  ['nft add table ip leak; nft add chain ip leak c', 'nft delete chain ip leak c'],
  [
    'iptables -A FORWARD -s 10.77.0.9/32 -m comment --comment "a b" -j ACCEPT',
    'iptables -t filter -D FORWARD -s 10.77.0.9/32 -m comment --comment "a b" -j ACCEPT',
  ],
  ['echo 1 >/proc/sys/net/ipv4/conf/eth0/arp_filter', 'sysctl -w net.ipv4.conf.eth0.arp_filter=0'],
  [
    `mkdir -p /var/lib/cni/networks/leak; printf '%s\\r\\n%s' "$CNI_CONTAINERID" "$CNI_IFNAME" >/var/lib/cni/networks/leak/10.77.0.9`,
    'rm /var/lib/cni/networks/leak/10.77.0.9',
  ],
  ['', 'nsenter --net=/var/run/netns/leak ip link delete dev eth0'],
  [
    'ip -n leak route add blackhole 10.3.0.0/24',
    'nsenter --net=/var/run/netns/leak ip route delete blackhole 10.3.0.0/24',
  ],
];

test('everything else that remains after DEL is a leak with the command that removes it', async () => {
  await plant('leaky', planted.map(([command]) => command).join('\n'));
  const places = { netNS: '', reservations: ['/var/lib/cni/networks/leak'], sysctls: [] };
  const before = await readHostState(host, places);
  const { deleted, left, leaks } = await live('leak', [{ type: 'leaky' }]);
  expect(deleted).toEqual([]);
  expect(Object.keys(left)).toEqual(['leak']);
  const restored = 'DEL did not restore this. Restore it with: ';
  expect(leaks).toEqual(
    planted.map(([, remedy]) =>
      remedy.startsWith('sysctl') ? `${restored}${remedy}` : `DEL did not remove this. Remove it with: ${remedy}`,
    ),
  );
  // Some remove others with them.
  await run(
    planted
      .toReversed()
      .map(([, remedy]) => `${remedy} || :\n`)
      .join(''),
  );
  expect(hostChanges(before, await readHostState(host, places))).toEqual([]);
});

const names = (state: HostState): readonly string[] =>
  state.entries.filter(({ area }) => area === 'link').map(({ where }) => where);

const rest = (state: HostState): readonly string[] =>
  state.entries
    .filter(({ area }) => area !== 'link')
    .map(({ area, where, value }) => `${area} ${where} ${value.replace(/ proto \w+/, '')}`);

test('the ip of busybox gives the same names, addresses, routes and rules', async ({ skip }) => {
  if (!hasTool('busybox')) {
    return skip('there is no busybox');
  }
  await run(
    'mkdir -p /run/busybox && ln -sf "$(command -v busybox)" /run/busybox/ip && ip link add bb0 type bridge && ip address add 10.6.0.1/24 dev bb0 && ip link set bb0 up',
  );
  const busybox: Pick<Host, 'label' | 'run'> = {
    label: host.label,
    run: (command, options) =>
      host.run(
        { ...command, argv: ['/bin/sh', '-c', 'PATH=/run/busybox:$PATH; exec "$@"', 'sh', ...command.argv] },
        options,
      ),
  };
  const places = { netNS: '', reservations: [], sysctls: [] };
  const [states, others] = [await readHostState(host, places), await readHostState(busybox, places)];
  expect(names(others)).toEqual(names(states));
  expect(others.entries.find(({ area, where }) => area === 'link' && where === 'bb0')?.value).toMatch(
    /^bridge up mtu 1500 mac /,
  );
  expect(rest(others)).toEqual(rest(states));
});
