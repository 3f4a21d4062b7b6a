import { describe, expect, it } from 'vitest';
import { readFactSections } from '../../../../../engine/host/facts/fact-sections.ts';

const read = (...sections: readonly (readonly [kind: string, name: string, text: string])[]) =>
  readFactSections(sections.map(([kind, name, text]) => `\nNONCE ${kind} ${name}\n${text}`).join(''), 'NONCE', 'here', [
    '/opt/cni/bin',
  ]);

describe('the facts of a host', () => {
  it('have the first plugin of each name, with what it answers or why it cannot', () => {
    const { plugins } = read(
      ['plugin', '/opt/cni/bin/bridge', '{"cniVersion":"1.1.0","supportedVersions":["0.4.0","1.0.0"]}\n'],
      ['about', '/opt/cni/bin/bridge', 'CNI bridge plugin v1.9.1\n'],
      ['plugin', '/opt/cni/bin/silent', ''],
      ['plain', '/opt/cni/bin/README', '644\n'],
      ['broken', '/opt/cni/bin/ptp', '/gone/ptp\n'],
      ['broken', '/opt/cni/bin/vlan', '/gone/vlan\n'],
      ['plugin', '/usr/lib/cni/vlan', ''],
      ['plugin', '/usr/lib/cni/bridge', '{"supportedVersions":["0.1.0"]}'],
    );
    expect(plugins).toEqual([
      { name: 'bridge', path: '/opt/cni/bin/bridge', supportedVersions: ['0.4.0', '1.0.0'], release: 'v1.9.1' },
      { name: 'silent', path: '/opt/cni/bin/silent' },
      { name: 'README', path: '/opt/cni/bin/README', problem: 'it is not executable (mode 644)' },
      // A broken link is passed over for what comes later.
      { name: 'vlan', path: '/usr/lib/cni/vlan' },
      { name: 'ptp', path: '/opt/cni/bin/ptp', problem: 'it is a link to /gone/ptp, which does not exist' },
    ]);
  });

  it('have interfaces and routes as ip gives them', () => {
    const { interfaces, routes } = read(
      [
        'ip',
        'addresses',
        '[{"ifname":"cni0","altnames":["bridge-of-pods"],"mtu":1500,"linkinfo":{"info_kind":"bridge"},"addr_info":[{"local":"10.1.0.1","prefixlen":24}]},{}]',
      ],
      ['ip', 'routes', '[{"dst":"default","gateway":"192.0.2.1","dev":"eth0"}]'],
      ['ip', 'routes6', '[{"dst":"fe80::/64","dev":"eth0"}]'],
      ['wireless', 'cni0', ''],
    );
    expect(interfaces).toEqual([
      {
        name: 'cni0',
        altNames: ['bridge-of-pods'],
        kind: 'bridge',
        mtu: 1500,
        wireless: true,
        addresses: ['10.1.0.1/24'],
      },
    ]);
    expect(routes).toEqual([
      { destination: 'default', device: 'eth0', gateway: '192.0.2.1' },
      { destination: 'fe80::/64', device: 'eth0' },
    ]);
  });

  it('omit what the host could not report', () => {
    const facts = read(['ip', 'addresses', 'Option "-j" is unknown'], ['ip', 'routes', '']);
    expect(facts).not.toHaveProperty('interfaces');
    expect(facts).not.toHaveProperty('routes');
  });
});

describe('the facts of a host about files', () => {
  it('distinguish what exists from what is missing', () => {
    const { sysctls, programs, files, modules } = read(
      ['sysctl', 'net.ipv4.ip_forward', '1\n'],
      ['no-sysctl', 'net.bridge.bridge-nf-call-iptables', ''],
      ['program', 'nft', ''],
      ['no-program', 'iptables', ''],
      ['file', '/run/flannel/subnet.env', 'A=1\n'],
      ['no-file', '/run/cni/dhcp.sock', ''],
      ['no-module', 'vrf', ''],
    );
    expect(sysctls).toEqual({ 'net.ipv4.ip_forward': '1', 'net.bridge.bridge-nf-call-iptables': null });
    expect(programs).toEqual({ nft: true, iptables: false });
    expect(files).toEqual({ '/run/flannel/subnet.env': 'A=1\n', '/run/cni/dhcp.sock': null });
    expect(modules).toEqual({ vrf: false });
  });

  it('have configuration files with their mode, and reservations by directory', () => {
    const { configFiles, reservations } = read(
      ['mode', '/etc/cni/net.d/a b.conf', '600\n'],
      ['config', '/etc/cni/net.d/a b.conf', '{\n}\n'],
      ['networks', '/var/lib/cni/networks/mynet/', '10.1.0.2 container-1\r eth0\nfd00__2 old\n'],
    );
    expect(configFiles).toEqual([{ path: '/etc/cni/net.d/a b.conf', text: '{\n}\n', mode: '600' }]);
    expect(reservations).toEqual([
      { directory: '/var/lib/cni/networks/mynet', address: '10.1.0.2', containerID: 'container-1', ifName: 'eth0' },
      { directory: '/var/lib/cni/networks/mynet', address: 'fd00::2', containerID: 'old', ifName: '' },
    ]);
  });
});

