import type { HostProblem } from './host.ts';

/** The Debian and Ubuntu package that has a program which hosts need. */
const packageOf: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  iptables: 'iptables',
  mkdir: 'coreutils',
  mount: 'mount',
  nft: 'nftables',
  nsenter: 'util-linux',
  ping: 'iputils-ping',
  setsid: 'util-linux',
  sh: 'dash',
  ssh: 'openssh-client',
  sudo: 'sudo',
  tar: 'tar',
  unshare: 'util-linux',
  xargs: 'findutils',
};

/** The problem of a program that a host lacks, with the package that has it. `where` as in "in the sandbox". */
export function missingTool(tool: string, where: string): HostProblem {
  const name = packageOf[tool];
  const cure =
    name === undefined
      ? `Install "${tool}", or put its directory on the PATH.`
      : `Install it with the package manager (Debian and Ubuntu: sudo apt-get install ${name}), or put its directory on the PATH.`;
  return { code: 'missingTool', message: `The program "${tool}" is missing ${where}.`, cure };
}

/** The same on this machine, which need not be Linux. */
export function missingHere(tool: string, platform: NodeJS.Platform = process.platform): HostProblem {
  const problem = missingTool(tool, 'on this machine');
  return platform === 'win32' ? { ...problem, cure: cureOnWindows(tool) } : problem;
}

function cureOnWindows(tool: string): string {
  const install = tool === 'ssh' ? 'Add "OpenSSH Client" (Settings, System, Optional features)' : `Install "${tool}"`;
  return `${install}, or put its directory on the PATH.`;
}

/** The problem of a machine that has no network namespaces. */
export function notLinux(platform: string): HostProblem {
  const name = platform === 'darwin' ? 'macOS' : platform === 'win32' ? 'Windows' : platform;
  return {
    code: 'notLinux',
    message: `CNI plugins run on Linux only, and this machine runs ${name}.`,
    cure: 'Choose a host that is Linux ("Add Host…" in the view "Hosts", or --host ssh:NAME), or open the folder on one (WSL, Remote - SSH, a dev container).',
  };
}
