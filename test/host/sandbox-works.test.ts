import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRoot, sandboxObstacle } from './machine.ts';
import { noReferencePlugins, referencePlugins } from './reference/reference-site.ts';
import { SandboxStage, sandboxUsers } from './sandbox-stage.ts';
import { skipBecause } from '../skip.ts';

const obstacle = sandboxObstacle();
if (obstacle !== undefined) {
  console.log(`skipped: what works in the sandbox, as ${obstacle}`);
}

/** What networking needs, each as a command that must succeed. */
const needed: Readonly<Record<string, string>> = {
  forwarding: 'echo 0 >/proc/sys/net/ipv4/ip_forward && echo 1 >/proc/sys/net/ipv4/ip_forward',
  'a sysctl of an interface': 'echo 2 >/proc/sys/net/ipv4/conf/eth0/rp_filter',
  'a sysctl in a namespace':
    'ip netns add n && ip netns exec n sh -c "echo 1 >/proc/sys/net/ipv4/conf/lo/arp_ignore" && [ "$(cat /proc/sys/net/ipv4/conf/lo/arp_ignore)" = 0 ]',
  'a named namespace with its own /sys': '[ "$(ip netns exec n ls /sys/class/net)" = lo ]',
  veth: 'ip link add v0 type veth peer name v1 netns n && ip addr add 10.9.9.1/24 dev v0 && ip link set v0 up',
  bridge: 'ip link add b0 type bridge && ip link set v0 master b0',
  iptables: 'iptables -t nat -A POSTROUTING -s 10.9.9.0/24 -j MASQUERADE',
  nftables: 'nft add table inet own && nft add chain inet own c "{ type filter hook forward priority 0; }"',
  'the Internet': 'ping -c1 -W2 4.2.2.2',
  'a socket in /run': 'mkdir -p /run/cni && mkfifo /run/cni/dhcp.sock',
  'files in /var/lib/cni': 'mkdir -p /var/lib/cni/networks/x && : >/var/lib/cni/networks/x/10.0.0.2',
  'temporary files': 'f=$(mktemp) && echo x >"$f" && rm "$f"',
  'shared memory': ': >/dev/shm/x',
  devices: 'head -c1 /dev/urandom >/dev/null && echo x | cat /dev/stdin',
};

const attempting = `#!/bin/sh
attempt() { if said=$(eval "$2" 2>&1 </dev/null); then echo "works: $1"; else echo "fails: $1: $said"; fi; }
${Object.entries(needed)
  .map(([name, command]) => `attempt '${name}' '${command}'`)
  .join('\n')}
`;

const ipam = (subnet: string): object => ({
  type: 'host-local',
  ranges: [[{ subnet }]],
  routes: [{ dst: '0.0.0.0/0' }],
});

const network = (name: string, ...plugins: readonly object[]) => ({ cniVersion: '1.0.0', name, plugins });

/** Networks of the reference plugins, one for each kind of thing that a plugin changes. */
const networks = [
  network('ptp', { type: 'ptp', ipMasq: true, ipam: ipam('10.31.0.0/24') }),
  network(
    'iptables',
    { type: 'bridge', bridge: 'br31', isGateway: true, ipMasq: true, ipam: ipam('10.32.0.0/24') },
    { type: 'portmap', capabilities: { portMappings: true }, backend: 'iptables' },
    { type: 'firewall', backend: 'iptables' },
    { type: 'tuning', sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': '1' } },
  ),
  network(
    'nftables',
    {
      type: 'bridge',
      bridge: 'br34',
      isGateway: true,
      ipMasq: true,
      ipMasqBackend: 'nftables',
      ipam: ipam('10.34.0.0/24'),
    },
    { type: 'portmap', capabilities: { portMappings: true }, backend: 'nftables' },
  ),
  network('datadir', {
    type: 'bridge',
    bridge: 'br33',
    ipam: { ...ipam('10.33.0.0/24'), dataDir: '/tmp/reservations' },
  }),
];

for (const user of sandboxUsers) {
  describe(`networking in a sandbox of ${user.name}`, skipBecause(obstacle), () => {
    let stage: SandboxStage;
    beforeAll(async () => {
      stage = await SandboxStage.build(user);
    });
    afterAll(() => stage?.dispose());

    test('what networking needs works', () => {
      const plugins = stage.makeDirectoryIn('/tmp', '755');
      stage.write(path.join(plugins, 'attempting'), attempting, 0o755);
      const { said } = stage.run({
        pluginDirs: [plugins],
        plugins: [{ type: 'attempting', pluginDirs: [plugins], config: {} }],
      });
      expect(said[0]?.trim().split('\n')).toEqual(Object.keys(needed).map((name) => `works: ${name}`));
    });

    test('networks are added, checked and deleted: ptp, bridge, portmap, firewall, tuning, a data directory', (context) => {
      if (referencePlugins === undefined) {
        return context.skip(noReferencePlugins);
      }
      const plugins = stage.makeDirectory(path.join(stage.directory, 'reference'), 0o755);
      cpSync(referencePlugins, plugins, { recursive: true });
      expect(stage.run({ pluginDirs: [plugins], plugins: [], networks })).toMatchObject({
        networks: networks.map(() => 'well'),
        reports: [],
      });
    });
  });
}

/** Machines on which no sandbox can be made, each as the words that make one of this machine. */
const refusing: readonly (readonly [what: string, user: 0 | 65_534, before: readonly string[], said: RegExp])[] = [
  [
    'a container that covers parts of /proc',
    65_534,
    [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'mount -t tmpfs none /proc/fs && exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"',
      'sh',
    ],
    /for uid 65534: this container covers parts of \/proc.*--security-opt systempaths=unconfined/s,
  ],
  [
    'a container without CAP_SYS_ADMIN',
    0,
    ['setpriv', '--bounding-set', '-sys_admin', '--inh-caps', '-sys_admin'],
    /for uid 0: the kernel or the container does not allow the namespaces \(unshare: .*--privileged/s,
  ],
  [
    'a user namespace with no user but the machine’s root',
    0,
    ['unshare', '--user', '--map-root-user'],
    /for uid 0: this user namespace has only the user ID of root.*ordinary user/s,
  ],
];

const noMachines = obstacle ?? (isRoot ? undefined : 'imitating such machines needs root');

describe('before anything runs the sandbox reports the obstacle', skipBecause(noMachines), () => {
  test.each(refusing)('in %s', async (_what, uid, before, said) => {
    const stage = await SandboxStage.build({ name: 'somebody', uid });
    try {
      const plugins = stage.makeDirectory(path.join(stage.directory, 'plugins'), 0o755);
      const ran = path.join(stage.directory, 'ran');
      stage.write(path.join(plugins, 'recorder'), `#!/bin/sh\n: >'${ran}'\n`, 0o755);
      const scenario = { pluginDirs: [plugins], plugins: [{ type: 'recorder', pluginDirs: [plugins], config: {} }] };
      const { status, stderr, stdout } = stage.start(scenario, before);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(said);
    } finally {
      stage.dispose();
    }
  });
});