describe('the facts of a host about what runs there', () => {
  it('include why a plugin cannot run', () => {
    const { plugins } = read(
      ['plain', '/b/noexec', '755\nrw,noexec,relatime\n'],
      ['plain', '/b/mode', '644\nrw,noexec\n'],
      ['foreign', '/b/arm', '0201b700 02013e00'],
      ['foreign', '/b/odd', '0201ffff 02013e00'],
      ['data', '/b/text', ''],
    );
    expect(plugins.map(({ problem }) => problem)).toEqual([
      'it is on a file system that is mounted noexec',
      'it is not executable (mode 644)',
      'it is for ARM64, but this host is x86-64',
      'it is for ELF machine ffff, but this host is x86-64',
      'it is neither a program nor a script',
    ]);
  });

  it('have the system, and namespaces by name and by process, with whose they are', () => {
    const id = 'a'.repeat(64);
    const { system, namespaces } = read(
      ['kernel', '6.1.0', 'x86_64\n'],
      ['distribution', '-', 'NAME=Debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'],
      ['netns', 'own', '1 4\n'],
      [
        'netns',
        'named',
        '2 4 /run/netns/blue\n9 26 /run/netns/left-over\n3 4 /run/docker/netns/f00\n7 4 /run/netns/a b\n',
      ],
      [
        'netns',
        'processes',
        [
          `1 1 0::/init.scope systemd`,
          `3 33 0::/system.slice/docker-${id}.scope nginx`,
          `4 44 0::/kubepods.slice/x.slice/cri-containerd-${id}.scope pause`,
          `5 55 11:pids:/kubepods/burstable/crio-${id}.scope my app`,
          `6 66 0::/user.slice unshare`,
        ].join('\n'),
      ],
    );
    expect(system).toEqual({ kernel: '6.1.0', machine: 'x86_64', distribution: 'Debian GNU/Linux 12 (bookworm)' });
    const owned = (pid: number, process: string, runtime?: string) => ({
      owner: { pid, process, ...(runtime === undefined ? {} : { runtime, containerID: id }) },
    });
    expect(namespaces).toEqual([
      { path: '/var/run/netns/blue', inode: 2, kind: 'named', name: 'blue' },
      { path: '/var/run/docker/netns/f00', inode: 3, kind: 'docker', name: 'f00', ...owned(33, 'nginx', 'docker') },
      { path: '/var/run/netns/a b', inode: 7, kind: 'named', name: 'a b' },
      { path: '/proc/44/ns/net', inode: 4, kind: 'process', ...owned(44, 'pause', 'containerd') },
      { path: '/proc/55/ns/net', inode: 5, kind: 'process', ...owned(55, 'my app', 'cri-o') },
      { path: '/proc/66/ns/net', inode: 6, kind: 'process', ...owned(66, 'unshare') },
    ]);
  });
});

describe('the facts about links and iptables', () => {
  it('have the type and the bridge of an interface, the source of a route, and the backend of iptables', () => {
    const { interfaces, routes, backends, legacyTables } = read(
      ['ip', 'addresses', '[{"ifname":"e0","link_type":"ether","master":"br0"},{"ifname":"wg0","link_type":"none"}]'],
      ['ip', 'routes6', '[{"dst":"default","gateway":"fe80::1","dev":"e0","protocol":"ra"}]'],
      ['backend', 'iptables', 'iptables v1.8.9 (nf_tables)\n'],
      ['backend', 'ip6tables', 'ip6tables v1.8.9 (legacy)\n'],
      ['legacy-tables', 'ip_tables_names', 'nat\nfilter\n'],
      ['legacy-tables', 'ip6_tables_names', ''],
    );
    expect(interfaces).toMatchObject([
      { linkType: 'ether', master: 'br0' },
      { linkType: 'none', master: undefined },
    ]);
    expect(routes).toMatchObject([{ destination: 'default', device: 'e0', protocol: 'ra' }]);
    expect(backends).toEqual({ iptables: 'nf_tables', ip6tables: 'legacy' });
    expect(legacyTables).toEqual({ iptables: ['nat', 'filter'], ip6tables: [] });
    expect(read(['backend', 'iptables', 'iptables v1.6.1\n']).backends).toEqual({});
  });
});
