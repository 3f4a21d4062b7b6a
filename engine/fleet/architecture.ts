/** An architecture that the reference plugins are released for. */
export interface Architecture {
  /** As in the names of the release's archives. */
  readonly go: string;
  /** e_machine of its ELF files. */
  readonly elf: number;
}

/** By what `uname -m` says. */
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

/** The architecture of a machine, or undefined for one that no plugins are released for. */
export function architectureOf(machine: string): Architecture | undefined {
  return byMachine.get(machine);
}

/** The architecture that ELF files of this e_machine are for, in words. */
export function elfName(elf: number): string {
  return [...byMachine.values()].find((one) => one.elf === elf)?.go ?? `machine ${elf}`;
}

/** The release that is installed unless another archive is given. */
export const defaultRelease = 'v1.9.1';

/** Where the official release of the reference plugins has the archive of an architecture. */
export function releaseUrl({ go }: Architecture, release: string = defaultRelease): string {
  const base = 'https://github.com/containernetworking/plugins/releases/download';
  return `${base}/${release}/cni-plugins-linux-${go}-${release}.tgz`;
}
