import { describe, expect, it } from 'vitest';
import { readFactSections } from '../../../../engine/host/fact-sections.ts';

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
      ['plugin', '/usr/lib/cni/bridge', '{"supportedVersions":["0.1.0"]}'],
    );
    expect(plugins).toEqual([
      { name: 'bridge', path: '/opt/cni/bin/bridge', supportedVersions: ['0.4.0', '1.0.0'], release: 'v1.9.1' },
      { name: 'silent', path: '/opt/cni/bin/silent' },
      { name: 'README', path: '/opt/cni/bin/README', problem: 'it may not be executed (mode 644)' },
      { name: 'ptp', path: '/opt/cni/bin/ptp', problem: 'it is a link to /gone/ptp, which is not there' },
    ]);
  });

  it('have interfaces and routes as ip gives them', () => {
    const { interfaces, routes } = read(
      [
        'ip',
        'addresses',
        '[{"ifname":"cni0","mtu":1500,"linkinfo":{"info_kind":"bridge"},"addr_info":[{"local":"10.1.0.1","prefixlen":24}]},{}]',
      ],
      ['ip', 'routes', '[{"dst":"default","gateway":"192.0.2.1","dev":"eth0"}]'],
      ['ip', 'routes6', '[{"dst":"fe80::/64","dev":"eth0"}]'],
      ['wireless', 'cni0', ''],
    );
    expect(interfaces).toEqual([
      { name: 'cni0', kind: 'bridge', mtu: 1500, wireless: true, addresses: ['10.1.0.1/24'] },
    ]);
    expect(routes).toEqual([
      { destination: 'default', device: 'eth0', gateway: '192.0.2.1' },
      { destination: 'fe80::/64', device: 'eth0' },
    ]);
  });

  it('leave out what the host could not tell', () => {
    const facts = read(['ip', 'addresses', 'Option "-j" is unknown'], ['ip', 'routes', '']);
    expect(facts).not.toHaveProperty('interfaces');
    expect(facts).not.toHaveProperty('routes');
  });
});

describe('the facts of a host about files', () => {
  it('tell what is there from what is not', () => {
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
      ['held', '/var/lib/cni/networks/mynet/10.1.0.2', 'container-1\r'],
    );
    expect(configFiles).toEqual([{ path: '/etc/cni/net.d/a b.conf', text: '{\n}\n', mode: '600' }]);
    expect(reservations).toEqual([
      { directory: '/var/lib/cni/networks/mynet', address: '10.1.0.2', containerID: 'container-1' },
    ]);
  });
});
