/** An architecture for which the reference plugins are released. */
export interface Architecture {
  /** As in the names of the release's archives. */
  readonly go: string;
  /** e_machine of its ELF files. */
  readonly elf: number;
}

/** Architectures by the output of `uname -m`. */
const byMachine: ReadonlyMap<string, Architecture> = new Map([
  ['x86_64', { go: 'amd64', elf: 62 }],
  ['aarch64', { go: 'arm64', elf: 183 }],
  ['arm64', { go: 'arm64', elf: 183 }],
  ['armv6l', { go: 'arm', elf: 40 }],
  ['armv7l', { go: 'arm', elf: 40 }],
  ['armv8l', { go: 'arm', elf: 40 }],
  ['mips64', { go: 'mips64le', elf: 8 }],
  ['ppc64le', { go: 'ppc64le', elf: 21 }],
  ['riscv64', { go: 'riscv64', elf: 243 }],
  ['s390x', { go: 's390x', elf: 22 }],
]);

/** Returns the architecture of a machine; undefined if no plugins are released for it. */
export function architectureOf(machine: string): Architecture | undefined {
  return byMachine.get(machine);
}

/** Returns the name of the architecture of ELF files with this e_machine. */
export function elfName(elf: number): string {
  return [...byMachine.values()].find((one) => one.elf === elf)?.go ?? `machine ${elf}`;
}

/** The release that is installed by default. */
export const defaultRelease = 'v1.9.1';

/** Returns the URL of the official release archive of the reference plugins for an architecture. */
export function releaseUrl({ go }: Architecture, release: string = defaultRelease): string {
  const base = 'https://github.com/containernetworking/plugins/releases/download';
  return `${base}/${release}/cni-plugins-linux-${go}-${release}.tgz`;
}
