import { readHostSettings } from '../engine/host/index.ts';

/** How a host is reached, as the setting `cni.hosts` has it. */
export type HostAccess =
  | { readonly kind: 'ssh'; readonly destination: string }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** A host as it is written to the setting. */
export type HostEntry = HostAccess & { readonly name: string };

/** True for the entry of the setting, of any shape, that has this name. */
export function isNamed(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === name;
}

/** The names that a new host cannot have: those of hosts and of clusters, which share one list in the settings. */
export function takenNames(there: {
  readonly hosts: readonly { readonly name: string }[];
  readonly clusters: readonly { readonly name: string }[];
}): readonly string[] {
  return [...there.hosts, ...there.clusters].map(({ name }) => name);
}

/** Why this cannot be added to the hosts that there are, in words for an input box; undefined when it can. */
export function entryProblem(entry: HostEntry, taken: readonly string[]): string | undefined {
  if (taken.includes(entry.name)) {
    return `There is already a host or cluster "${entry.name}".`;
  }
  const [problem] = readHostSettings([entry]).problems;
  return problem === undefined ? undefined : `${problem.message} ${problem.cure}`;
}

/** A name for a host that is reached in this way: the last word that says which one, without what cannot be in a name. */
export function suggestedName(access: HostAccess, taken: readonly string[]): string {
  const words = access.kind === 'ssh' ? [access.destination] : access.command;
  const last =
    words.findLast((word) => !word.startsWith('-') && !/^(?:(?:\/bin\/)?(?:ba|da)?sh|root)$/.test(word)) ?? '';
  const base = last
    .replace(/^ssh:\/\//, '')
    .replace(/^[^@]*@/, '')
    .replaceAll(/[/\\\p{Cc}]/gu, '-');
  const name = base === '' ? 'host' : base;
  const names = [name, ...Array.from({ length: taken.length }, (_, index) => `${name}-${index + 2}`)];
  return names.find((one) => !taken.includes(one)) ?? name;
}
