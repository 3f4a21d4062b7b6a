import { buildGoPrograms } from './go-programs.mjs';
import { findPlugins } from './plugins.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { prepareWindows } from './windows.mjs';

/** Programs of the machine that tests use. Tests without their programs are skipped. */
const wanted = [
  { package: 'iproute2', tool: 'ip', purpose: 'namespaces and links' },
  { package: 'iptables', tool: 'iptables', purpose: 'masquerading and port mappings' },
  { package: 'nftables', tool: 'nft', purpose: 'comparing firewall rules before and after' },
  { package: 'iputils-ping', tool: 'ping', purpose: 'reaching the gateway' },
  { package: 'traceroute', tool: 'traceroute', purpose: 'the way between namespaces' },
  { package: 'tcpdump', tool: 'tcpdump', purpose: 'capturing packets' },
  { package: 'wireshark-common', tool: 'dumpcap', purpose: 'capturing packets as an ordinary user' },
  { package: 'sudo', tool: 'sudo', purpose: 'the local host of an ordinary user' },
  { package: 'openssh-server', tool: 'sshd', purpose: 'hosts over ssh' },
  { package: 'fish', tool: 'fish', purpose: 'a login shell that is not POSIX' },
  { package: 'tcsh', tool: 'tcsh', purpose: 'another one' },
  { package: 'strace', tool: 'strace', purpose: 'looking for passwords in arguments and environments' },
  { package: 'busybox', tool: 'busybox', purpose: "a second shell under the engine's scripts" },
];

/**
 * Prepares the machine for tests with real plugins: Debian packages, plugins, Go's programs.
 * @returns {Promise<Record<string, string>>} environment for the tests
 */
export async function prepareTestMachine() {
  await ensureSystemPackages(wanted);
  const directories = await findPlugins(['bridge', 'ptp', 'host-local']);
  const [go, windows] = [await buildGoPrograms(), await prepareWindows()];
  return { ...(directories.length === 0 ? {} : { CNI_WORKBENCH_PLUGINS: directories.join(':') }), ...go, ...windows };
}
