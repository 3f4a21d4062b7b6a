/** A family of distributions with the same package names. */
export type Distribution = 'debian' | 'fedora' | 'suse' | 'alpine' | 'arch';

/** The command that installs a package, without sudo. */
export const installCommand: Readonly<Record<Distribution, string>> = {
  debian: 'apt-get install',
  fedora: 'dnf install',
  suse: 'zypper install',
  alpine: 'apk add',
  arch: 'pacman -S',
};

/** Words of ID and ID_LIKE in /etc/os-release. */
const families: Readonly<Record<Distribution, RegExp>> = {
  debian: /\b(?:debian|ubuntu)\b/,
  fedora: /\b(?:fedora|rhel|centos|rocky|almalinux|amzn|ol)\b/,
  suse: /\b(?:suse|opensuse\S*|sles)\b/,
  alpine: /\b(?:alpine|wolfi|postmarketos)\b/,
  arch: /\barch\b/,
};

/** The packages of the programs that hosts need: the name on Debian, and other names elsewhere. */
const packages: Readonly<Record<string, string | (Partial<Record<Distribution, string>> & { debian: string })>> = {
  cat: 'coreutils',
  cp: 'coreutils',
  dumpcap: { debian: 'wireshark-common', fedora: 'wireshark-cli', suse: 'wireshark', arch: 'wireshark-cli' },
  ip: { debian: 'iproute2', fedora: 'iproute' },
  iptables: 'iptables',
  mkdir: 'coreutils',
  mkfifo: 'coreutils',
  mount: { debian: 'mount', fedora: 'util-linux', suse: 'util-linux', alpine: 'mount', arch: 'util-linux' },
  nft: 'nftables',
  nsenter: { debian: 'util-linux', alpine: 'util-linux-misc' },
  ping: { debian: 'iputils-ping', fedora: 'iputils', suse: 'iputils', alpine: 'iputils', arch: 'iputils' },
  setsid: { debian: 'util-linux', alpine: 'setsid' },
  sh: 'dash',
  sed: 'sed',
  sleep: 'coreutils',
  ssh: { debian: 'openssh-client', fedora: 'openssh-clients', suse: 'openssh-clients', arch: 'openssh' },
  sudo: 'sudo',
  tar: 'tar',
  tcpdump: 'tcpdump',
  traceroute: 'traceroute',
  unshare: { debian: 'util-linux', alpine: 'util-linux-misc' },
  xargs: 'findutils',
};

/** Returns the family of distributions for the text of ID and ID_LIKE; Debian for unknown ones. */
export function distributionOf(ids: string): Distribution {
  const found = Object.entries(families).find(([, words]) => words.test(ids))?.[0];
  return found === 'fedora' || found === 'suse' || found === 'alpine' || found === 'arch' ? found : 'debian';
}

/** Returns the package of a program; undefined if it is not known. */
export function packageOf(tool: string, distribution: Distribution): string | undefined {
  const known = packages[tool];
  return typeof known === 'object' ? (known[distribution] ?? known.debian) : known;
}
